import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runChunk } from './run-chunk.ts';
import { type Open, SizeWalk } from './size.ts';
import type { Value } from './value.ts';

const nothing: Open = () => undefined;
const plenty = 2 ** 40;

function valuesOf(source: string): readonly Value[] {
  return runChunk({ source, name: 'test', print: () => {} });
}

function sizeOf(source: string, step = 1_000_000): number {
  const walk = new SizeWalk(plenty, nothing);
  walk.add(valuesOf(source));
  while (!walk.step(step));
  return walk.bytes;
}

function about(source: string, least: number, most: number): void {
  const bytes = sizeOf(source);
  assert.ok(bytes >= least && bytes <= most, `${source}: ${bytes}`);
}

test('Sz1: lists, records and other keys take what V8 takes for them', () => {
  about('local t = {} for i = 1, 1000 do t[i] = i end return t', 8000, 10_000);
  about('local t = {} for i = 1, 1000 do t[i] = {x = i, y = i} end return t', 100_000, 130_000);
  about('local t = {} for i = 1, 1000 do t["k" .. i] = true end return t', 60_000, 110_000);
  about('return true, 1, nil', 0, 0);
});

test('Sz1: what is shared, or contains itself, counts once', () => {
  about('local s = ("x"):rep(5000) local t = {} for i = 1, 1000 do t[i] = s end return t', 13_000, 16_000);
  about('local t = {} t.t = t for i = 1, 100 do t[i] = t end return t', 800, 1200);
  about('local t = {} for i = 1, 100 do t[i] = ("x"):rep(5000) .. "" end return t', 5000, 8000);
});

test('Sz5: equal texts become one, in lists, records, variables and frames', () => {
  const make = '(("x"):rep(9999) .. "y")';
  about(`local t = {} for i = 1, 100 do t[i] = ${make} end return t`, 10_000, 12_000);
  about(`local t = {} for i = 1, 100 do t[i] = {x = ${make}} end return t`, 10_000, 30_000);
  about(`local t = {} for i = 1, 100 do t["k" .. i] = ${make} end return t`, 10_000, 30_000);
  about(
    `local t = {} for i = 1, 100 do local s = ${make} t[i] = function() s = s return s end end return t`,
    10_000,
    40_000,
  );
});

test('Sz1: a text of many parts counts in full', () => {
  about('local s = "x" for i = 1, 20 do s = s .. s end return s', 2 ** 20, 2 ** 20 + 100);
});

test('closures, coroutines and what they hold are walked', () => {
  const big = 'local big = {} for i = 1, 10000 do big[i] = i end ';
  about(`${big} return function() return big end`, 80_000, 90_000);
  about(`${big} return coroutine.wrap(function() coroutine.yield() return big end)`, 80_000, 90_000);
  const inside = `${big} local c = coroutine.create(function(b) coroutine.yield() return #b end)`;
  about(`${inside} coroutine.resume(c, big) big = nil return c`, 80_000, 90_000);
  about(`${big} return setmetatable({}, {__index = big})`, 80_000, 90_000);
});

test('Sz2: any number of steps comes to the same, however deep the values are', () => {
  const deep = 'local t = {} for i = 1, 100000 do t = {t, "v" .. i} end return t';
  assert.equal(sizeOf(deep, 100), sizeOf(deep));
});

test('Sz3: a walk ends when the limit is passed', () => {
  const walk = new SizeWalk(1000, nothing);
  walk.add(valuesOf('local t = {} for i = 1, 100000 do t[i] = {} end return t'));
  assert.equal(walk.step(10), true);
  assert.equal(walk.isOver, true);
});

test('Sz4: the library costs nothing, host objects are opened by the caller', () => {
  about('return string, print, _G', 0, 60_000);
  class Box {}
  const walk = new SizeWalk(plenty, (object) => (object instanceof Box ? 1234 : undefined));
  walk.add([new Box(), new Map([[1, new Box()]]), { value: new Box() }]);
  assert.equal(walk.step(1000), true);
  assert.equal(walk.bytes, 3 * 1234);
});
