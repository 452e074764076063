import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fn, R, type Value } from '../machine.ts';
import { askReference, calls, outcomeOf, type ReferenceCall, reference } from './library.testing.ts';
import { stringLibrary } from './string.ts';

const string = (name: string, ...args: Value[]) => calls(stringLibrary, name, ...args);

test('parts of strings', () => {
  string('sub', 'hello', 2, 4).gives('ell');
  string('sub', 'hello', -3).gives('llo');
  string('sub', 'hello', 0).gives('hello');
  string('sub', 'hello', 4, 2).gives('');
  string('sub', 'hello', -100, 100).gives('hello');
  string('sub', 'hello', 2, Number.POSITIVE_INFINITY).gives('ello');
  string('sub', 'hello', -(2n ** 63n), 2n ** 62n).gives('hello');
  string('sub', 'hello', 1.9, '3').gives('hel');
  string('sub', 12345, 2, 3).gives('23');
  string('byte', 'A').gives(65);
  string('byte', 'abc', 1, -1).gives(97, 98, 99);
  string('byte', 'abc', 10).gives();
  string('byte', 'abc', -1).gives(99);
  string('len', 'a\0b').gives(3);
});

test('strings made from others', () => {
  string('char', 72, 105, 255).gives('Hi\xff');
  string('char').gives('');
  string('rep', 'ab', 3).gives('ababab');
  string('rep', 'ab', 3, ', ').gives('ab, ab, ab');
  string('rep', 'ab', 0).gives('');
  string('rep', '', 1e9).gives('');
  string('reverse', 'abc\xe9').gives('\xe9cba');
  string('reverse', 'ab'.repeat(100)).gives('ba'.repeat(100));
  string('upper', 'abc\xe9\xb5\xff1').gives('ABC\xe9\xb5\xff1');
  string('lower', 'ABC\xc9').gives('abc\xc9');
});

test('wrong arguments are named', () => {
  string('rep', 'x').raises("bad argument #2 to 'rep' (number expected, got nil)");
  string('sub', {}, 1).raises("bad argument #1 to 'sub' (string expected, got userdata)");
  string('sub', 'x', 'y').raises("bad argument #2 to 'sub' (number expected, got string)");
  string('sub', 'x', Number.NaN).raises("bad argument #2 to 'sub' (number has no integer representation)");
  string('char', 256).raises("bad argument #1 to 'char' (value out of range)");
  string('char', 1, -1).raises("bad argument #2 to 'char' (value out of range)");
  string('rep', 'x', 1e10).raises('resulting string too large');
  string('rep', 'x'.repeat(1000), 2n ** 62n).raises('resulting string too large');
  string('byte', 'x'.repeat(200_000), 1, -1).raises('string slice too long');
});

test('what touches many bytes spends fuel for them', () => {
  R.fuel = 0;
  string('upper', 'x'.repeat(6400));
  assert.equal(R.fuel, -100);
});

test('values are packed and unpacked', () => {
  string('pack', '>I2 <i4 b', 258, -2, -1).gives('\x01\x02\xfe\xff\xff\xff\xff');
  string('unpack', '>I2I4', '\x01\x02\x00\x00\x01\x00').gives(258, 256, 7);
  string('unpack', '<I2', 'xx\x05\0', 3).gives(5, 5);
  string('pack', 's1zc5', 'ab', 'cd', 'e').gives('\x02abcd\0e\0\0\0\0');
  string('unpack', 's1zc5', '\x02abcd\0e\0\0\0\0').gives('ab', 'cd', 'e\0\0\0\0', 12);
  string('packsize', '!8 b i8 i2').gives(18);
  string('packsize', '<!4 b Xi4 h').gives(6);
  string('pack', 'j', -(2n ** 63n)).gives('\0\0\0\0\0\0\0\x80');
  string('unpack', '<j', '\xff\xff\xff\xff\xff\xff\xff\x7f').gives(2n ** 63n - 1n, 9);
  string('unpack', '<i16', '\xfe'.padEnd(16, '\xff')).gives(-2, 17);
  string('pack', 'i1', 200).raises("bad argument #2 to 'pack' (integer overflow)");
  string('pack', 'I1', 256).raises("bad argument #2 to 'pack' (unsigned overflow)");
  string('pack', 'z', 'a\0').raises("bad argument #2 to 'pack' (string contains zeros)");
  string('pack', 'i17', 1).raises('integral size (17) out of limits [1,16]');
  string('pack', 'y', 1).raises("invalid format option 'y'");
  string('unpack', 'I4', 'abc').raises("bad argument #2 to 'unpack' (data string too short)");
  string('unpack', 'I1', 'abc', 5).raises("bad argument #3 to 'unpack' (initial position out of string)");
  string('unpack', 'z', 'abc').raises("bad argument #2 to 'unpack' (unfinished string for format 'z')");
  string('unpack', '<I9', '\0'.repeat(8).concat('\x01')).raises(
    '9-byte integer does not fit into Lua Integer',
  );
  string('packsize', 's').raises("bad argument #1 to 'packsize' (variable-length format)");
});

const order = fc.constantFrom('<', '>', '=', '!', '!2', '!4 ', '');
const packing = fc
  .array(
    fc.tuple(
      order,
      fc.oneof(
        fc.tuple(fc.constantFrom('b', 'i1'), fc.integer({ min: -128, max: 127 })),
        fc.tuple(fc.constantFrom('H', 'I2', 'I3', 'I5'), fc.integer({ min: 0, max: 65535 })),
        fc.tuple(fc.constantFrom('i', 'i4', 'i6', 'i7', 'l', 'j', 'i8', 'i12', 'i16'), fc.integer()),
        fc.tuple(fc.constantFrom('j', 'l', 'i7', 'n', 'd'), fc.maxSafeInteger()),
        fc.tuple(fc.constantFrom('d', 'n', 'f'), fc.constantFrom(0.5, -1.25, 1e10, 3)),
        fc.tuple(fc.constantFrom('z', 's', 's1', 's2', 'c9'), fc.constantFrom('', 'abc', 'xy\xff')),
      ),
    ),
    { maxLength: 5 },
  )
  .map((items) => ({
    format: items.map(([prefix, [option]]) => `${prefix}${option}`).join(' '),
    values: items.map(([, [, value]]) => value),
  }));

test('packing is that of PUC Lua 5.4, and unpacking turns it back', reference, () => {
  const samples = fc.sample(packing, { numRuns: 1500, seed: 7 });
  const cases = samples.map(
    ({ format, values }): ReferenceCall => ({ name: 'pack', args: [format, ...values] }),
  );
  askReference('string', cases).forEach((expected, i) => {
    const { args } = cases[i] as ReferenceCall;
    const found = outcomeOf(stringLibrary, 'pack', args);
    assert.deepEqual(found, expected, `pack(${args.join(', ')})`);
    if ('error' in found) return;
    const back = outcomeOf(stringLibrary, 'unpack', [args[0], found.values[0]]);
    assert.ok('values' in back);
    back.values.pop();
    assert.deepEqual(
      back.values.map((v) => (typeof v === 'string' ? v.replace(/\0+$/, '') : v)),
      args.slice(1),
    );
  });
});

const part = fc.tuple(
  fc.constantFrom('sub', 'byte'),
  fc.string({ unit: fc.constantFrom('a', 'b', '\xff', '\0') }),
  fc.integer({ min: -12, max: 12 }),
  fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined }),
);

test('positions are counted as in PUC Lua 5.4', reference, () => {
  const samples = fc.sample(part, { numRuns: 1500, seed: 8 });
  const cases = samples.map(([name, ...args]): ReferenceCall => ({ name, args }));
  askReference('string', cases).forEach((expected, i) => {
    const { name, args } = cases[i] as ReferenceCall;
    assert.deepEqual(outcomeOf(stringLibrary, name, args), expected, `${name}(${args.join(', ')})`);
  });
});

test('every function of the library is frozen in its table', () => {
  assert.equal(stringLibrary.mark, -1);
  assert.ok(stringLibrary.get('format') instanceof Fn);
});
