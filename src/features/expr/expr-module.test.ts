import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Data, type FailureKind, isFailure } from '#base';
import type { Held } from '#plugin';
import { invoke, invokeMethod, TestCall, VirtualClock } from '#testing';
import { compileExpression, type Expression } from './compile.ts';
import { expr, programHandle } from './expr-module.ts';

const people: Data = [
  { name: 'Ann', age: 31, tags: ['a', 'b'] },
  { name: 'Bob', age: 17, tags: [] },
  { name: 'Cem', age: 45, tags: ['b'] },
];
const env: Data = {
  x: 5,
  y: 2,
  s: 'héllo',
  list: [3, 1, 2],
  map: { a: 1, b: null },
  people,
  yes: true,
  b: 5,
  price: 29.99,
  quantity: 3,
  none: null,
  empty: [],
};

/** Stands at 1 January 2030. */
const clock = new VirtualClock();

function gives(text: string, value: Data): void {
  assert.deepEqual(plain(compileExpression(text).run(env, clock).value), value, text);
}

/** Maps have no prototype in there. */
function plain(value: Data): Data {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value)
    ? value.map(plain)
    : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

function fails(text: string, message: RegExp, kind: FailureKind = 'Internal'): void {
  assert.throws(
    () => compileExpression(text).run(env, clock),
    (thrown) => isFailure(thrown, kind) && thrown.retryable === false && message.test(thrown.message),
    text,
  );
}

test('the module has all its functions and methods', () => {
  assert.deepEqual(Object.keys(expr.functions).sort(), ['compile', 'eval']);
  assert.deepEqual(Object.keys(programHandle.methods), ['run']);
});

test('numbers are computed by the strength of operators', () => {
  gives('1 + 2 * 3', 7);
  gives('(1 + 2) * 3', 9);
  gives('10 / 2 - 1', 4);
  gives('7 / 2', 3.5);
  gives('-7 % 3', -1);
  gives('2 ** 3 ** 2', 512);
  gives('-2 ^ 2', -4);
  gives('2 * -x', -10);
  gives('+x - -y', 7);
  gives('0xff + 0b11 + 0o7 + 1_000', 1265);
  gives('1.5e3 + .5', 1500.5);
  gives('9007199254740993 + 1', 9007199254740994n);
  gives('9223372036854775807 + 1', -9223372036854775808n);
  gives('price * quantity', 89.97);
});

test('bytes are lists of numbers, written with escapes of bytes', () => {
  gives(`b"a\\xff\\101\\n" == b'a\\xffA\\n'`, true);
  gives('len(b"é")', 2);
  gives('b"abc"[1]', 98);
  gives('98 in b"abc"', true);
  gives('b"abc" == [97, 98, 99] or b"a" == "a"', false);
  gives('b"abc"[1:] == B"bc"', true);
  gives('map(b"ab", # + 1)', [98, 99]);
  gives('toJSON(b"abc")', '"YWJj"');
  gives('b + 1 == 6 and {b: 1}.b == 1 ? type(b"") : ""', 'array');
  fails('b"\\u0041"', /escape that bytes do not have/);
  fails('b"a" + "b"', /cannot add/);
});

test('bytes come out as strings of the guest, beside texts', async () => {
  const text = String.raw`{"\u00e9": [b"\xff\0001", "\u00e9", b""]}`;
  const [value] = await invoke(expr.functions.eval, [text]);
  assert.deepEqual(plain(value as Data), { '\xc3\xa9': ['\xff\x001', '\xc3\xa9', ''] });
});

test('of methods with two results the first one counts, and three are refused', () => {
  gives('date("2021-01-03").ISOWeek()', 2020);
  gives('date("2024-12-30").ISOWeek()', 2025);
  gives('date("2024-07-01").ISOWeek()', 2024);
  gives('date("2024-07-01").Zone()', 'UTC');
  gives('date("2024-07-01 12:00:00", "2006-01-02 15:04:05", "Europe/Zurich").Zone()', 'CEST');
  fails('date("2024-07-01").Date()', /three results.*Year, Month and Day/);
  fails('date("2024-07-01").Clock()', /three results/);
});

test('comparisons and logic', () => {
  gives('x > 3 and y <= 2', true);
  gives('x > 3 && !(y > 2) || false', true);
  gives('not yes or x == 5', true);
  gives('x == 5.0 and x != "5"', true);
  gives('"abc" < "abd"', true);
  gives('[1, {a: 2}] == [1, {"a": 2}]', true);
  gives('nil == none', true);
  gives('yes ? "A" : x > 80 ? "B" : "C"', 'A');
  gives('x > 90 ? "A" : x > 80 ? "B" : "C"', 'C');
  gives('none ?: 7', 7);
  gives('none ?? 7 + 1', 8);
  gives('if x > 3 { "big" } else if x > 1 { "middle" } else { "small" }', 'big');
  gives('yes or missing', true);
});

test('texts', () => {
  gives('"a" + \'b\' + `c\\n`', 'abc\\n');
  gives('"\\x41\\u00e9\\n\\"\\101"', 'Aé\n"A');
  gives('s contains "éll" and s startsWith "h" and s endsWith "o"', true);
  gives('s matches "^h.llo$"', true);
  gives('s not matches "^x"', true);
  gives('len(s)', 5);
  gives('upper(s)', 'HÉLLO');
  gives('trim("  a ") + trim("xxax", "x")', 'aa');
  gives('split("a,b,c", ",")', ['a', 'b', 'c']);
  gives('split("a,b,c", ",", 2)', ['a', 'b,c']);
  gives('"a,b" | split(",") | map(upper(#)) | join("-")', 'A-B');
  gives('replace("aXbX", "X", "$&")', 'a$&b$&');
  gives('indexOf(s, "l") + lastIndexOf(s, "l") + indexOf(s, "z")', 4);
  gives('hasPrefix(s, "hé") and hasSuffix(s, "lo")', true);
  gives('s[1:3]', 'él');
  gives('repeat("ab", 2) + trimPrefix("abc", "a") + trimSuffix("abc", "c")', 'ababbcab');
});

test('lists and maps', () => {
  gives('list[0] + list[-1]', 5);
  gives('list[1:]', [1, 2]);
  gives('list[:-1]', [3, 1]);
  gives('2 in list and 9 not in list', true);
  gives('"a" in map and "z" not in map', true);
  gives('"a" in empty', false);
  gives('map.a + map["a"]', 2);
  gives('map.z', null);
  gives('none?.a.b.c', null);
  gives('map?.z?.[0]', null);
  gives('1..4', [1, 2, 3, 4]);
  gives('len(1..3) + len({}) + len(people)', 6);
  gives('{a: 1, "b c": [2], (s): x,}', { a: 1, 'b c': [2], héllo: 5 });
  gives('keys({b: 1, a: 2})', ['b', 'a']);
  gives('values({b: 1, a: 2})', [1, 2]);
  gives('toPairs({a: 1}) | fromPairs()', { a: 1 });
  gives('first(list) + last(list)', 5);
  gives('first([])', null);
  gives('sort(list, "desc")', [3, 2, 1]);
  gives('reverse(list)', [2, 1, 3]);
  gives('uniq([1, 1.0, 2])', [1, 2]);
  gives('flatten([1, [2, [3]]])', [1, 2, 3]);
  gives('concat([1], [2, 3]) | take(2)', [1, 2]);
  gives('get(map, "z") ?? get(list, 9) ?? "nothing"', 'nothing');
});

test('functions of numbers and kinds', () => {
  gives('max(1, 5, 3) - min([4, 2])', 3);
  gives('[abs(-2), ceil(1.2), floor(-1.2), round(2.5), round(-2.5)]', [2, 2, -2, 3, -3]);
  gives('[mean(1, 2, 6), median([5, 1, 3]), median(1, 2)]', [3, 3, 1.5]);
  gives('sum(list) + int("4") + int(2.9) + float("1.5")', 13.5);
  gives('[type(1), type(1.5), type("a"), type(true), type([]), type({a: 1}), type(nil)]', [
    ...['int', 'float', 'string', 'bool', 'array', 'map', 'nil'],
  ]);
  gives('string(5) + string(true) + string([1])', '5true[1]');
  gives('fromJSON(toJSON({a: [1, nil]}))', { a: [1, null] });
  gives('fromBase64(toBase64(s))', 'héllo');
  gives('[bitand(6, 3), bitor(6, 3), bitxor(6, 3), bitnand(6, 3), bitnot(0), bitshl(1, 4), bitshr(-8, 1)]', [
    ...[2, 7, 5, 4, -1, 16, -4],
  ]);
});

test('predicates', () => {
  gives('filter(people, .age >= 18) | map(.name)', ['Ann', 'Cem']);
  gives('filter(people, {len(.tags) > 0 && "b" in #.tags}) | map(#.name)', ['Ann', 'Cem']);
  gives('all(list, # > 0) and any(list, # > 2) and none(list, # > 3) and one(list, # == 1)', true);
  gives('count(people, .age > 18) + sum(people, .age)', 95);
  gives('find(people, .age < 18).name', 'Bob');
  gives('[findIndex(list, # == 1), findLastIndex(list, # > 0), findIndex(list, # > 9)]', [1, 2, null]);
  gives('findLast(list, # > 1)', 2);
  gives('map(list, # * 10 + #index)', [30, 11, 22]);
  gives('reduce(list, #acc + #)', 6);
  gives('reduce(list, #acc + #, 10)', 16);
  gives('sortBy(people, .age) | map(.name)', ['Bob', 'Ann', 'Cem']);
  gives('sortBy(people, .name, "desc")[0].name', 'Cem');
  gives('groupBy(1..4, # % 2 == 0 ? "even" : "odd")', { odd: [1, 3], even: [2, 4] });
  gives('map(people, {let n = .name; map(.tags, n + #)})', [['Anna', 'Annb'], [], ['Cemb']]);
});

test('variables of an expression', () => {
  gives('let a = x * 2; let b = a + 1; a + b', 21);
  gives('$env.x + $env["y"]', 7);
  gives('(let x = 1; x) + x', 6);
  gives('1 + /* a comment */ 2 // another', 3);
});

test('what is no expression is told with its place', () => {
  fails('', /is empty/, 'Invalid');
  fails(' \n', /is empty/, 'Invalid');
  fails('1 +', /at 1:4: expected a value|at 1:4: unexpected/);
  fails('1 2', /at 1:3/);
  fails('(1', /at 1:3: expected '\)'/);
  fails('a ? b', /expected ':'/);
  fails('x\n  @ 1', /at 2:3: unexpected "@"/);
  fails('"open', /unexpected "\\""/);
  fails('# > 1', /outside a predicate/);
  fails('let x 1; x', /expected '='/);
  fails('map(list)', /map takes an expression/);
  fails('nothing(1)', /no function nothing/);
  fails('len()', /len takes 1 argument/);
  fails('('.repeat(1000), /nested too deeply/);
});

test('what cannot be computed is told', () => {
  fails('missing', /there is no missing/);
  fails('missing.field', /there is no missing/);
  fails('none.field', /cannot read "field" of nil/);
  fails('1 + "a"', /cannot add int and string/);
  fails('1 < "a"', /no order/);
  fails('x and yes', /and takes true or false/);
  fails('not x', /not takes true or false/);
  fails('list[9]', /index 9 is beyond/);
  fails('5 % 0', /division by zero/);
  fails('5 % 1.5', /takes integers/);
  fails('x in s', /in takes a list or a map/);
  fails('s matches "("', /missing/);
  fails('int("x")', /int cannot read/);
  fails('filter(list, # + 1)', /a predicate takes true or false/);
  fails('s contains 5', /contains takes a text/);
});

test('Ex1: no expression does too much', () => {
  fails('1..10000000', /at most 1000000 numbers/);
  fails('map(1..100000, map(1..100000, # + 1))', /more than 1000000 steps/);
  fails('repeat("aaaaaaaaaa", 10000000)', /too long/);
});

test('guests give and get texts and tables', async () => {
  const given = { city: 'K\xc3\xb6ln', n: 3 };
  assert.deepEqual(await invoke(expr.functions.eval, ['upper(city)', given]), ['K\xc3\x96LN']);
  assert.deepEqual(await invoke(expr.functions.eval, ['1 + 1']), [2]);
  const [program] = await invoke(expr.functions.compile, ['n * 2 + m', { n: 0, m: 0 }]);
  assert.deepEqual(await invokeMethod(program, 'run', [{ n: 5, m: 1 }]), [11]);
  const [, error] = await invokeMethod(program, 'run', [{ n: 5 }]);
  assert.ok(isFailure(error, 'Internal'));
  const [, syntax] = await invoke(expr.functions.compile, ['n *']);
  assert.ok(isFailure(syntax, 'Internal'));
  for (const bad of ['', undefined, 5]) {
    const [, empty] = await invoke(expr.functions.eval, [bad]);
    assert.ok(isFailure(empty, 'Invalid'));
  }
  const { live } = program as Held<Expression>;
  const again = await programHandle.restore?.(programHandle.save?.(live) ?? '', new TestCall());
  assert.equal(again?.run({ n: 1, m: 1 }, clock).value, 3);
});

test('dates and durations are made, computed with and compared', () => {
  const holds = (text: string) => gives(text, true);
  holds('now().Year() == 2030');
  holds('string(now().UTC()) == "2030-01-01 00:00:00 +0000 UTC"');
  holds('type(now()) == "time.Time" && type(duration("1h")) == "time.Duration"');
  holds('type(timezone("UTC")) == "time.Location"');
  holds('now() - duration("1h") < now() and now() + duration("1h") > now() and now() == now()');
  holds('duration("1h") + now() == now() + duration("60m")');
  holds('duration("1h").Seconds() == 3600 && duration("1h30m").Hours() == 1.5');
  holds('duration("1.5s").Milliseconds() == 1500 && duration("-3us").Abs().Nanoseconds() == 3000');
  holds('string(duration("90m")) == "1h30m0s" && duration("90m").String() == "1h30m0s"');
  holds('date("2023-08-14") - date("2023-08-13") == duration("24h")');
  holds('duration("1h") * 2 == duration("2h") && 2 * duration("1h") == duration("1h") / 0.5');
  holds('duration("3h") / duration("2h") == 1.5 && -duration("1s") < duration("0s")');
  holds('duration("100ms").Round(duration("1s")) == duration("0s")');
  holds('duration("1500ms").Round(duration("1s")).Seconds() == 2');
  holds('sort([date("2024-01-01"), date("2023-01-01")])[0].Year() == 2023');
  holds('date("2023-08-14") in [date("2023-08-14T02:00:00+02:00")]');
  fails('now() + 1', /cannot add time.Time and int/);
  fails('now() < duration("1h")', /time.Time and time.Duration have no order/);
  fails('duration("soon")', /duration cannot read "soon"/);
  fails('duration(5)', /duration takes a text, not int/);
  fails('now(1)', /now takes 0 arguments/);
});

test('dates are read by the layouts of the language, or by a given one', () => {
  for (const [text, hour] of [
    ['2023-08-14', 0],
    ['2023-08-14 10:30:00', 10],
    ['2023-08-14T10:30:00Z', 10],
    ['14 Aug 23 10:30 UTC', 10],
    ['Monday, 14-Aug-23 10:30:00 UTC', 10],
    ['Mon, 14 Aug 2023 10:30:00 UTC', 10],
  ] as const) {
    gives(`let d = date("${text}"); [d.Year(), d.Month(), d.Day(), d.Hour()]`, [2023, 8, 14, hour]);
  }
  gives('date("15:04:05").Minute()', 4);
  gives('date("14.8.2023", "2.1.2006").YearDay()', 226);
  gives('date("2023-08-14 00:00:00", "2006-01-02 15:04:05", "Europe/Zurich").UTC().Hour()', 22);
  gives('date("2023-08-14 00:00:00").In(timezone("Europe/Zurich")).Hour()', 2);
  gives('date("2023-08-14").In(timezone("Europe/Zurich")).Location().String()', 'Europe/Zurich');
  gives('date("2023-08-14").Weekday()', 1);
  gives('date("2023-08-14").Format("Mon 2 Jan")', 'Mon 14 Aug');
  gives('date("2023-01-31").AddDate(0, 1, 0).Format("2006-01-02")', '2023-03-03');
  gives('date("1970-01-02").Unix()', 86400);
  gives('date("1970-01-01T00:00:00.5Z").UnixMilli()', 500);
  gives('date("2023-08-14").Before(date("2023-08-15"))', true);
  gives('date("2023-08-14").Sub(date("2023-08-13")).Hours()', 24);
  gives('toJSON({at: date("2023-08-14T10:00:00Z")}) contains "2023-08-14T10:00:00Z"', true);
  fails('date("yesterday")', /date cannot read "yesterday"/);
  fails('date("2023-08-14", "2006")', /date cannot read/);
  fails('timezone("Mars/Olympus")', /there is no time zone "Mars\/Olympus"/);
  fails('now().Yesterday()', /time.Time has no method Yesterday/);
  fails('"text".Year()', /string has no method Year/);
  fails('now().Add()', /Add takes 1 arguments, not 0/);
  fails('none.Year()', /nil has no method Year/);
  gives('none?.Year()', null);
});

test('a date that comes out is a time of the guest', async () => {
  const call = new TestCall();
  const [made] = await invoke(
    expr.functions.eval,
    ['[now(), duration("1h"), {zone: timezone("UTC")}]'],
    call,
  );
  const [time, length, { zone }] = made as unknown as [Held, Held, { zone: Held }];
  assert.deepEqual(
    [time.handle.name, length.handle.name, zone.handle.name],
    ['time.Time', 'time.Duration', 'time.Location'],
  );
  const [later] = await invoke(
    expr.functions.eval,
    ['at + duration("1h") > at', { at: time } as unknown as Data],
    call,
  );
  assert.equal(later, true);
});

test('integers keep their digits, and what is no base64 is refused', () => {
  gives('int("9007199254740993")', 9007199254740993n);
  gives('abs(int("-9007199254740993"))', 9007199254740993n);
  fails('fromBase64("a b")', /fromBase64 takes base64/);
  gives('sortBy(people, "age")[0].name', 'Bob');
  gives('sortBy([3, 1, 2])', [1, 2, 3]);
});

test('no text makes anything but a value or a failure', () => {
  const pieces = fc.constantFrom(
    ...[
      'x',
      'list',
      'people',
      's',
      '1',
      '"a"',
      '+',
      '-',
      '*',
      '/',
      '**',
      '..',
      '.',
      '?.',
      '??',
      '?',
      ':',
      '(',
      ')',
    ],
    ...[
      '[',
      ']',
      '{',
      '}',
      ',',
      'not',
      'and',
      'in',
      'matches',
      '#',
      '|',
      'map(',
      'filter(',
      'len(',
      'let a = ',
      ';',
      'now()',
      'duration("90m")',
      'date("2023-08-14")',
      '.Hours()',
      '.Format(',
    ],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      try {
        compileExpression(parts.join(' ')).run(env, clock);
      } catch (thrown) {
        assert.ok(isFailure(thrown), String(thrown));
      }
    }),
    { numRuns: 3000 },
  );
});
