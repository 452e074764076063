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
