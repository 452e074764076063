/**
 * A bank with several branches: nodes that share a store in PostgreSQL. They are killed, and stopped for longer than their
 * lease, while transfers cross from one to the other; the books must close as if nothing had happened.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { PostgresServer } from '../../src/testing/index.ts';

const root = join(import.meta.dirname, '../..');
const NODES = 3;
/** What door.lua opens. */
const [ACCOUNTS, TELLERS, TRANSFERS, BALANCE] = [8, 6, 12, 1000];
export const LEASE = 1000;
const PATIENCE = 60_000;

/** What happens to a node: it dies and is started again, is stopped beyond its lease, or ends in order and is started again. */
export interface Blow {
  readonly node: number;
  readonly act: 'kill' | 'pause' | 'drain';
  /** Milliseconds after the one before. */
  readonly after: number;
}

interface Line {
  readonly message: string;
  readonly [field: string]: unknown;
}

class Branch {
  readonly #place: string;
  readonly #lines: Line[];
  #child: ChildProcess | undefined;
  errors = '';

  constructor(place: string, lines: Line[]) {
    this.#place = place;
    this.#lines = lines;
  }

  start(): void {
    const words = ['run', '--set', 'logger.encoding=json', '--set', `durable.lease=${LEASE}ms`];
    const child = spawn(join(root, 'bin/wippy'), words, {
      cwd: this.#place,
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        const parts = (rest + text).split('\n');
        rest = parts.pop() ?? '';
        for (const part of parts) this.#told(part);
      });
    }
  }

  #told(text: string): void {
    try {
      this.#lines.push(JSON.parse(text) as Line); // the log writes nothing else
    } catch {
      this.errors += `${text}\n`;
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async end(name: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    const giveUp = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.kill(name);
    await ended;
    clearTimeout(giveUp);
  }
}

/** Lets the bank do its work under these blows. Throws when the books do not close as they must. */
export async function runBranches(
  folder: string,
  server: PostgresServer,
  blows: readonly Blow[],
): Promise<void> {
  await ask(server, 'drop schema if exists wippy_durable cascade');
  const lines: Line[] = [];
  const branches = Array.from({ length: NODES }, (_, i) => new Branch(settle(folder, i, server), lines));
  try {
    for (const branch of branches) branch.start();
    await until(() => lines.filter(({ message }) => message === 'branch open').length >= NODES);
    for (const { node, act, after } of blows) {
      await pause(after);
      const branch = branches[node];
      assert.ok(branch !== undefined);
      if (act === 'pause') {
        branch.signal('SIGSTOP');
        await pause(2 * LEASE);
        branch.signal('SIGCONT');
      } else {
        await branch.end(act === 'kill' ? 'SIGKILL' : 'SIGINT');
        branch.start();
      }
    }
    const books = () => lines.find(({ message }) => message === 'books closed');
    await until(() => books() !== undefined).catch(async () => {
      const stuck = await ask(
        server,
        'select pid, state, step, owner, problem from wippy_durable.process order by 1',
      );
      const errors = branches.map(({ errors: text }) => text).join('');
      throw new Error(`the books were not closed: ${errors} ${JSON.stringify(stuck, undefined, 1)}`);
    });
    check(lines, blows.length);
    const failed = await ask(
      server,
      `select pid, problem from wippy_durable.process where state in ('held', 'failed')`,
    );
    assert.deepEqual(failed, []);
  } finally {
    for (const branch of branches) branch.signal('SIGCONT');
    await Promise.all(branches.map((branch) => branch.end('SIGKILL')));
  }
}

function check(lines: readonly Line[], blows: number): void {
  const { sum, made, handled } = lines.find(({ message }) => message === 'books closed') ?? { message: '' };
  assert.equal(sum, ACCOUNTS * BALANCE, 'the sum of all balances');
  assert.equal(made, TELLERS * TRANSFERS, 'transfers that were made');
  assert.equal(handled, 2 * TELLERS * TRANSFERS + ACCOUNTS, 'orders that accounts handled');
  const audits = new Map<string, number>();
  for (const { message, key } of lines) {
    if (message === 'audited') audits.set(String(key), (audits.get(String(key)) ?? 0) + 1);
  }
  assert.equal(audits.size, TELLERS * TRANSFERS, 'keys of audits');
  for (const [key, count] of audits) assert.ok(count <= 1 + blows, `audit ${key} was made ${count} times`);
}

function settle(folder: string, node: number, { port }: PostgresServer): string {
  const place = join(folder, `branch-${node}`);
  rmSync(place, { recursive: true, force: true });
  cpSync(join(import.meta.dirname, 'branches'), place, { recursive: true });
  const index = join(place, 'src/_index.yaml');
  writeFileSync(index, readFileSync(index, 'utf8').replace('port: 1,', `port: ${port},`));
  return place;
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > PATIENCE) throw new Error('what was waited for did not come');
    await pause(20);
  }
}

async function ask(server: PostgresServer, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: server.dsn });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
