import assert from 'node:assert/strict';
import { test } from 'node:test';
import { R, S, type Value } from '../machine.ts';
import { literalSearch } from './literal-search.ts';
import { compile } from './pattern.ts';
import { find, match } from './search.ts';

/** What a call gives: its values, or none while it waits. */
function given(value: Value): unknown {
  return value === S ? [R.why, R.n, R.r0, R.r1, R.r2] : value;
}

/** The search by a pattern that has become a function of its own. */
function warmed(name: 'find' | 'match', pattern: string) {
  const search = literalSearch(name, pattern);
  const self = name === 'find' ? find : match;
  R.fuel = 1_000_000;
  for (let i = 0; i < 4000; i++) search.run(search, self, `x = ${i};`, 1);
  return (subject: Value, init: Value): unknown => given(search.run(search, self, subject, init));
}

test('L1: a search by a literal gives what the library gives, whatever it is given', () => {
  const patterns = ['^[ \n]*', '%d+', '(%a+) *=()', '(%a+) *= *(%d+)', '=', 'x = ', '(.-);', '$'];
  const subjects: Value[] = ['x = 12;', '', '  \n', 'abc=77', 12, 'zz'];
  const places: Value[] = [undefined, 1, 2, 7, 8, 100, 0, -2, -100, 1.5, '3', Number.POSITIVE_INFINITY];
  for (const name of ['find', 'match'] as const) {
    for (const pattern of patterns) {
      const run = warmed(name, pattern);
      const self = name === 'find' ? find : match;
      for (const subject of subjects)
        for (const init of places)
          assert.deepEqual(
            run(subject, init),
            given(self.code(self, subject, pattern, init)),
            `${name} ${pattern} in ${String(subject)} from ${String(init)}`,
          );
    }
  }
});

test('L1: what is no text is refused as the library refuses it', () => {
  const run = warmed('find', '%u+');
  assert.throws(() => run(undefined, 1), /bad argument #1 to 'find'/);
  assert.throws(() => run('a', true), /bad argument #3 to 'find'/);
});

test('L1: a search that would be long goes on in the library, where it can pause', () => {
  const pattern = 'b[ab]+c';
  const run = warmed('find', pattern);
  assert.notEqual(compile(pattern).compiled, undefined);
  R.fuel = 1_000_000;
  assert.equal(run('ab'.repeat(3000), 1), undefined);
  R.fuel = 0;
});
