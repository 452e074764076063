/** How long after the `kill -9` of a node its durable processes answer on another one that shares their store in PostgreSQL. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { PostgresServer } from '../src/testing/index.ts';
import { killed, line } from './durable-alone.ts';
import type { Figure } from './figures.ts';
import { at } from './places.ts';

/** Seconds. */
const LEASE = 3;

/** Of a database of its own, which goes with the server. */
async function made(server: PostgresServer): Promise<string> {
  const name = `takeover_${process.hrtime.bigint()}`;
  const client = new Client({ connectionString: server.dsn });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return name;
}

export async function takenOver(command: string, folder: string, server: PostgresServer): Promise<Figure[]> {
  const database = await made(server);
  const node = (name: string) => {
    const cwd = mkdtempSync(join(folder, `${name}-`));
    cpSync(at('bench', 'apps', 'takeover'), cwd, { recursive: true });
    const index = join(cwd, 'src', '_index.yaml');
    const place = `port: ${server.port}, database: ${database}`;
    writeFileSync(index, readFileSync(index, 'utf8').replace('port: 1, database: postgres', place));
    const words = ['run', '--silent', '--set', `durable.lease=${LEASE}s`, name];
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
