import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Coroutine, Userdata, type Value } from '../machine.ts';
import { LuaTable, recordOf, tableOf } from '../table.ts';
import { printable, type RenderingOptions, render } from './rendering.ts';

const options: RenderingOptions = {
  isSecret: (name) => name === 'secret',
  hide: (text) => text.replaceAll('hidden', '***'),
};

function shows(value: Value, expected: string): void {
  assert.equal(render(value, '', options), expected);
}

test('plain values are shown as they are written', () => {
  shows(undefined, 'nil');
  shows(true, 'true');
  shows(1.5, '1.5');
  shows(2n ** 60n, '1152921504606846976');
  shows('a "text"\n', '"a \\"text\\"\\n"');
  shows(recordOf({ a: 1, 'b c': tableOf([]) }), '{ a = 1, ["b c"] = {} }');
});

test('Re3: secrets are hidden under their names, in keys and in texts', () => {
  shows(
    recordOf({ secret: 7, plain: 'is hidden', hidden: 1 }),
    '{ secret = ***, plain = "is ***", ["***"] = 1 }',
  );
  assert.equal(render(tableOf(['x']), 'secret', options), '***');
  assert.equal(render(undefined, 'secret', options), 'nil');
});

test('Re4: what a terminal would obey is escaped, other scripts are not', () => {
  assert.equal(
    printable(Buffer.from('\u001b[2J \u202e grün 日本').toString('latin1')),
    '\\x1b[2J \\u{202e} grün 日本',
  );
  assert.equal(printable('\xff\xfe ok'), '\\xff\\xfe ok');
  assert.equal(printable('cut \xe6\x97'), 'cut ');
});

test('Re2: a rope that was never joined is not joined to be shown', () => {
  let rope = 'x'.repeat(1024);
  for (let i = 0; i < 18; i++) rope += rope;
  shows(rope, `a text of ${2 ** 28} bytes`);
});

test('values of the host that nobody knows are named', () => {
  shows(new Userdata({ name: 'odd', metatable: new LuaTable() }, {}), 'odd');
  shows(new Map() as unknown as Value, 'a value of the host');
  const body = { proto: { name: 'f' } } as unknown as ConstructorParameters<typeof Coroutine>[0]; // never called
  shows(new Coroutine(body), 'coroutine (suspended)');
});

/** Any tables of tables, circles among them. */
const values = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'large' },
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text).toString('latin1')),
    fc.double(),
    fc.boolean(),
    fc.constant(undefined),
    fc.tuple(fc.array(tie('any')), fc.dictionary(fc.string(), tie('any')), fc.boolean()).map(tableFrom),
  ),
}));

function tableFrom([items, fields, isCircle]: readonly [Value[], Record<string, Value>, boolean]): LuaTable {
  const table = tableOf(items);
  for (const [name, value] of Object.entries(fields)) table.set(name, value);
  if (isCircle) table.set(table, table);
  return table;
}

test('Re2: any value is a bounded printable line', () => {
  fc.assert(
    fc.property(values.any, (value) => {
      const text = render(value as Value, '', options);
      return text.length < 6000 && /^[^\p{Cc}]*$/u.test(text);
    }),
  );
});
