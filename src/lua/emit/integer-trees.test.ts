import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runChunk } from '../run-chunk.ts';

/** Of `a`, `b` and literals, with shifts by what tells how far. */
const { tree } = fc.letrec<{ tree: string; leaf: string; shift: string }>((tie) => ({
  leaf: fc.constantFrom(
    'a',
    'b',
    'a',
    'b',
    '1',
    '255',
    '-7',
    '65535',
    '0xffffffff',
    '0x1ffffffff',
    '0x9e3779b97f4a7c15',
  ),
  shift: fc.oneof(
    fc.integer({ min: 0, max: 70 }).map(String),
    fc.constantFrom('b', '(32 - b)', '((-b) & 31)', '(b & 7)', '-3'),
  ),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(tie('tree'), fc.constantFrom('&', '|', '~', '*', '+', '-', '&', '~'), tie('tree'))
      .map(([x, operator, y]) => `(${x} ${operator} ${y})`),
    fc
      .tuple(tie('tree'), fc.constantFrom('<<', '>>'), tie('shift'))
      .map(([x, operator, y]) => `(${x} ${operator} ${y})`),
    fc.tuple(fc.constantFrom('~', '- '), tie('tree')).map(([operator, x]) => `(${operator}${x})`),
  ),
}));

const integers = [
  '0',
  '1',
  '-1',
  '5',
  '31',
  '32',
  '0x7fffffff',
  '0x80000000',
  '0xffffffff',
  '0x100000000',
  '-0x80000000',
  '(1 << 53) - 1',
  '1 << 53',
  '-(1 << 53)',
  '0x9e3779b97f4a7c15',
  'math.mininteger',
  'math.maxinteger',
  '88172645463325252',
];

/** What has no bounds on sums: those of two numbers that leave 2^53 are of doubles, and no case here. */
function fused(expression: string): string {
  return `
    local function step(a, b) return ${expression} end
    local function one_by_one(x, y) a, b = x, y; return ${expression} end
    local values = { ${integers.join(', ')} }
    for _, x in ipairs(values) do for _, y in ipairs(values) do
      local got, expected = step(x, y), one_by_one(x, y)
      if got ~= expected or math.type(got) ~= math.type(expected) then
        error(string.format('%s, %s: %s, and not %s', x, y, got, expected))
      end
    end end
    return step('3', 4) == one_by_one('3', 4), pcall(step, 1.5, 2) == pcall(one_by_one, 1.5, 2)`;
}

test('It1: operators of integers in one step give what they give one by one', () => {
  fc.assert(
    fc.property(tree, (expression) => {
      const given = runChunk({ source: fused(expression), name: 'tree', print: () => undefined });
      assert.deepEqual(given, [true, true]);
    }),
    { numRuns: 300 },
  );
});
