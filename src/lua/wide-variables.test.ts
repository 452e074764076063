import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cell, type Fn } from './machine.ts';
import { parse } from './parser.ts';
import { resolve } from './resolve.ts';
import { runChunk } from './run-chunk.ts';
import { SizeWalk } from './size.ts';
import { contentOf, WideInteger } from './wide-integer.ts';

function found(source: string): string[] {
  return [...resolve(parse(source, 'test')).wide].map(({ name }) => name).sort();
}

test('Wv1: variables that are assigned steps of 64 bits over themselves are found', () => {
  assert.deepEqual(found('local x = 1 for i = 1, 9 do x = x * 6364136223846793005 + 1 end'), ['x']);
  assert.deepEqual(found('local x = 1 for i = 1, 9 do x = x ~ (x << 13) x = x ~ (x >> 7) end'), ['x']);
  assert.deepEqual(found('local s = 7 local function bits() s = s * 0x5851f42d4c957f2d return s >> 33 end'), [
    's',
  ]);
  assert.deepEqual(
    found(
      'local s = 1 local function f() s = s + 0x9e3779b97f4a7c15 local z = s z = (z ~ (z >> 30)) * 3 return z & 1 end',
    ),
    ['s', 'z'],
  );
});

test('Wv1: what is masked, summed, or made by calls and of fields is not', () => {
  assert.deepEqual(found('local h = 1 for i = 1, 9 do h = ((h ~ i) * 16777619) & 0xffffffff end'), []);
  assert.deepEqual(found('local h = 1 for i = 1, 9 do h = (h * 31 + i) % 65521 end'), []);
  assert.deepEqual(found('local h = 1 for i = 1, 9 do h = h * 31 + i end'), []);
  assert.deepEqual(found('local h, t = 1, {} for i = 1, 9 do h = (h ~ t[i]) * 0x100000001b3 end'), []);
  assert.deepEqual(found('local flags = 0 for i = 1, 9 do flags = flags | 4 end'), []);
  assert.deepEqual(found('state = 1 for i = 1, 9 do state = state * 6364136223846793005 end'), []);
});

test('Wv2: one that is read as often as it steps is held as any other', () => {
  assert.deepEqual(found('local x = 1 for i = 1, 9 do x = x ~ (x << 13) print(x) end'), []);
  assert.deepEqual(found('local x = 1 for i = 1, 9 do x = x ~ (x << 13) end print(x)'), ['x']);
  assert.deepEqual(found('local x = 1 local function next() x = x ~ (x << 13) return x end'), []);
  assert.deepEqual(found('local x = 1 local function next() x = x ~ (x << 13) end return x, next'), ['x']);
  assert.deepEqual(
    found('local x = 1 for i = 1, 9 do x = x ~ (x << 13) for k = 1, 2 do print(x) end end'),
    [],
  );
});

test('Wi1: what captures such a variable shares its halves, and those who look at it from outside see the integer', () => {
  const [step] = runChunk({
    source: 'local x = 1 local function step() x = x * 6364136223846793005 end step() step() return step',
    name: 'test',
    print: () => {},
  }) as [Fn];
  const cell = step.up.find((captured) => captured instanceof Cell);
  assert.ok(cell instanceof Cell && cell.v instanceof WideInteger);
  assert.equal(contentOf(cell), BigInt.asIntN(64, 6364136223846793005n ** 2n));
  const walk = new SizeWalk(2 ** 40, () => undefined);
  walk.add([step]);
  while (!walk.step(1000));
  assert.ok(cell.v instanceof WideInteger);
});
