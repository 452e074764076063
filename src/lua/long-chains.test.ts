/** Chains of any length compile and run on a small stack: every pass walks them in a loop, and V8 gets flat text. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { Worker } from 'node:worker_threads';

const onSmallStack = new Worker(new URL('./long-chains.testing.ts', import.meta.url), {
  resourceLimits: { stackSizeMb: 1 },
});
after(() => onSmallStack.terminate());

/** `first`, many times `link`, and `last`. */
function chain(title: string, first: string, link: string | ((i: number) => string), last = '') {
  const returns = (expected: string) =>
    test(title, async () => {
      const links = Array.from({ length: Number(/\d+/.exec(title)) }, (_, i) =>
        typeof link === 'string' ? link : link(i),
      );
      onSmallStack.postMessage(`${first}${links.join('')} ${last}`);
      assert.deepEqual(await once(onSmallStack, 'message'), [expected]);
    });
  return { returns };
}

chain('20000 sums', 'local a = 1 return a', '+a').returns('20001');
chain('10000 comparisons', 'local a = 1 return a', '==a').returns('false');
chain('10000 times and', 'a = 1 return a', ' and a').returns('1');
chain('10000 times or, and', 'local a = false return a', ' or a and a').returns('false');
chain(
  '10000 clauses',
  'local a = 9999 if not a then',
  (i) => ` elseif a == ${i} then return ${i}`,
  'end',
).returns('9999');
chain('10000 fields', 'local a = {b = 7} a.a = a return a', '.a', '.b').returns('7');
chain('10000 indices', 'local a = {b = 7} a[1] = a return a', '[1]', '.b').returns('7');
chain('10000 calls', 'local n = 0 local function f() n = n + 1 return f end f', '()', 'return n').returns(
  '10000',
);
chain(
  '10000 methods',
  'a = {n = 0} function a:m() self.n = self.n + 1 return self end return a',
  ':m()',
  '.n',
).returns('10000');
chain('10000 casts', 'local a = 7 return a', ' as any').returns('7');
chain('10000 times !', 'local a = 7 return a', '!').returns('7');
chain('10000 steps to a field', 'local a = {} a.a = a a', '.a', '.b = 7 return a.b').returns('7');
chain('1000 names in a constructor', 'return #{', (i) => `a${i} = 1, `, '1, 2, 3}').returns('3');
