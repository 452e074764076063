import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { type Data, failure, type Log, silentLog } from '#base';
import { t } from '#plugin';
import { openPolicy, type Policy } from '#process';
import { findNode, openControl } from '../control.ts';
import type { RunningNode } from '../node.ts';
import { MOST_REQUESTS } from './connection.ts';
import type { ControlServer } from './control-server.ts';
import { type AnyOperation, defineOperation } from './operation.ts';
import { type Answer, encodeLine, LONGEST_REQUEST, readAnswer } from './protocol.ts';
import { socketPath } from './socket-place.ts';

function folder(context: TestContext, below = ''): string {
  const path = mkdtempSync(join(tmpdir(), 'wippy-control-'));
  context.after(() => rmSync(path, { recursive: true }));
  const made = join(path, below);
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, 'wippy.lock'), 'directories:\n  src: ./src\n');
  return made;
}

interface Options {
  readonly operations?: readonly AnyOperation[];
  readonly policy?: Policy;
  readonly log?: Log;
}

/** Serves in a folder. Of the node the operations of these tests want nothing but its policy. */
async function serve(context: TestContext, directory: string, options: Options = {}) {
  const { operations = [], policy = openPolicy, log = silentLog } = options;
  const node = { policy } as RunningNode;
  const server = await openControl({ node, directory, program: '1.2.3', since: 5, log, operations });
  context.after(() => server?.close());
  return server;
}

async function served(context: TestContext, options: Options = {}) {
  const directory = folder(context);
  const server = await serve(context, directory, options);
  assert.ok(server !== undefined);
  return { directory, server };
}

/** A client that writes what it likes, and reads answers one by one. */
class Talk {
  readonly socket: Socket;
  readonly #answers: Answer[] = [];
  #wanted: (() => void) | undefined;
  isClosed = false;
  #rest = '';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      const lines = (this.#rest + String(chunk)).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#answers.push(readAnswer(line));
      this.#wanted?.();
    });
    socket.on('close', () => {
      this.isClosed = true;
      this.#wanted?.();
    });
    socket.resume();
  }

  say(text: string): this {
    this.socket.write(text);
    return this;
  }

  ask(id: number, op: string, input: Data = {}): this {
    return this.say(encodeLine({ id, op, input }));
  }

  async next(): Promise<Answer> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      assert.ok(!this.isClosed, 'the connection is closed');
      await new Promise<void>((resolve) => {
        this.#wanted = resolve;
      });
    }
  }

  async closed(): Promise<void> {
    while (!this.isClosed) {
      await new Promise<void>((resolve) => {
        this.#wanted = resolve;
      });
    }
  }
}

async function talk(context: TestContext, directory: string): Promise<Talk> {
  const found = await findNode(directory);
  assert.ok(found !== undefined);
  context.after(() => found.socket.destroy());
  return new Talk(found.socket);
}

const echo = defineOperation({
  name: 'test.echo',
  summary: 'Gives what it is given.',
  input: t.object({ value: t.data }),
  run: ({ value }) => value,
});

/** The failure of an answer: its kind and its message. */
function failureOf(answer: Answer): [unknown, unknown] {
  assert.ok('failure' in answer, JSON.stringify(answer));
  const { kind, message } = answer.failure as Record<string, unknown>;
  return [kind, message];
}

test('Cp1: a node is found in its folder, and says who it is', async (context) => {
  const { directory } = await served(context);
  const found = await findNode(directory);
  found?.socket.destroy();
  assert.deepEqual(found?.greeting, { control: 1, program: '1.2.3', pid: process.pid, since: 5, directory });
});

test('no node is found where none runs, nor where there is no lock file', async (context) => {
  assert.equal(await findNode(folder(context)), undefined);
  const bare = mkdtempSync(join(tmpdir(), 'wippy-control-'));
  context.after(() => rmSync(bare, { recursive: true }));
  assert.equal(await findNode(bare), undefined);
  assert.equal(await serve(context, bare), undefined);
});

test('Ct2: the socket and its folder are this user’s alone', async (context) => {
  const { directory } = await served(context);
  const path = socketPath(directory) ?? '';
  assert.equal(lstatSync(path).mode & 0o777, 0o600);
  assert.equal(lstatSync(dirname(path)).mode & 0o777, 0o700);
});

test('Cp2: a request is answered with its id', async (context) => {
  const { directory } = await served(context, { operations: [echo] });
  const client = await talk(context, directory);
  assert.deepEqual(await client.ask(7, 'test.echo', { value: { a: [1, 'ü'] } }).next(), {
    id: 7,
    result: { a: [1, 'ü'] },
  });
});

test('Cp2: events come before the result, in their order', async (context) => {
  const count = defineOperation({
    name: 'test.count',
    summary: 'Counts.',
    input: t.object({ to: t.integer() }),
    run: async ({ to }, call) => {
      for (let n = 1; n <= to; n++) await call.emit(n);
      return 'done';
    },
  });
  const { directory } = await served(context, { operations: [count] });
  const client = await talk(context, directory);
  client.ask(1, 'test.count', { to: 2 });
  assert.deepEqual(
    [await client.next(), await client.next(), await client.next()],
    [
      { id: 1, event: 1 },
      { id: 1, event: 2 },
      { id: 1, result: 'done' },
    ],
  );
});

test('Cp5: large integers and infinite numbers come out as they went in', async (context) => {
  const { directory } = await served(context, { operations: [echo] });
  const client = await talk(context, directory);
  const values = [2n ** 60n, -(2n ** 63n), 1e20, 1e300, Number.POSITIVE_INFINITY, -2.5, 2 ** 53];
  const answer = await client.ask(1, 'test.echo', { value: values }).next();
  assert.deepEqual('result' in answer && answer.result, values);
});

test('an operation that nobody knows is refused with the one that was meant', async (context) => {
  const { directory } = await served(context, { operations: [echo] });
  const client = await talk(context, directory);
  assert.deepEqual(failureOf(await client.ask(1, 'test.ecko').next()), [
    'NotFound',
    "this node knows no operation test.ecko; did you mean 'test.echo'?",
  ]);
});

test('an input that the schema of its operation refuses is told with the field', async (context) => {
  const { directory } = await served(context);
  const client = await talk(context, directory);
  const [kind, message] = failureOf(await client.ask(1, 'registry.get', { id: 5 }).next());
  assert.equal(kind, 'Invalid');
  assert.match(String(message), /registry\.get\.id must be a text/);
});

test('Cn1: what is no request is told, and the next one is answered', async (context) => {
  const { directory } = await served(context, { operations: [echo] });
  const client = await talk(context, directory);
  const wrong = [
    '{',
    'null',
    '[]',
    '{"op":"test.echo"}',
    '{"id":1}',
    '{"id":1.5,"op":"test.echo"}',
    '\u0000',
  ];
  for (const line of wrong) {
    const answer = await client.say(`${line}\n`).next();
    assert.equal(answer.id, null);
    assert.equal(failureOf(answer)[0], 'Invalid');
  }
  assert.deepEqual(await client.say('\n').ask(2, 'test.echo', { value: 1 }).next(), { id: 2, result: 1 });
});

test('Cn1: whatever bytes come, the node goes on and answers others', async (context) => {
  const { directory } = await served(context, { operations: [echo] });
  const other = await talk(context, directory);
  let id = 0;
  const part = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom('\n', '{"id":1,"op":"test.echo"}', '{"id":1,"cancel":true}', '\u{1F600}', '{"id":'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 20 }), fc.boolean(), async (parts, isSudden) => {
      const client = await talk(context, directory);
      client.socket.write(Buffer.from(parts.join(''), 'utf8').subarray(isSudden ? 1 : 0));
      if (isSudden) client.socket.destroy();
      else client.socket.end();
      id++;
      assert.deepEqual(await other.ask(id, 'test.echo', { value: id }).next(), { id, result: id });
    }),
    { numRuns: 50 },
  );
});

test('Cp6: a line that is too long ends its connection, and no other', async (context) => {
  const { directory } = await served(context, { operations: [echo] });
  const long = await talk(context, directory);
  const other = await talk(context, directory);
  long.say('x'.repeat(LONGEST_REQUEST + 1));
  assert.match(String(failureOf(await long.next())[1]), /a line has more than \d+ bytes/);
  await long.closed();
  assert.deepEqual(await other.ask(1, 'test.echo', { value: 1 }).next(), { id: 1, result: 1 });
});

test('Cn1: a bug in an operation is told as such, logged, and harms nobody', async (context) => {
  const logged: string[] = [];
  const log = { ...silentLog, error: (message: string) => void logged.push(message) };
  const buggy = defineOperation({
    name: 'test.buggy',
    summary: 'Fails.',
    input: t.object({}),
    run: () => {
      throw new TypeError('oh');
    },
  });
  const refuses = defineOperation({
    name: 'test.refuses',
    summary: 'Refuses.',
    input: t.object({}),
    run: () => {
      throw failure('Conflict', 'not now', { details: { a: 1 } });
    },
  });
  const { directory } = await served(context, { operations: [buggy, refuses, echo], log });
  const client = await talk(context, directory);
  assert.deepEqual(failureOf(await client.ask(1, 'test.buggy').next()), ['Internal', 'oh']);
  assert.deepEqual(logged, ['an operation of the control socket failed']);
  assert.deepEqual(await client.ask(2, 'test.refuses').next(), {
    id: 2,
    failure: { kind: 'Conflict', message: 'not now', details: { a: 1 } },
  });
  assert.equal(logged.length, 1);
});

/** Waits until its request is taken back, and tells why. */
function patient(told: string[]): AnyOperation {
  return defineOperation({
    name: 'test.wait',
    summary: 'Waits.',
    input: t.object({}),
    run: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          told.push(String(signal.reason.message));
          reject(signal.reason);
        });
      }),
  });
}

test('Cp2: a request that is taken back is answered as canceled', async (context) => {
  const { directory } = await served(context, { operations: [patient([])] });
  const client = await talk(context, directory);
  client.ask(1, 'test.wait').say(encodeLine({ id: 1, cancel: true }));
  assert.deepEqual(failureOf(await client.next()), ['Canceled', 'the request was taken back']);
});

test('Cn4: what a client asked for is taken back when it goes', async (context) => {
  const told: string[] = [];
  const { directory } = await served(context, { operations: [patient(told), echo] });
  const client = await talk(context, directory);
  const other = await talk(context, directory);
  await client.ask(1, 'test.wait').ask(2, 'test.echo').next();
  client.socket.destroy();
  for (let id = 1; told.length === 0; id++) await other.ask(id, 'test.echo').next();
  assert.deepEqual(told, ['the client has gone']);
});

test('Cn3: a client has so many requests under way and no more', async (context) => {
  const { directory } = await served(context, { operations: [patient([])] });
  const client = await talk(context, directory);
  for (let id = 0; id <= MOST_REQUESTS; id++) client.ask(id, 'test.wait');
  const answer = await client.next();
  assert.equal(answer.id, MOST_REQUESTS);
  assert.equal(failureOf(answer)[0], 'RateLimited');
  assert.deepEqual(failureOf(await client.ask(3, 'test.wait').next()), [
    'Invalid',
    'the request 3 is still under way',
  ]);
});

test('Cn2: an operation that tells much waits for a client that does not read', async (context) => {
  let told = 0;
  const much = defineOperation({
    name: 'test.much',
    summary: 'Tells a megabyte at a time.',
    input: t.object({}),
    run: async (_, call) => {
      const part = 'x'.repeat(1024 ** 2);
      for (; told < 16; told++) await call.emit(part);
      return told;
    },
  });
  const { directory } = await served(context, { operations: [much, echo] });
  const slow = await talk(context, directory);
  const other = await talk(context, directory);
  slow.socket.pause();
  slow.ask(1, 'test.much');
  for (let id = 1; id < 30; id++) await other.ask(id, 'test.echo').next();
  assert.ok(told < 8, `${told} MB were written to somebody who does not read`);
  slow.socket.resume();
  let last: Answer = { id: 1, event: null };
  while (!('result' in last)) last = await slow.next();
  assert.equal(last.result, 16);
});

test('Ct2: who asks is the user of the operating system, whatever a request says', async (context) => {
  const asked: unknown[] = [];
  const policy: Policy = {
    isOpen: false,
    allow: ({ context: { actor } }, action, resource, attributes) => {
      asked.push([actor?.id, action, resource, attributes]);
      return resource === 'mine';
    },
  };
  const needs = defineOperation({
    name: 'test.needs',
    summary: 'Needs to be allowed.',
    input: t.object({ what: t.string }),
    run: ({ what }, call) => {
      call.allow('touch', what, { how: 'gently' });
      return call.actor.id;
    },
  });
  const me = `os:${userInfo().username}`;
  const { directory } = await served(context, { operations: [needs], policy });
  const client = await talk(context, directory);
  assert.deepEqual(await client.ask(1, 'test.needs', { what: 'mine', actor: 'os:other' }).next(), {
    id: 1,
    result: me,
  });
  assert.deepEqual(failureOf(await client.ask(2, 'test.needs', { what: 'yours' }).next()), [
    'PermissionDenied',
    `${me} may not do this: touch on yours`,
  ]);
  assert.deepEqual(asked[0], [me, 'touch', 'mine', { how: 'gently' }]);
});

test('Cs2: a second node of the folder does not get the socket, and the first keeps it', async (context) => {
  const { directory } = await served(context, { operations: [echo] });
  const warned: string[] = [];
  const log = { ...silentLog, warn: (message: string) => void warned.push(message) };
  assert.equal(await serve(context, directory, { log }), undefined);
  assert.deepEqual(warned, ['another node of this application has the control socket']);
  const client = await talk(context, directory);
  assert.deepEqual(await client.ask(1, 'test.echo', { value: 2 }).next(), { id: 1, result: 2 });
});

test('Cs3: the socket of a node that was killed is replaced', async (context) => {
  const directory = folder(context);
  const path = socketPath(directory) ?? '';
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  assert.ok(existsSync(path));
  assert.equal(await findNode(directory), undefined);
  assert.ok((await serve(context, directory)) !== undefined);
  assert.equal((await findNode(directory))?.socket.destroy().destroyed, true);
});

test('Cs3: of several that replace it at once, one gets it', async (context) => {
  const directory = folder(context);
  const path = socketPath(directory) ?? '';
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  const opened = await Promise.all(Array.from({ length: 8 }, () => serve(context, directory)));
  assert.equal(opened.filter((server) => server !== undefined).length, 1);
  (await findNode(directory))?.socket.destroy();
});

test('what is at the path and no socket is left alone', async (context) => {
  const directory = folder(context);
  const path = socketPath(directory) ?? '';
  writeFileSync(path, 'mine');
  const warned: string[] = [];
  const log = { ...silentLog, warn: (message: string) => void warned.push(message) };
  assert.equal(await serve(context, directory, { log }), undefined);
  assert.deepEqual(warned, ['the control socket cannot be opened']);
  assert.equal(lstatSync(path).isFile(), true);
});

test('Cs1: a folder whose path is too long for a socket has it elsewhere', async (context) => {
  const directory = folder(context, 'long'.repeat(30));
  assert.match(socketPath(directory) ?? '', /^\/tmp\/wippy-\d+\/[0-9a-f]{32}\.sock$/);
  await serve(context, directory, { operations: [echo] });
  const client = await talk(context, directory);
  assert.deepEqual(await client.ask(1, 'test.echo', { value: 3 }).next(), { id: 1, result: 3 });
});

test('somebody who answers but says nothing of wippy is told as such, and one who says nothing at all is waited for', async (context) => {
  const directory = folder(context);
  const server = createServer((socket) => socket.end('HTTP/1.1 400\n'));
  await new Promise<void>((resolve) => server.listen(socketPath(directory), resolve));
  context.after(() => server.close());
  await assert.rejects(findNode(directory), /a line must be JSON/);
});

test('Ct3: while the node ends its socket stays, and refuses', async (context) => {
  const told: string[] = [];
  const { directory, server } = await served(context, { operations: [patient(told), echo] });
  const client = await talk(context, directory);
  client.ask(1, 'test.wait');
  await client.ask(2, 'test.echo').next();
  server.refuse('the node is ending');
  assert.deepEqual(failureOf(await client.next()), ['Unavailable', 'the node is ending']);
  assert.deepEqual(failureOf(await client.ask(3, 'test.echo').next()), ['Unavailable', 'the node is ending']);
  const late = await talk(context, directory);
  assert.deepEqual(failureOf(await late.ask(1, 'test.echo').next()), ['Unavailable', 'the node is ending']);
});

test('a node that has ended leaves nothing behind, and its clients are told', async (context) => {
  const { directory, server } = await served(context);
  const client = await talk(context, directory);
  await (server satisfies ControlServer).close();
  await client.closed();
  assert.equal(existsSync(socketPath(directory) ?? ''), false);
  await assert.rejects(
    new Promise((resolve, reject) =>
      connect(socketPath(directory) ?? '')
        .on('error', reject)
        .on('connect', resolve),
    ),
  );
});
