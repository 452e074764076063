import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { isFailure } from '#base';
import { type NodeHosts, nodeHosts, nodeHostsId } from '#features/processes';
import { attach, stopValue } from '#plugin';
import { invoke, settled, startKind, TestCall, TestWorld } from '#testing';
import { io } from './io-module.ts';
import { type OutputStream, StreamTerminal } from './stream-terminal.ts';
import {
  commandLine,
  nodeTerminalId,
  type Terminal,
  type TerminalLog,
  terminalLog,
  terminalLogId,
  terminalService,
} from './terminal.ts';
import { terminalHost } from './terminal-host.ts';

class Output implements OutputStream {
  text = '';
  write(chunk: Uint8Array, done?: (error?: Error | null) => void): boolean {
    this.text += Buffer.from(chunk).toString('utf8');
    done?.();
    return true;
  }
}

/** A terminal over streams that the test holds. */
function streams() {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => raw.push(mode),
  });
  const output = new Output();
  const error = new Output();
  let opened = 0;
  const open = () => {
    opened++;
    return input;
  };
  const terminal = new StreamTerminal({ input: open, output, error });
  return { terminal, input, output, error, raw, opened: () => opened };
}

test('what is written leaves as the bytes it is', async () => {
  const { terminal, output, error } = streams();
  terminal.write('gr\xc3\xbcn\n');
  terminal.writeError('red');
  await terminal.flush();
  assert.deepEqual([output.text, error.text], ['grün\n', 'red']);
});

test('Te1: the input is not opened before somebody reads', async () => {
  const { terminal, input, opened } = streams();
  assert.equal(opened(), 0);
  const line = terminal.readLine();
  input.write('hello\n');
  assert.equal(await line, 'hello');
  assert.equal(opened(), 1);
});

test('lines come without their ends, whatever pieces they arrive in', async () => {
  const { terminal, input } = streams();
  const lines = [terminal.readLine(), terminal.readLine(), terminal.readLine(), terminal.readLine()];
  for (const piece of ['on', 'e\r\ntw', 'o\n\nlast']) input.write(piece);
  input.end();
  assert.deepEqual(await Promise.all(lines), ['one', 'two', '', 'last']);
  assert.equal(await terminal.readLine(), undefined);
});

test('Te2, Te3: reads take at most what they ask for, in order, and the rest waits', async () => {
  const { terminal, input } = streams();
  const reads = [terminal.read(2), terminal.readLine(), terminal.read(10)];
  input.write('abcd\nefg');
  assert.deepEqual(await Promise.all(reads), ['ab', 'cd', 'efg']);
});

test('the end of the input ends all reads that wait', async () => {
  const { terminal, input } = streams();
  const reads = [terminal.read(1), terminal.readLine()];
  input.end();
  assert.deepEqual(await Promise.all(reads), [undefined, undefined]);
});

test('an input that breaks fails the read', async () => {
  const { terminal, input } = streams();
  const line = terminal.readLine();
  input.destroy(new Error('gone'));
  await assert.rejects(line, { kind: 'Internal', message: 'the standard input cannot be read: gone' });
});

test('raw mode is switched by the first and the last', () => {
  const { terminal, raw } = streams();
  terminal.setRaw(true);
  terminal.setRaw(true);
  terminal.setRaw(false);
  assert.deepEqual(raw, [true]);
  terminal.setRaw(false);
  terminal.setRaw(false);
  assert.deepEqual(raw, [true, false]);
  terminal.setRaw(true);
  terminal.setRaw(true);
  terminal.reset();
  assert.deepEqual(raw, [true, false, true, false]);
});

async function host(data: { hide_logs?: boolean } = {}) {
  const told: string[] = [];
  const hosts: NodeHosts = {
    add: (id, settings) => told.push(`add ${id} ${JSON.stringify(settings)}`),
    change: () => {},
    stop: async (id) => void told.push(`stop ${id}`),
  };
  const parts = streams();
  const world = new TestWorld('app:terminal')
    .provide(nodeHosts, nodeHostsId, hosts)
    .provide<Terminal>(terminalService, nodeTerminalId, parts.terminal)
    .provide<TerminalLog>(terminalLog, terminalLogId, {
      hide: () => told.push('hide'),
      show: () => told.push('show'),
    });
  const live = await startKind(terminalHost, data, world);
  return { ...parts, live, told };
}

test('a terminal host takes one process at a time and stops with its processes', async () => {
  const { live, told, raw } = await host();
  live.setRaw(true);
  await stopValue(terminalHost, live);
  assert.deepEqual(told, ['add app:terminal {"workers":1,"maxProcesses":1}', 'stop app:terminal']);
  assert.deepEqual(raw, [true, false]);
});

test('a terminal host keeps the log away while it runs, when it is asked to', async () => {
  const { live, told } = await host({ hide_logs: true });
  await stopValue(terminalHost, live);
  assert.deepEqual(
    told.filter((each) => each === 'hide' || each === 'show'),
    ['hide', 'show'],
  );
});

/** A call of a process that runs on a terminal host. */
async function guest(args: readonly string[] = []) {
  const parts = await host();
  const call = new TestCall({ attached: [attach(commandLine, args)] });
  Object.defineProperty(call, 'pid', { value: '{app:terminal|0x00001}' });
  call.provide<Terminal>(terminalService, 'app:terminal', parts.live);
  const run = (name: keyof typeof io.functions, ...given: unknown[]) =>
    invoke(io.functions[name], given, call);
  return { ...parts, call, run };
}

test('guests write and read through the host they run on', async () => {
  const { run, input, output, error } = await guest();
  assert.deepEqual(await run('write', 'out'), [true]);
  assert.deepEqual(await run('eprint', 'err'), [true]);
  assert.deepEqual(await run('flush'), [true]);
  assert.deepEqual([output.text, error.text], ['out', 'err\n']);
  const line = run('readline');
  await settled();
  input.end('gr\u00fcn\n');
  assert.deepEqual(await line, ['gr\xc3\xbcn']);
  assert.deepEqual(await run('read', 0), [undefined]);
});

test('guests see what stood on the command line', async () => {
  const { run } = await guest(['--name', 'grün']);
  assert.deepEqual(await run('args'), [['--name', 'gr\xc3\xbcn']]);
});

test('raw mode ends with the process that asked for it', async () => {
  const { run, raw, call } = await guest();
  await run('raw');
  assert.deepEqual(raw, [true]);
  call.end();
  assert.deepEqual(raw, [true, false]);
});

test('without a terminal host all of it is Unavailable', async () => {
  for (const name of ['write', 'eprint', 'read', 'readline', 'raw', 'flush'] as const) {
    const [value, error] = await invoke(
      io.functions[name],
      name === 'write' || name === 'eprint' ? ['x'] : [],
    );
    assert.equal(value, undefined);
    assert.ok(isFailure(error, 'Unavailable') && error.retryable === false);
  }
});
