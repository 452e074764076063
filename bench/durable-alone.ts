/**
 * What is measured of durable processes without a peer: a conversation that grows, what it takes to read a process of 64 KB
 * again, with few past steps and with many, and how long after a `kill -9` in the middle of a step that step is made again.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.ts';
import { type Figure, figuresIn } from './figures.ts';
import { at } from './places.ts';

const PAST = 1_000_000;

const storeOf = (application: string) => join(application, '.wippy', 'state', 'durable', 'store.db');

/** 10,000 calls, 200,000 tokens. */
export function agent(command: string, cwd: string): Figure[] {
  const { stdout } = runChild({ command, args: ['run', '--silent', 'agent'], cwd });
  const bytes = statSync(storeOf(cwd)).size;
  const name = 'an agent of 10,000 calls that heard 800 KB: bytes in the store';
  return [...figuresIn(stdout), { name, value: bytes, unit: 'bytes' }];
}

/** A process of 64 KB sleeps, is read for a message and answers; then the same with a million steps behind it. */
export function restored(command: string, cwd: string, notes: string[]): Figure[] {
  const name = 'a process of 64 KB is read again and answers';
  const young = woken(command, cwd);
  const aged = runChild({
    command: at('scripts', 'node.sh'),
    args: [at('bench', 'durable-age.ts'), storeOf(cwd), 'big', String(PAST)],
  });
  if (!aged.ok) notes.push(`failed to age a process: ${aged.reason}`);
  const old = aged.ok ? woken(command, cwd) : undefined;
  return [
    { name: `${name}, median`, value: young.median, unit: 'ms' },
    { name: `${name}, p99`, value: young.p99, unit: 'ms' },
    ...(old === undefined
      ? []
      : [
          { name: `${name}, with 1,000,000 past steps, median`, value: old.median, unit: 'ms' },
          { name: `${name}, with 1,000,000 past steps, p99`, value: old.p99, unit: 'ms' },
        ]),
  ];
}

function woken(command: string, cwd: string): { readonly median: number; readonly p99: number } {
  // What was written before is not to be on its way to the disk meanwhile: the file system's journal takes it with it.
  spawnSync('sync');
  const { stdout } = runChild({ command, args: ['run', '--silent', 'restored', '500'], cwd });
  return JSON.parse(stdout) as { median: number; p99: number }; // restored.lua writes it so
}

/** Beyond what a start takes that has nothing to go on with. */
export async function recovered(command: string, cwd: string): Promise<Figure[]> {
  const stuck = spawn(command, ['run', '--silent', 'stuck', 'new'], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await line(stuck, 'it is called');
  await killed(stuck);
  const again = await untilCalled(command, 'stuck', cwd);
  const nothing = await untilCalled(command, 'nothing', cwd);
  const name = 'a call that was under way at kill -9 is made again, beyond the start of the node';
  return [{ name, value: again - nothing, unit: 'ms' }];
}

async function untilCalled(command: string, name: string, cwd: string): Promise<number> {
  const begun = performance.now();
  const child = spawn(command, ['run', '--silent', name], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  await line(child, 'it is called');
  const took = performance.now() - begun;
  await killed(child);
  return took;
}

function killed(child: ChildProcess): Promise<unknown> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  return child.exitCode === null ? closed : Promise.resolve();
}

export function line(child: ChildProcess, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (text.includes(wanted)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended without saying '${wanted}'`)));
  });
}
