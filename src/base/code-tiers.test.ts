import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { codeOf, scriptWith, tierSooner } from './code-tiers.ts';

const text = '(function () { function twice(n) { return n * 2; } return twice(21); })';

/** Of V8, which are the same from start to start. */
const flags = process.execArgv.filter((one) => /^--(?!test|import)[a-z-]+(=\d+)?$/.test(one));

/** Whether a program that asked for nothing takes the code. */
function isTaken(code: Buffer): boolean {
  const program = `const { Script } = require('node:vm');
    const cachedData = Buffer.from(process.argv[1], 'base64');
    process.exitCode = new Script(${JSON.stringify(text)}, { filename: 'kept', cachedData }).cachedDataRejected ? 3 : 0;`;
  const { status } = spawnSync(process.execPath, [...flags, '-e', program, '--', code.toString('base64')]);
  assert.ok(status === 0 || status === 3, `it ended with ${status}`);
  return status === 0;
}

test('Ct2: what is kept while V8 compiles sooner is taken by the next start, and the other way round', () => {
  const before = scriptWith(text, { filename: 'kept' });
  assert.equal(before.runInThisContext()(), 42);
  const early = codeOf(before);
  tierSooner();
  tierSooner();
  const late = codeOf(before);
  assert.ok(isTaken(late));
  assert.ok(!isTaken(before.createCachedData()), 'without the usual flags it would be refused');
  assert.notEqual(
    scriptWith(`${text} `.trim(), { filename: 'other', cachedData: early }).cachedDataRejected,
    true,
  );
});
