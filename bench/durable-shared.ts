/**
 * Durable processes whose store is in PostgreSQL: their steps in a second, and how long after the `kill -9` of a node those it
 * had answer on another one.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PostgresServer } from '../src/testing/index.ts';
import { runChild } from './child.ts';
import { killed, line } from './durable-alone.ts';
import { type Figure, figuresIn } from './figures.ts';
import { at } from './places.ts';

/** Seconds. */
const LEASE = 3;

/** Of a database of its own, which goes with the server. */
async function made(server: PostgresServer): Promise<string> {
  const name = `bench_${process.hrtime.bigint()}`;
  const client = new Client({ connectionString: server.dsn });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return name;
}

/** An application whose processes are in that database. */
function application(folder: string, { port }: PostgresServer, database: string): string {
  const cwd = mkdtempSync(join(folder, 'shared-'));
  cpSync(at('bench', 'apps', 'shared'), cwd, { recursive: true });
  const index = join(cwd, 'src', '_index.yaml');
  const place = `port: ${port}, database: ${database}`;
  writeFileSync(index, readFileSync(index, 'utf8').replace('port: 1, database: postgres', place));
  return cwd;
}

export async function stepsShared(
  command: string,
  folder: string,
  server: PostgresServer,
  notes: string[],
): Promise<Figure[]> {
  const cwd = application(folder, server, await made(server));
  const ran = runChild({ command, args: ['run', '--silent', 'steps'], cwd });
  if (!ran.ok) notes.push(`failed: steps in PostgreSQL: ${ran.reason}`);
  return figuresIn(ran.stdout);
}

export async function takenOver(command: string, folder: string, server: PostgresServer): Promise<Figure[]> {
  const database = await made(server);
  const node = (name: string) => {
    const words = ['run', '--silent', '--set', `durable.lease=${LEASE}s`, name];
    const cwd = application(folder, server, database);
    return spawn(command, words, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  };
  const lost = node('lost');
  await line(lost, 'they wait');
  const heir = node('heir');
  await line(heir, 'heard');
  const all = line(heir, 'all');
  const one = line(heir, 'taken over');
  const begun = performance.now();
  await killed(lost);
  const since = () => performance.now() - begun - LEASE * 1000;
  await one;
  const first = since();
  await all;
  const last = since();
  await killed(heir);
  const name = `beyond the lease of a node that was killed`;
  return [
    { name: `one of its 1,000 processes answers on another node, ${name}`, value: first, unit: 'ms' },
    { name: `all of them, ${name}`, value: last, unit: 'ms' },
  ];
}
