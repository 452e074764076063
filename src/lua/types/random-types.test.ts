import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc, { type GeneratorValue } from 'fast-check';
import { execute, type Way } from '../engine.testing.ts';
import { rawText } from '../library/base.ts';
import { glue, printedType } from '../printed.testing.ts';
import { RandomTree } from '../random-tree.testing.ts';

/** Uses that must come to an answer, whatever the types say: those of a circle, of nothing, of other types' names. */
const uses = `
  local values = { 1, "x", true, print, {}, { 1, { 2 } }, { a = 1, x = { b = "s" } }, false }
  values[5].a = values[5]
  local count = 0
  for _, T in ipairs(types) do
    for i = 1, 8 do if T:is(values[i]) ~= nil then count = count + 1 end end
    T:is(nil)
    for _, U in ipairs(types) do if T <= U then count = count + 1 end end
    assert(T == T and T <= T and not (T < T) and type(tostring(T)) == "string" and T:kind() and T:name())
    for name, of in T:fields() do count = count + #name + #of:kind() end
    for of in T:variants() do count = count + #of:kind() end
    for of in T:params() do count = count + #of:kind() end
    local inner = T:elem() or T:key() or T:val() or T:inner() or T:ret()
    if inner then assert(inner == inner and inner:kind()) end
  end
  return count`;

function program(g: GeneratorValue): string {
  const tree = new RandomTree((limit) => g(fc.nat, { max: limit - 1 }));
  const type = () =>
    printedType(tree.type(3))
      .map((token) => token.replace(glue, ' '))
      .join(' ');
  return `local x: ${type()}
    type a = ${type()}
    type b<x, y: ${type()}> = ${type()}
    type x = ${type()}
    type c = b<a, x> | a
    local types = { a, b, x, c, typeof(x) }
    ${uses}`;
}

function result(source: string, way: Way): unknown {
  const { task, isFailed } = execute(source, way);
  if (isFailed) assert.fail(`${rawText(task.error)}\n${source}`);
  return task.values[0];
}

test('random types come to an answer, the same one whether or not the process stops and is saved', () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const source = program(g);
      const straight = result(source, 'straight');
      assert.equal(result(source, 'preempted'), straight);
    }),
    { numRuns: 30 },
  );
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const source = program(g);
      assert.equal(result(source, 'saved'), result(source, 'straight'));
    }),
    { numRuns: 3 },
  );
});
