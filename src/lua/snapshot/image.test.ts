import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnvironmentShape } from '../environment.ts';
import { numbering } from '../library/address.ts';
import { rawText } from '../library/base.ts';
import { Fn, host, R, type Value, wait } from '../machine.ts';
import { changes } from '../operations.ts';
import { standardGlobals } from '../standard.ts';
import { DONE, run, Task, WAITING } from '../task.ts';
import { Unit } from '../unit.ts';
import { Catalog } from './catalog.ts';
import type { Heap } from './heap.ts';
import { Image, imageOf } from './image.ts';
import type { Restored } from './restore.ts';
import { save } from './save.ts';
import { SnapshotError } from './snapshot-error.ts';
import { taskOf, taskParts } from './task-parts.ts';

const globals = { ...standardGlobals(), wait: host('wait', () => wait()) };

/** A chunk that has run; what it returned is what processes begin with. */
class Program {
  readonly shape = new EnvironmentShape(globals);
  readonly unit: Unit;
  readonly catalog: Catalog;
  readonly values: readonly Value[];

  constructor(source: string, more: Readonly<Record<string, Value>> = {}) {
    this.unit = new Unit(source, 'program.lua');
    this.catalog = new Catalog({
      unit: (hash) => (hash === this.unit.hash ? this.unit : undefined),
      shape: () => this.shape,
    });
    for (const [name, value] of Object.entries(globals)) this.catalog.add(name, value);
    numbering.current = { lastAddress: 0 };
    const environment = this.shape.make();
    for (const [name, value] of Object.entries(more)) environment.setField(name, value);
    const task = new Task(this.unit.load(environment), []);
    R.fuel = 10_000;
    assert.equal(run(task, undefined), DONE, rawText(task.error));
    this.values = task.values;
  }

  get image(): Image {
    const image = imageOf(this.catalog, this.values);
    assert.ok(image !== undefined, 'the program has no image');
    return image;
  }
}

/** Calls the first of the values. */
function start({ roots: [f], heap }: Restored, ...args: Value[]): Task {
  if (!(f instanceof Fn)) assert.fail('the first value is no function');
  return goOn(new Task(f, args), heap);
}

function goOn(task: Task, heap: Heap, given?: Value): Task {
  changes.current = heap;
  R.fuel = 10_000;
  const outcome = run(task, given);
  changes.current = null;
  assert.ok(outcome === DONE || outcome === WAITING, rawText(task.error));
  return task;
}

const counting = `
  local M = { made = {}, list = { 1, 2, { 3 } }, [true] = 'yes', limit = 9007199254740993 }
  M.self = M
  local n = 0
  local Class = { name = 'class' }
  Class.__index = Class
  local frozen = table.freeze({ 'ice' })
  local long = ('long '):rep(500)
  shared_global = { 5 }
  local address = tostring(M.made)
  local made = setmetatable({ id = 1 }, Class)
  local function count(by) n = n + by return n end
  return function(by)
    M.made[#M.made + 1] = count(by)
    local got = wait()
    M.list[3][1] = got
    return count(by), #M.made, M.self == M, M.list[3][1], M[true], M.limit, made.name, frozen[1], #long,
      pcall(rawset, frozen, 1, 2), shared_global[1], address == tostring(M.made), string.rep == ('').rep
  end, M
`;

const expected = (by: number, given: Value): Value[] => [
  ...[by * 2, 1, true, given, 'yes', 9007199254740993n, 'class', 'ice', 2500],
  ...[false, 5, true, true],
];

test('S1: a process from an image goes on without running the chunk, apart from all others', () => {
  const { image } = new Program(counting);
  const first = image.instance();
  const second = image.instance();
  const one = start(first, 1);
  const two = start(second, 10);
  assert.deepEqual(goOn(one, first.heap, 'a').values, expected(1, 'a'));
  assert.deepEqual(goOn(two, second.heap, 'b').values, expected(10, 'b'));
  assert.deepEqual(goOn(start(image.instance(), 2), first.heap, 'c').values, expected(2, 'c'));
});

test('S1: a snapshot on an image holds only what is new or changed, and goes on from there', () => {
  const { image } = new Program(counting);
  const { catalog } = new Program(counting);
  const instance = image.instance();
  const task = start(instance, 3);
  const layers = [save(catalog, instance.heap, taskParts(task))];
  assert.ok(layers[0] && layers[0].length < 150, `it has ${layers[0]?.length} bytes`);
  for (let i = 0; i < 3; i++) {
    const { roots, heap } = image.restore(layers);
    const restored = taskOf(roots);
    assert.deepEqual(goOn(restored, heap, i).values, expected(3, i));
  }
  const { roots, heap } = image.restore(layers);
  layers.push(save(catalog, heap, roots));
  const again = image.restore(layers);
  assert.deepEqual(goOn(taskOf(again.roots), again.heap, 'z').values, expected(3, 'z'));
});

test('S1: an image is known by its bytes, and read from them elsewhere', () => {
  const { image } = new Program(counting);
  const elsewhere = new Program(counting);
  assert.equal(elsewhere.image.hash, image.hash);
  const read = new Image(elsewhere.catalog, image.bytes);
  const instance = read.instance();
  assert.deepEqual(goOn(start(instance, 4), instance.heap, 4).values, expected(4, 4));
  assert.notEqual(new Program('return function() end').image.hash, image.hash);
});

test('a snapshot on another image, or on none, is refused', () => {
  const { image, catalog } = new Program(counting);
  const other = new Program(counting.replace('n = 0', 'n = 1')).image;
  const instance = image.instance();
  const bytes = save(catalog, instance.heap, taskParts(start(instance, 1)));
  assert.throws(() => other.restore([bytes]), SnapshotError);
  assert.throws(() => image.restore([bytes, bytes]), SnapshotError);
});

test('Im1: what cannot be saved has no image', () => {
  const handle = new (class Socket {})();
  const program = new Program('local s = socket return function() return s end', { socket: handle });
  assert.equal(imageOf(program.catalog, program.values), undefined);
});

test('Im3: an image may hold coroutines that wait', () => {
  const { image } = new Program(`
    local next_one = coroutine.wrap(function() for k, v in pairs({ 5, x = 6 }) do coroutine.yield(v) end end)
    next_one()
    return function() return next_one() end
  `);
  for (let i = 0; i < 2; i++) assert.deepEqual(start(image.instance()).values, [6]);
});

test('Im3: an image of everything that a module may hold makes what the bytes say', () => {
  const program = new Program(`
    local M = { [1.5] = 'half', [2] = 'two' }
    for i = 1, 20 do M['generated' .. i] = { i } end
    for i = 1, 6 do M['generated' .. i] = nil end
    local many = {}
    ${Array.from({ length: 130 }, (_, i) => `many.field_${i} = ${i}`).join(' ')}
    type Point = { x: number }
    local iterator = ('a b'):gmatch('%a')
    iterator()
    return function()
      local sum = 0
      for _, v in pairs(many) do sum = sum + v end
      local keys = {}
      for k in pairs(M) do keys[#keys + 1] = tostring(k) end
      return sum, table.concat(keys, ','), Point:is({ x = 1 }) ~= nil, iterator()
    end
  `);
  const [first] = program.values;
  const { image } = program;
  const made = start(image.instance()).values;
  assert.deepEqual(made, start(image.instance()).values);
  assert.deepEqual(made, start({ roots: [first], heap: image.instance().heap }).values);
});
