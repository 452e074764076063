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

const RESTORES: Readonly<Record<string, string>> = {
  alone: 'a process of 64 KB that sleeps out of memory goes on, later than it should',
  answers: 'a process of 64 KB that a message wakes is read and answers, with both commits',
  resident: 'one that is in memory answers, with both commits',
};

/** Processes of 64 KB sleep, and are read for their clock or for a message and answer; then the same with a million steps behind them. */
export function restored(command: string, cwd: string, notes: string[]): Figure[] {
  const young = woken(command, cwd, '');
  for (const name of ['clocked@drowsy', 'big@drowsy']) {
    const aged = runChild({
      command: at('scripts', 'node.sh'),
      args: [at('bench', 'durable-age.ts'), storeOf(cwd), name, String(PAST)],
    });
    if (!aged.ok) notes.push(`failed to age a process: ${aged.reason}`);
  }
  return [...young, ...woken(command, cwd, ', with 1,000,000 past steps')];
}

function woken(command: string, cwd: string, which: string): Figure[] {
  // What was written before is not to be on its way to the disk meanwhile: the file system's journal takes it with it.
  spawnSync('sync');
  const { stdout } = runChild({ command, args: ['run', '--silent', 'restored', '500'], cwd });
  return stdout
    .trim()
    .split('\n')
    .flatMap((one) => {
      const { name, median, p99 } = JSON.parse(one) as { name: string; median: number; p99: number }; // restored.lua writes it so
      const row = `${RESTORES[name]}${which}`;
      return [
        { name: `${row}: median`, value: median, unit: 'ms' },
        { name: `${row}: p99`, value: p99, unit: 'ms' },
      ];
    });
}

/** Beyond what a start takes that has nothing to go on with. */
export async function recovered(command: string, cwd: string): Promise<Figure[]> {
  const stuck = silent(command, cwd, ['stuck', 'new']);
  await line(stuck, 'it is called');
  await killed(stuck);
  const again = await untilCalled(command, 'stuck', cwd);
  const nothing = await untilCalled(command, 'nothing', cwd);
  const name = 'a call that was under way at kill -9 is made again, beyond the start of the node';
  return [{ name, value: again - nothing, unit: 'ms' }];
}

async function untilCalled(command: string, name: string, cwd: string): Promise<number> {
  const begun = performance.now();
  const child = silent(command, cwd, [name]);
  await line(child, 'it is called');
  const took = performance.now() - begun;
  await killed(child);
  return took;
}

/** A node that runs a command, and shows what it prints alone. */
export function silent(command: string, cwd: string, words: readonly string[]): ChildProcess {
  return spawn(command, ['run', '--silent', ...words], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
}

export function killed(child: ChildProcess): Promise<unknown> {
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
