import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FileOutput } from './file-output.ts';

function path(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-output-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'file');
}

test('texts and bytes arrive in order, and are there when write returns', (context) => {
  const file = path(context);
  const descriptor = openSync(file, 'w');
  const output = new FileOutput(descriptor, () => assert.fail('nobody went away'));
  let isDone = false;
  output.write('grün ', () => {
    isDone = true;
  });
  output.write(new Uint8Array([0x31, 0x0a]));
  assert.ok(isDone);
  assert.equal(readFileSync(file, 'utf8'), 'grün 1\n');
  assert.equal(output.isTerminal, false);
  closeSync(descriptor);
});

test('Fo1: a slow reader is waited for', () => {
  const script = `
    import { FileOutput } from ${JSON.stringify(new URL('./file-output.ts', import.meta.url).href)};
    const output = new FileOutput(1, () => process.exit(9));
    for (let line = 0; line < 30000; line++) output.write('line ' + line + '\\n');`;
  const command = `"${process.execPath}" --input-type=module -e '${script.replaceAll("'", '"')}' | { sleep 0.3; wc -l; }`;
  const { stdout } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
  assert.equal(stdout.trim(), '30000');
});

test('Fo2: a reader that has gone away is told', () => {
  const script = `
    import { FileOutput } from ${JSON.stringify(new URL('./file-output.ts', import.meta.url).href)};
    const output = new FileOutput(1, () => process.exit(9));
    for (;;) output.write('line\\n');`;
  const command = `{ "${process.execPath}" --input-type=module -e '${script.replaceAll("'", '"')}'; echo $? >&2; } | head -n 1`;
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
  assert.deepEqual([stdout, stderr], ['line\n', '9\n']);
});

test('what cannot be written is an error', () => {
  const output = new FileOutput(12_345, () => {});
  assert.throws(() => output.write('x'), { code: 'EBADF' });
  let told: unknown;
  output.write('x', (error) => {
    told = error;
  });
  assert.ok(told instanceof Error);
});
