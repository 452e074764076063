import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Script } from 'node:vm';
import {
  EnvironmentShape,
  FAILED,
  R,
  rawText,
  run,
  SLICED,
  standardGlobals,
  Task,
  Unit,
  type Value,
} from '#lua';
import { CodeFiles } from './code-files.ts';

interface Place {
  readonly folder: string;
  /** What a new start sees. */
  open(options?: { compiler?: string; limit?: number }): CodeFiles;
  /** The files of forms. */
  files(): string[];
}

function place(context: TestContext): Place {
  const home = mkdtempSync(join(tmpdir(), 'wippy-code-'));
  context.after(() => rmSync(home, { recursive: true }));
  const folder = join(home, 'lua');
  return {
    folder,
    open: (options) => new CodeFiles(folder, { compiler: 'this', ...options }),
    files: () =>
      readdirSync(folder)
        .filter((name) => name.length === 40)
        .map((name) => join(folder, name)),
  };
}

/** The text's results, and whether it was compiled anew. */
function runs(source: string, cache: CodeFiles, fuel = 10_000): { values: readonly Value[]; isNew: boolean } {
  let isNew = false;
  const watched = {
    find: (text: string) => cache.find(text),
    keep: (text: string, form: Parameters<CodeFiles['keep']>[1]) => {
      isNew = true;
      cache.keep(text, form);
    },
  };
  const unit = new Unit(source, 'kept.lua', { cache: watched });
  const task = new Task(unit.load(new EnvironmentShape(standardGlobals()).make()), []);
  let outcome: number;
  do {
    R.fuel = fuel;
    outcome = run(task, undefined);
  } while (outcome === SLICED);
  return { values: outcome === FAILED ? [rawText(task.error)] : task.values, isNew };
}

const source = `
local function sum(list)
  local total = 0
  for _, value in ipairs(list) do total = total + value end
  return total
end
return sum({ 1, 2, 39 })`;

/** One start that compiles the source and keeps it. */
function keep(at: Place, text = source): void {
  const cache = at.open();
  assert.ok(runs(text, cache).isNew);
  assert.ok(cache.write());
}

/** The next start finds nothing that it may use, and goes on; the one after it finds what this one kept. */
function isMadeAnew(at: Place): void {
  const cache = at.open();
  assert.deepEqual(runs(source, cache), { values: [42], isNew: true });
  cache.write();
  assert.deepEqual(runs(source, at.open()), { values: [42], isNew: false });
}

test('what one start compiles the next one finds', (context) => {
  const at = place(context);
  keep(at);
  assert.deepEqual(runs(source, at.open()), { values: [42], isNew: false });
});

test('code that was found stops and goes on anywhere, and its errors have their lines', (context) => {
  const at = place(context);
  const failing = `${source.replace('return sum', 'local n = sum')}\nlocal t\nreturn t.x`;
  keep(at, source);
  keep(at, failing);
  assert.deepEqual(runs(source, at.open(), 1).values, [42]);
  assert.deepEqual(runs(failing, at.open(), 1).values, [
    "kept.lua:9: attempt to index a nil value (local 't')",
  ]);
});

test('continuations that were wanted are kept with the unit', (context) => {
  const at = place(context);
  const cache = at.open();
  runs(source, cache, 1);
  cache.write();
  assert.deepEqual(runs(source, at.open(), 1), { values: [42], isNew: false });
  const kept = Object.values(at.open().find(source)?.continuations ?? {});
  assert.ok(kept.length > 0);
  for (const { text, data } of kept) {
    assert.equal(
      new Script(text, { ...(data !== undefined && { cachedData: data }) }).cachedDataRejected,
      false,
    );
  }
});

test('Cf2: a file whose content was changed is never run and made anew', (context) => {
  const at = place(context);
  keep(at);
  const [file = ''] = at.files();
  const bytes = readFileSync(file);
  for (const offset of [0, 33, 50, bytes.length >> 1, bytes.length - 1]) {
    const poisoned = Buffer.from(bytes);
    poisoned[offset] = (poisoned[offset] ?? 0) ^ 1;
    writeFileSync(file, poisoned);
    isMadeAnew(at);
  }
  const text = bytes.toString('latin1');
  const other = text.replaceAll('tick(R', 'tock(R');
  assert.notEqual(other, text);
  writeFileSync(file, other, 'latin1');
  isMadeAnew(at);
});

test('Cf2: a file that was cut off is made anew', (context) => {
  const at = place(context);
  keep(at);
  const [file = ''] = at.files();
  const bytes = readFileSync(file);
  for (const length of [0, 10, 32, 40, 1000, bytes.length - 1]) {
    writeFileSync(file, bytes.subarray(0, length));
    isMadeAnew(at);
  }
});

test('Cf2: a file of another folder with another key is made anew', (context) => {
  const [at, other] = [place(context), place(context)];
  keep(at);
  keep(other);
  const [mine = '', theirs = ''] = [...at.files(), ...other.files()];
  copyFileSync(theirs, mine);
  isMadeAnew(at);
});

test('Cf2: a file under the name of another source is made anew', (context) => {
  const at = place(context);
  keep(at, 'return 1');
  const [file = ''] = at.files();
  keep(at);
  const [right = ''] = at.files().filter((each) => each !== file);
  renameSync(file, right);
  isMadeAnew(at);
});

test('Cf2: with another key everything is made anew', (context) => {
  const at = place(context);
  keep(at);
  writeFileSync(join(at.folder, 'key'), Buffer.alloc(32));
  isMadeAnew(at);
  rmSync(join(at.folder, 'key'));
  isMadeAnew(at);
  writeFileSync(join(at.folder, 'key'), 'short');
  isMadeAnew(at);
});

test('Cf1: a key that others may read, or a link in its place, is replaced', (context) => {
  const at = place(context);
  keep(at);
  const key = join(at.folder, 'key');
  chmodSync(key, 0o644);
  isMadeAnew(at);
  renameSync(key, join(at.folder, '../elsewhere'));
  symlinkSync('../elsewhere', key);
  isMadeAnew(at);
});

test('Cf1: a file that others may read or write, or a link, is made anew', (context) => {
  const at = place(context);
  keep(at);
  const [file = ''] = at.files();
  chmodSync(file, 0o602);
  isMadeAnew(at);
  renameSync(file, join(at.folder, '../elsewhere'));
  symlinkSync('../elsewhere', file);
  isMadeAnew(at);
});

test('Cf1, Cf4: a folder that others may enter is not used', (context) => {
  const at = place(context);
  mkdirSync(at.folder, { mode: 0o755 });
  keep(at);
  assert.deepEqual(readdirSync(at.folder), []);
});

test('Cf4: where no folder can be made everything works, and nothing is kept', (context) => {
  const at = place(context);
  writeFileSync(at.folder, 'a file');
  const cache = at.open();
  assert.deepEqual(runs(source, cache), { values: [42], isNew: true });
  cache.right(source);
  assert.ok(cache.write());
  assert.ok(!at.open().isRight(source));
});

test('Cf4: a folder that vanishes is gone without', (context) => {
  const at = place(context);
  const cache = at.open();
  rmSync(at.folder, { recursive: true });
  assert.deepEqual(runs(source, cache).values, [42]);
  assert.ok(cache.write());
  mkdirSync(at.folder, { mode: 0o700 });
});

test('Cf3: what another compiler made is not found', (context) => {
  const at = place(context);
  keep(at);
  assert.ok(runs(source, at.open({ compiler: 'another' })).isNew);
});

test('Cf5: two nodes that share a folder find what either has kept', (context) => {
  const at = place(context);
  const [one, other] = [at.open(), at.open()];
  runs(source, one);
  runs(source, other);
  runs('return 2', other);
  other.write();
  one.write();
  assert.deepEqual(runs(source, at.open()), { values: [42], isNew: false });
  assert.deepEqual(runs('return 2', one), { values: [2], isNew: false });
});

test('Cf6: the oldest files go when together they are too large, and none that this run has used', (context) => {
  const at = place(context);
  const files: string[] = [];
  for (let i = 1; i <= 6; i++) {
    keep(at, `return ${i}`);
    files.push(...at.files().filter((file) => !files.includes(file)));
  }
  for (const [i, file] of files.entries()) utimesSync(file, i, i);
  const small = at.open({ limit: 5000 });
  assert.ok(!runs('return 1', small).isNew);
  runs('return 7', small);
  small.write();
  const left = at.files();
  assert.ok(left.includes(files[0] ?? ''));
  assert.ok(!left.includes(files[1] ?? ''));
  assert.ok(left.length < 6);
  assert.ok(!runs('return 7', at.open()).isNew);
});

test('what was left half written goes after a while', (context) => {
  const at = place(context);
  keep(at);
  const [fresh, old] = [join(at.folder, 'a.1.1.tmp'), join(at.folder, 'b.1.1.tmp')];
  for (const file of [fresh, old]) writeFileSync(file, '');
  utimesSync(old, 0, 0);
  keep(at, 'return 1');
  assert.deepEqual(
    readdirSync(at.folder).filter((name) => name.endsWith('.tmp')),
    ['a.1.1.tmp'],
  );
});

test('sources without mistakes are known to the next start', (context) => {
  const at = place(context);
  const cache = at.open();
  cache.right(source);
  cache.write();
  assert.ok(at.open().isRight(source));
  assert.ok(!at.open().isRight('return 1'));
  assert.ok(!at.open({ compiler: 'another' }).isRight(source));
  writeFileSync(join(at.folder, 'right'), 'a'.repeat(120));
  assert.ok(!at.open().isRight(source));
});

test('a little at a time is written when there is little time', (context) => {
  const at = place(context);
  const cache = at.open();
  runs(source, cache);
  runs('return 1', cache);
  assert.equal(cache.write(-1), false);
  assert.ok(cache.write());
  assert.equal(at.files().length, 2);
});
