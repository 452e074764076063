import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { execute, type Way } from '../engine.testing.ts';

/** An expression over two variables, and what it gives for integers of 64 bits. */
interface Tree {
  readonly text: string;
  readonly of: (a: bigint, b: bigint) => bigint;
}

const int64 = (n: bigint): bigint => BigInt.asIntN(64, n);
const literal = (text: string): Tree => ({ text, of: () => int64(BigInt(text)) });
const OPERATORS: Readonly<Record<string, (x: bigint, y: bigint) => bigint>> = {
  '*': (x, y) => x * y,
  '&': (x, y) => x & y,
  '|': (x, y) => x | y,
  '~': (x, y) => x ^ y,
};
const WIDE = ['0x9e3779b97f4a7c15', '6364136223846793005', '0x7fffffffffffffff', '0x8000000000000000'];

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
  leaf: fc.oneof(
    fc.constant<Tree>({ text: 'a', of: (a) => a }),
    fc.constant<Tree>({ text: 'b', of: (_a, b) => b }),
    fc.constantFrom('1', '255', '0x01000193', '0xffffffff', '0x80000000', ...WIDE).map(literal),
  ),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(tie('tree'), fc.constantFrom('*', '&', '|', '~', '*', '~'), tie('tree'))
      .map(([x, operator, y]) => ({
        text: `(${x.text} ${operator} ${y.text})`,
        of: (a: bigint, b: bigint) => int64(OPERATORS[operator]?.(x.of(a, b), y.of(a, b)) ?? 0n),
      })),
    fc.tuple(tie('tree'), fc.constantFrom('<<', '>>'), fc.nat(63)).map(([x, operator, n]) => ({
      text: `(${x.text} ${operator} ${n})`,
      of: (a: bigint, b: bigint) =>
        int64(operator === '<<' ? x.of(a, b) << BigInt(n) : BigInt.asUintN(64, x.of(a, b)) >> BigInt(n)),
    })),
    // Of what is beyond 2^53: other sums are those of doubles (N3).
    fc.tuple(tie('tree'), fc.constantFrom('+', '-'), fc.constantFrom(...WIDE)).map(([x, operator, n]) => ({
      text: `(${x.text} ${operator} ${n})`,
      of: (a: bigint, b: bigint) => int64(x.of(a, b) + (operator === '+' ? BigInt(n) : -BigInt(n))),
    })),
    fc.tuple(fc.constantFrom('~', '- '), tie('tree')).map(([operator, x]) => ({
      text: `(${operator}${x.text})`,
      of: (a: bigint, b: bigint) => int64(operator === '~' ? ~x.of(a, b) : -x.of(a, b)),
    })),
  ),
}));

const start = fc.oneof(
  fc.constantFrom(
    0n,
    1n,
    -1n,
    42n,
    2n ** 32n,
    -(2n ** 31n),
    2n ** 53n - 1n,
    2n ** 53n,
    -(2n ** 53n),
    -(2n ** 63n),
  ),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);
const ROUNDS = 5;

/** Steps of two variables with a look at one of them between; `look` is a function that captures both, or none. */
function program(
  steps: readonly Tree[],
  seen: Tree,
  from: readonly [bigint, bigint],
  isCaptured: boolean,
): string {
  const [first, second] = steps.map(({ text }) => text);
  const set = (n: bigint): string => (n === -(2n ** 63n) ? 'math.mininteger' : String(n));
  return `
    local a, b = ${set(from[0])}, ${set(from[1])}
    ${isCaptured ? 'local function look() return a, b end' : ''}
    local out = 0
    for i = 1, ${ROUNDS} do
      a = a ~ ${first}
      b = b * 0x2545f4914f6cdd1d
      b = b ~ ${second}
      local c = a
      c = (c ~ (c << 7)) * 0x100000001b3
      out = (out ~ (${seen.text} >> 3)) ~ c
    end
    print(a, b, out)
    ${isCaptured ? 'print(look())' : 'print(a, b)'}`;
}

function expected(steps: readonly Tree[], seen: Tree, [x, y]: readonly [bigint, bigint]): string[] {
  const [first, second] = steps as [Tree, Tree];
  let [a, b, out] = [x, y, 0n];
  for (let i = 0; i < ROUNDS; i++) {
    a = int64(a ^ first.of(a, b));
    b = int64(b * 0x2545f4914f6cdd1dn);
    b = int64(b ^ second.of(a, b));
    const c = int64((a ^ int64(a << 7n)) * 0x100000001b3n);
    out = out ^ (BigInt.asUintN(64, seen.of(a, b)) >> 3n) ^ c;
  }
  return [`${a} ${b} ${int64(out)}`, `${a} ${b}`];
}

const looks = fc.record({
  steps: fc.tuple(tree, tree),
  seen: tree,
  from: fc.tuple(start, start),
  isCaptured: fc.boolean(),
  way: fc.constantFrom<Way>('straight', 'preempted'),
  isSaved: fc.boolean(),
});

test('Wi1, Wi3: steps of 64 bits give what integers give, wherever they stop and whether they are saved there', () => {
  fc.assert(
    fc.property(looks, ({ steps, seen, from, isCaptured, way, isSaved }) => {
      const source = program(steps, seen, from, isCaptured);
      const { printed, isFailed } = execute(source, way, 'steps', {}, { isSaved });
      assert.ok(!isFailed);
      assert.deepEqual(printed, expected(steps, seen, from));
    }),
    { numRuns: 300 },
  );
});
