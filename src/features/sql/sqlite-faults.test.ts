import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SqliteSession } from './sqlite-session.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-sqlite-'));
after(() => rmSync(folder, { recursive: true }));

const refuses = (path: string, kind: string, message: string) =>
  assert.throws(() => new SqliteSession(path), { kind, message: `${path} cannot be opened: ${message}` });

test('a file that cannot be opened is named, with why and what to do', () => {
  const nowhere = join(folder, 'no/where');
  refuses(join(nowhere, 'x.db'), 'Unavailable', `its folder ${nowhere} is not there; make it`);
  refuses(folder, 'Unavailable', 'it is a folder; name a file');
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'nothing that SQLite wrote, and long enough to be read as its first page'.repeat(20));
  refuses(text, 'Internal', 'file is not a database');
});
