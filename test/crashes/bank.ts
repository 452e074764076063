/**
 * A bank of durable accounts whose node is killed, or loses power, again and again: the books must close as if nothing
 * had happened. Every transfer moves money by messages between durable processes, and calls a function that often fails.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from './disk.ts';

const root = join(import.meta.dirname, '../..');

/** What the director opens in door.lua. */
const ACCOUNTS = 8;
const TELLERS = 6;
const TRANSFERS = 12;
const BALANCE = 1000;

export interface Death {
  /** Milliseconds after the node was ready, those that it had before went on, and so many audits were made. */
  readonly after?: number;
  readonly audits?: number;
  /** The instant of the disk before which power is lost. */
  readonly cut?: number;
  readonly seed?: number;
}

export interface Outcome {
  readonly deaths: number;
  /** How often each audit was made, by its key. */
  readonly audits: ReadonlyMap<string, number>;
}

/**
 * Plans lives that end by a kill. Who comes to no commit in four of them is held (K1), and on a slow machine that may be anybody:
 * each third one goes on until every teller has come further.
 */
export function plannedKills(lives: number, longest: number, random: () => number): Death[] {
  return Array.from({ length: lives }, (_, life) => ({
    after: random() * longest,
    ...(life % 3 === 2 && { audits: 2 * TELLERS }),
  }));
}

/** Lets the bank do its work; one death for each life but the last. Throws when the books do not close as they must. */
export async function runBank(folder: string, deaths: readonly Death[], disk?: Disk): Promise<Outcome> {
  const place = join(folder, 'bank');
  rmSync(place, { recursive: true, force: true });
  cpSync(join(import.meta.dirname, 'bank'), place, { recursive: true });
  const audits = new Map<string, number>();
  let died = 0;
  for (const death of [...deaths, undefined]) {
    const life = await live(place, death, disk);
    for (const { message, key } of life.lines) {
      if (message === 'audited') audits.set(String(key), (audits.get(String(key)) ?? 0) + 1);
    }
    if (life.isKilled) died++;
    const closed = life.lines.filter(({ message }) => message === 'books closed');
    if (death !== undefined && closed.length === 0) continue;
    const [books] = closed;
    assert.ok(books !== undefined, `the books were not closed: ${life.errors}`);
    assert.equal(books.sum, ACCOUNTS * BALANCE, 'the sum of all balances');
    assert.equal(books.made, TELLERS * TRANSFERS, 'transfers that were made');
    assert.equal(books.handled, 2 * TELLERS * TRANSFERS + ACCOUNTS, 'orders that accounts handled');
    assert.equal(audits.size, TELLERS * TRANSFERS, 'keys of audits');
    for (const [key, count] of audits) assert.ok(count <= 1 + died, `audit ${key} was made ${count} times`);
    return { deaths: died, audits };
  }
  throw new Error('the bank never closed its books');
}

interface Line {
  readonly message: string;
  readonly [field: string]: unknown;
}

interface Life {
  readonly lines: readonly Line[];
  readonly errors: string;
  readonly isKilled: boolean;
}

/** One life of the node: to its death, or until the books are closed. */
function live(place: string, death: Death | undefined, disk: Disk | undefined): Promise<Life> {
  const { after, audits = 0, cut, seed } = death ?? {};
  const power =
    cut === undefined ? {} : disk?.environment(place, { cut, ...(seed !== undefined && { seed }) });
  const isAgain = existsSync(join(place, '.wippy/state/durable/store.db'));
  const ready = isAgain ? 'durable processes go on' : 'runtime ready';
  const child = spawn(join(root, 'bin/wippy'), ['run', '--set', 'logger.encoding=json'], {
    cwd: place,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...power },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    const lines: Line[] = [];
    let [rest, errors] = ['', ''];
    let isKilled = cut !== undefined;
    let isReady = false;
    let audited = 0;
    let isDue = after !== undefined;
    const count = (line: Line) => {
      if (line.message === ready) isReady = true;
      if (line.message === 'audited') audited++;
      if (!isDue || !isReady || audited < audits) return;
      isDue = false;
      setTimeout(() => {
        isKilled = true;
        child.kill('SIGKILL');
      }, after);
    };
    const take = (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const line = lineOf(part);
        if (line === undefined) errors += `${part}\n`;
        else {
          lines.push(line);
          count(line);
          if (line.message === 'books closed') child.kill('SIGINT');
        }
      }
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    const patience = giveUp(child);
    child.on('close', () => {
      clearTimeout(patience);
      resolve({ lines, errors, isKilled });
    });
  });
}

/** A node that neither dies nor comes to an end has failed. */
function giveUp(child: ChildProcess): NodeJS.Timeout {
  return setTimeout(() => child.kill('SIGKILL'), 60_000);
}

function lineOf(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line; // the log writes nothing else
  } catch {
    return undefined;
  }
}
