import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fn, R, S, Userdata, type Value } from '../machine.ts';
import { LuaTable } from '../table.ts';
import { askReference, calls, outcomeOf, type ReferenceCall, reference } from './library.testing.ts';
import { stringLibrary } from './string.ts';

const format = (...args: Value[]) => calls(stringLibrary, 'format', ...args);

test('integers', () => {
  format('%d %5d|%-5d|%05d|%+d|% d', 42, 42, 42, 42, 42, 42).gives('42    42|42   |00042|+42| 42');
  format('%.3d|%8.3d', 7, -7).gives('007|    -007');
  format('%x %X %#x %o %u', 255, 255, 255, 8, 7).gives('ff FF 0xff 10 7');
  format('%x', -1).gives('ffffffffffffffff');
  format('%u %5u|%-5u|%05u|%.3u', -3, 42, 42, 42, 42).gives('18446744073709551613    42|42   |00042|042');
  format('%u %+u % u %u', 3.7, 3, 3, '10').gives('3 3 3 10');
  format('%u', -(2n ** 63n)).gives('9223372036854775808');
  format('%d', 2n ** 62n).gives('4611686018427387904');
  format('%d', 3.7).gives('3');
  format('%d', -3.7).gives('-3');
  format('%d', '10').gives('10');
  format('%c%c', 72, 105).gives('Hi');
  format('%d', Number.NaN).raises("bad argument #2 to 'format' (number has no integer representation)");
});

test('floats round exactly, ties to the even digit', () => {
  format('%.0f %.0f %.0f', 0.5, 1.5, 2.5).gives('0 2 2');
  format('%.2f %.2f', 2.675, 1.005).gives('2.67 1.00');
  format('%.1f %.1f', 0.25, 0.35).gives('0.2 0.3');
  format('%.3f', 2n ** 62n).gives('4611686018427387904.000');
  format('%.0f', 1e22).gives('10000000000000000000000');
  format('%.20f', 0.1).gives('0.10000000000000000555');
  format('%e %.0e %.3E', 12345.678, 12345.678, 0.00012).gives('1.234568e+04 1e+04 1.200E-04');
  format('%g %g %g %g %g', 100000, 1e6, 0.0001, 0.00001, 0.5).gives('100000 1e+06 0.0001 1e-05 0.5');
  format('%.3g|%#.3g|%10.2g', 1234.5, 1, 0.00123).gives('1.23e+03|1.00|    0.0012');
  format('%.14g %.17g', 0.1, 0.1).gives('0.1 0.10000000000000001');
  format('%a %.1a %a', 1, 1.999, 0.1).gives('0x1p+0 0x2.0p+0 0x1.999999999999ap-4');
  format('%f %5.1f %F', Number.POSITIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY).gives(
    'inf   nan -INF',
  );
});

test('texts', () => {
  format('%s|%5s|%-5s|%.2s|%5.1s', 'abc', 'abc', 'abc', 'abc', 'abc').gives('abc|  abc|abc  |ab|    a');
  format('%s %s %s %s', undefined, true, 1.5, 2n ** 60n).gives('nil true 1.5 1152921504606846976');
  format('100%%').gives('100%');
  format('%q', 'a"b\\c\nd\0e\r1\x7f').gives('"a\\"b\\\\c\\\nd\\0e\\0131\\127"');
  format('%q %q %q', 1, 0.5, undefined).gives('1 0x1p-1 nil');
  format('%q', -(2n ** 63n)).gives('0x8000000000000000');
  format('%q', Number.POSITIVE_INFINITY).gives('1e9999');
});

test('errors name the argument', () => {
  format('%d').raises("bad argument #2 to 'format' (no value)");
  format('%s').raises("bad argument #2 to 'format' (no value)");
  format('%d', 'x').raises("bad argument #2 to 'format' (number expected, got string)");
  format('%d %d', 1, true).raises("bad argument #3 to 'format' (number expected, got boolean)");
  format('%y', 1).raises("invalid conversion '%y' to 'format'");
  format('%', 1).raises("invalid conversion '%' to 'format'");
  format('%123d', 1).raises("invalid conversion '%123d' to 'format'");
  format('%5q', 'x').raises("specifier '%q' cannot have modifiers");
  format('%q', 'x').gives('"x"');
});

test('a wrong conversion is told when its turn comes', () => {
  format('%d %y', 'x', 1).raises("bad argument #2 to 'format' (number expected, got string)");
  format('%d %y', 1).raises("bad argument #3 to 'format' (no value)");
  format('%d %y %d', 1, 2, 'x').raises("invalid conversion '%y' to 'format'");
  format('%s %', 1, 2).raises("invalid conversion '%' to 'format'");
});

test('flags that mean nothing to a conversion are passed over', () => {
  format('%#d|%+s|%0s|%+x', 1, 'a', 'b', 255).gives('1|a|b|ff');
});

/** A table whose `__tostring` runs this. */
function described(code: () => Value): LuaTable {
  const table = new LuaTable();
  table.mt = new LuaTable();
  table.mt.setField('__tostring', new Fn(code, [], (stringLibrary.get('len') as Fn).proto));
  return table;
}

test('%s asks __tostring', () => {
  format(
    '<%s>',
    described(() => 'me'),
  ).gives('<me>');
  format(
    '%s',
    described(() => new LuaTable()),
  ).raises("'__tostring' must return a string");
});

test('a __tostring that suspends leaves a frame, from which the text goes on', () => {
  const waiting = described(() => {
    R.why = 3;
    return S;
  });
  const f = stringLibrary.get('format') as Fn;
  assert.equal(f.code(f, '[%d] %5s, %s.', 1, waiting, 'end'), S);
  const frame = R.head;
  assert.ok(frame !== null);
  R.head = R.tail = null;
  assert.equal(frame.self.proto.resume(frame, 'you'), '[1]   you, end.');
});

test('a host object with a host __tostring stands for its text', () => {
  const failure = new Userdata(
    { name: 'error', metatable: described(() => 'it broke').mt ?? new LuaTable() },
    null,
  );
  calls(stringLibrary, 'find', failure, 'bro').gives(4, 6);
  calls(stringLibrary, 'upper', failure).gives('IT BROKE');
});

const flags = fc.constantFrom('', '-', '0', '+', ' ', '#', '-0', '+0', '#0', '-+');
const width = fc.constantFrom('', '', '1', '5', '12', '30');
const precision = fc.constantFrom('', '', '.', '.0', '.1', '.2', '.3', '.10', '.14', '.17', '.40', '.99');
const float = fc.oneof(
  fc.double({ noNaN: true }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 12 })).map(([n, k]) => n / 2 ** k),
  fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 })).map(([n, k]) => n / 10 ** k),
  fc.constantFrom(
    0,
    0.5,
    1.5,
    2.5,
    0.125,
    1e15,
    1e16,
    1e21,
    1e22,
    1e-5,
    9.5,
    99.95,
    0.00015,
    999999.5,
    1e100,
    5e-324,
  ),
);
const floats = fc
  .tuple(flags, width, precision, fc.constantFrom('e', 'E', 'f', 'g', 'G', 'a'), float)
  // The GNU library forgets the zeros of `%#g` when rounding carries into a new digit.
  .filter(([f, , , verb]) => !(f.includes('#') && /g/i.test(verb)))
  .map(([f, w, p, verb, x]): ReferenceCall => ({ name: 'format', args: [`%${f}${w}${p}${verb}`, x + 0] }));
const integers = fc
  .tuple(fc.constantFrom('', '-', '0', '+', ' '), width, precision, fc.maxSafeInteger())
  .map(([f, w, p, n]): ReferenceCall => ({ name: 'format', args: [`%${f}${w}${p}d`, n] }));
const unsigned = fc
  .tuple(
    fc.constantFrom('', '-', '0', '#', '#0'),
    width,
    precision,
    fc.constantFrom('x', 'X', 'o'),
    fc.maxSafeInteger(),
  )
  .map(([f, w, p, verb, n]): ReferenceCall => ({ name: 'format', args: [`%${f}${w}${p}${verb}`, n] }));
const texts = fc
  .tuple(
    fc.constantFrom('%s', '%5s', '%-9s|', '%.3s', '%q'),
    fc.string({ unit: fc.constantFrom(...'ab"\\\n\r\x01\x7f\xe91') }),
  )
  .map(([f, s]): ReferenceCall => ({ name: 'format', args: [f, s] }));

test('formats are what PUC Lua 5.4 and C make of them', reference, () => {
  const cases = [
    ...fc.sample(floats, { numRuns: 8000, seed: 3 }),
    ...fc.sample(integers, { numRuns: 1000, seed: 4 }),
    ...fc.sample(unsigned, { numRuns: 1000, seed: 5 }),
    ...fc.sample(texts, { numRuns: 1000, seed: 6 }),
  ];
  askReference('string', cases).forEach((expected, i) => {
    const { name, args } = cases[i] as ReferenceCall;
    assert.deepEqual(outcomeOf(stringLibrary, name, args), expected, `${name}(${args.join(', ')})`);
  });
});
