import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeUtf8, encodeUtf8, isFailure } from '#base';
import { host, LuaTable, recordOf, tableOf, type Value } from '#lua';
import { decodeInParts, decodeJson } from './decode.ts';
import { encodeJson } from './encode.ts';
import { encode } from './encode-in-parts.ts';

function encodes(value: Value, text: string): void {
  assert.equal(encodeJson(value), text);
}

function refuses(value: Value, message: RegExp): void {
  assert.throws(
    () => encodeJson(value),
    (thrown) => isFailure(thrown, 'Internal') && thrown.retryable === false && message.test(thrown.message),
  );
}

/** Reads and writes again. */
function keeps(...texts: string[]): void {
  for (const text of texts) assert.equal(encodeJson(decodeJson(text)), text);
}

function isBad(text: string, place: string): void {
  assert.throws(
    () => decodeJson(text),
    (thrown) => isFailure(thrown, 'Internal') && thrown.message.startsWith(`bad JSON at ${place}:`),
    text,
  );
}

function withKeys(...entries: [Value, Value][]): LuaTable {
  const table = new LuaTable();
  for (const [key, value] of entries) table.set(key, value);
  return table;
}

test('scalars have their own forms', () => {
  encodes(undefined, 'null');
  encodes(true, 'true');
  encodes('a "quoted"\\\n\x01 text', '"a \\"quoted\\"\\\\\\n\\u0001 text"');
  encodes(99.5, '99.5');
  encodes(3, '3');
  encodes(-0, '0');
  encodes(1e21, '1e+21');
});

test('Je3: NaN and infinities are null, long integers keep their digits', () => {
  encodes(tableOf([Number.NaN, Number.POSITIVE_INFINITY]), '[null,null]');
  encodes(2n ** 63n - 1n, '9223372036854775807');
  encodes(recordOf({ id: -(2n ** 60n) }), '{"id":-1152921504606846976}');
});

test('Je1: keys 1..n make an array, string keys an object', () => {
  encodes(tableOf([1, 'b', tableOf([true])]), '[1,"b",[true]]');
  encodes(recordOf({ b: 1, a: tableOf([]) }), '{"b":1,"a":[]}');
  encodes(withKeys([2, 'b'], [1, 'a']), '["a","b"]');
  encodes(withKeys(['__proto__', 1], ['constructor', 2]), '{"__proto__":1,"constructor":2}');
});

test('Je1: an empty table is a list, or an object when it has had a string key', () => {
  encodes(new LuaTable(), '[]');
  encodes(recordOf({ a: undefined }), '{}');
  encodes(withKeys(['a b', 1], ['a b', undefined]), '{}');
  encodes(withKeys([1, 1], [1, undefined]), '[]');
});

test('Je2: what is no list and no object is refused with its place', () => {
  refuses(withKeys([1, 'a'], [3, 'c']), /gap before 3/);
  refuses(withKeys([2, 'b']), /gap before 2/);
  refuses(withKeys([1, 'a'], ['x', 1]), /keys of lists and of objects \(1 and "x"\)/);
  refuses(withKeys(['x', 1], [5, 'a']), /keys of lists and of objects \(5 and "x"\)/);
  refuses(withKeys([true, 'a']), /a boolean is no key of JSON/);
  refuses(withKeys([1.5, 'a']), /gap before 1.5/);
  const holed = tableOf(['a', 'b', 'c']);
  holed.set(2, undefined);
  refuses(recordOf({ items: tableOf([holed]) }), /items\[1\]: the list has a gap at 2/);
  refuses(recordOf({ run: host('f', () => undefined) }), /run: a function has no JSON form/);
});

test('Je2: circles and more than 128 levels are refused', () => {
  const circle = recordOf({ name: 'x' });
  const outer = recordOf({ inner: tableOf([circle]) });
  circle.set('outer', outer);
  refuses(outer, /: inner\[1\]\.outer: the table contains itself/);
  const nested = (levels: number): Value => (levels === 0 ? 1 : tableOf([nested(levels - 1)]));
  encodes(nested(128), '['.repeat(128) + 1 + ']'.repeat(128));
  refuses(nested(129), /more than 128 levels/);
  const twice = tableOf([1]);
  encodes(tableOf([twice, twice]), '[[1],[1]]');
});

test('Je4: strings are UTF-8, and what is not becomes U+FFFD', () => {
  encodes('K\xc3\xb6ln', '"K\xc3\xb6ln"');
  encodes('\xff', '"\xef\xbf\xbd"');
  encodes(withKeys(['\xc3\xb6', 1]), '{"\xc3\xb6":1}');
});

test('Jd1: null is nil, and the last of equal names counts', () => {
  assert.equal(decodeJson('null'), undefined);
  const list = decodeJson('[1, null, 3, null]') as LuaTable;
  assert.deepEqual([list.get(1), list.get(2), list.get(3), list.length()], [1, undefined, 3, 3]);
  const object = decodeJson('{"a": null, "b": 1, "b": 2}') as LuaTable;
  assert.deepEqual([...object.entries()], [['b', 2]]);
});

test('Jd2: integers are exact to 64 bits', () => {
  assert.equal(decodeJson('9007199254740993'), 9007199254740993n);
  assert.equal(decodeJson('-9223372036854775808'), -(2n ** 63n));
  assert.equal(decodeJson('9223372036854775808'), 2 ** 63);
  assert.equal(decodeJson('9007199254740991'), 9007199254740991);
  assert.equal(decodeJson('1.5e3'), 1500);
  assert.equal(decodeJson('1E-2'), 0.01);
  assert.ok(Object.is(decodeJson('-0'), 0));
});

test('Jd3: escapes become UTF-8, half surrogates U+FFFD', () => {
  assert.equal(decodeJson('"\\u00e9\\n\\/\\u20AC"'), '\xc3\xa9\n/\xe2\x82\xac');
  assert.equal(decodeJson('"\\ud83d\\ude00!"'), encodeUtf8('😀!'));
  assert.equal(decodeJson('"\\ud83dx\\ude00\\ud83d\\u0041"'), encodeUtf8('\ufffdx\ufffd\ufffdA'));
  assert.equal(decodeJson('"K\xc3\xb6ln \xff"'), 'K\xc3\xb6ln \xff');
});

test('Jd4: empty objects stay objects', () => {
  keeps('{}', '[]', '{"a":{},"b":[]}', '[{},[],[{}]]');
});

test('Jd5: what is wrong is told with its place', () => {
  isBad('{"a": 1,}', '1:9');
  isBad('{\n  "a" 1}', '2:7');
  isBad('[1 2]', '1:4');
  isBad('[1,', '1:4');
  isBad('tru', '1:1');
  isBad('nullx', '1:5');
  isBad(' ', '1:2');
  for (const text of ['{a: 1}', "'a'", '{"a"}', '[,]', '{,}', ']', '1 1', '+1', '.5', 'NaN'])
    isBad(text, '1');
  for (const text of ['01', '-', '1.', '1.e5', '1e', '1e+', '1e999', '-01', '1.5.5']) isBad(text, '1');
  for (const text of ['"', '"a', '"\\"', '"\\x"', '"\\u12g4"', '"\n"', '"\\u12']) isBad(text, '1');
  isBad('['.repeat(1001), '1:1001');
});

const { value: withoutNulls } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary' }),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value')),
  object: fc.dictionary(fc.string(), tie('value')),
}));

test('what the host writes is read and written as the same', () => {
  fc.assert(
    fc.property(withoutNulls, (value) => {
      const text = JSON.stringify(value);
      const again = encodeJson(decodeJson(encodeUtf8(text)));
      assert.deepEqual(JSON.parse(decodeUtf8(again)), JSON.parse(text));
    }),
  );
});

test('any text is read exactly when the host reads it', () => {
  const pieces = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '.5',
      'e3',
      'null',
      ' ',
      '\\u0041',
      'x',
      '\n',
      '0',
    ],
  );
  const mutated = fc.tuple(fc.jsonValue(), fc.nat(), fc.string()).map(([value, at, text]) => {
    const whole = JSON.stringify(value);
    return whole.slice(0, at % (whole.length + 1)) + text + whole.slice((at % (whole.length + 1)) + 1);
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces).map((all) => all.join('')),
        mutated,
      ),
      (text) => {
        let isRight = true;
        try {
          JSON.parse(text, finite);
        } catch {
          isRight = false;
        }
        if (isRight) decodeJson(encodeUtf8(text));
        else assert.throws(() => decodeJson(encodeUtf8(text)), isFailure);
      },
    ),
    { numRuns: 500 },
  );
});

/** The host reads what is too large as an infinity. */
function finite(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('too large');
  return value;
}

/** The value, or what is wrong. */
function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (thrown) {
    return String(thrown);
  }
}

function inParts(text: string): unknown {
  const parts = decodeInParts(text);
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
  }
}

test('Jd6: in parts a text is the same value, or wrong in the same way', () => {
  const json = fc.json({ maxDepth: 6 });
  const cut = fc
    .tuple(json, fc.nat(), fc.constantFrom('', ',', ']', '}', 'x', '"', ' '))
    .map(([text, at, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + (put === '' ? 1 : 0));
    });
  const same = (text: string) =>
    assert.deepEqual(
      outcome(() => inParts(text)),
      outcome(() => decodeJson(text)),
      text,
    );
  fc.assert(fc.property(fc.oneof(json, cut), same), { numRuns: 500 });
  same('['.repeat(1001) + ']'.repeat(1001));
  same('['.repeat(1000) + ']'.repeat(1000));
  same(JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ i, inner: [i, [i]] }))));
});

const isRefusal = (text: unknown): boolean => String(text).startsWith('Failure: ');

function writtenInParts(value: Value, most?: number): { text: string; parts: number } {
  const found = encode(value, most);
  if (typeof found === 'string') return { text: found, parts: 0 };
  for (let parts = 1; ; parts++) {
    const part = found.next();
    if (part.done === true) return { text: part.value, parts };
  }
}

const key = fc.oneof(
  fc.string(),
  fc.constantFrom('a', 'b', '10', '2', '01', '__proto__', '4294967295', '\xff'),
);
const { value: guestValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.integer(), fc.boolean(), fc.double(), fc.string(), fc.constant('x'.repeat(200))),
    fc.array(tie('value'), { maxLength: 6 }).map((items) => tableOf(items)),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 8 }).map((entries) => withKeys(...entries)),
    fc
      .array(fc.tuple(fc.oneof(key, fc.nat(4)), tie('value')), { maxLength: 3 })
      .map((all) => withKeys(...all)),
  ),
}));

test('Je5: in parts a value has the same text, or is refused in the same way', () => {
  fc.assert(
    fc.property(guestValue, fc.nat(12), (value, most) => {
      const written = outcome(() => writtenInParts(value, most).text);
      const whole = outcome(() => encodeJson(value));
      // Of two things that are wrong either one may be told.
      if (!isRefusal(whole)) assert.equal(written, whole);
      else assert.ok(isRefusal(written));
    }),
    { numRuns: 500 },
  );
  const same = withKeys(['\xff', 1], ['b', 2], ['\xfe', 3]);
  assert.equal(writtenInParts(same, 0).text, encodeJson(same));
  const around = tableOf([]);
  around.set(1, around);
  assert.equal(
    outcome(() => writtenInParts(around, 0)),
    outcome(() => encodeJson(around)),
  );
});

test('Je5: a large value is written in many parts, a small one at once', () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => recordOf({ i, text: 'some text' }));
  assert.ok(writtenInParts(tableOf(rows)).parts > 10);
  assert.ok(writtenInParts(recordOf({ few: 1, rows: tableOf(rows) })).parts > 10);
  assert.equal(writtenInParts(tableOf(rows.slice(0, 1000))).parts, 0);
});
