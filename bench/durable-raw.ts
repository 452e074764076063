/** What the disk and SQLite alone can do, with the settings of the store: durable-raw.ts FOLDER. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { tell } from './figures.ts';
import { median } from './statistics.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new TypeError('usage: durable-raw.ts FOLDER');

const own = mkdtempSync(join(folder, 'raw-'));
try {
  const database = new DatabaseSync(join(own, 'raw.db'));
  database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full');
  database.exec('create table row (id integer primary key, bytes blob)');
  const insert = database.prepare('insert into row (bytes) values (?)');
  const bytes = new Uint8Array(300);
  const times: number[] = [];
  for (let n = 0; n < 500; n++) {
    const begun = performance.now();
    insert.run(bytes);
    times.push(performance.now() - begun);
  }
  tell('one commit', median(times), 'ms');
  const begun = performance.now();
  for (let n = 0; n < 50; n++) {
    database.exec('begin immediate');
    for (let row = 0; row < 200; row++) insert.run(bytes);
    database.exec('commit');
  }
  tell('rows, 200 in a commit', 10_000 / ((performance.now() - begun) / 1000), 'rows/s');
  tell('steps of 400 bytes, 100 in a commit', groupedSteps(database), 'steps/s');
  const rare: number[] = [];
  for (let n = 0; n < 300; n++) {
    await pause(10);
    const began = performance.now();
    insert.run(bytes);
    rare.push(performance.now() - began);
  }
  rare.sort((a, b) => a - b);
  tell('one commit each 10 ms, p99', rare[296] ?? 0, 'ms');
  database.close();
} finally {
  rmSync(own, { recursive: true });
}

/** What a step needs at least: its process's row says which one it is, and its state is kept. 1,000 processes take turns. */
function groupedSteps(database: DatabaseSync): number {
  database.exec(
    'create table process (pid text primary key, step integer not null, at integer not null) without rowid',
  );
  database.exec(
    'create table layer (pid text, step integer, bytes blob, primary key (pid, step)) without rowid',
  );
  const pids = Array.from(
    { length: 1000 },
    (_, n) => `{bench:durable|d01b8dac5b4${(n * 7919).toString(16).padStart(14, '0')}}`,
  );
  const make = database.prepare('insert into process values (?, 0, 0)');
  for (const pid of pids) make.run(pid);
  const advance = database.prepare('update process set step = step + 1, at = ? where pid = ? and step = ?');
  const keep = database.prepare('insert into layer values (?, ?, ?)');
  const state = new Uint8Array(400);
  const begun = performance.now();
  for (let n = 0; n < 200; n++) {
    database.exec('begin immediate');
    for (let one = 0; one < 100; one++) {
      const step = Math.floor(n / 10);
      const pid = pids[(n % 10) * 100 + one] ?? '';
      advance.run(n, pid, step);
      keep.run(pid, step + 1, state);
    }
    database.exec('commit');
  }
  return 20_000 / ((performance.now() - begun) / 1000);
}
