import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressionOf, parses, reads, refuses, statementsOf } from './parser.testing.ts';

const types = (source: string) => statementsOf(source).map((statement) => statement.type);

test('operators bind as in Lua', () => {
  reads('a + b * c', 'a + (b * c)');
  reads('a - b - c', '(a - b) - c');
  reads('a .. b .. c', 'a .. (b .. c)');
  reads('a ^ b ^ c', 'a ^ (b ^ c)');
  reads('-a ^ b', '-(a ^ b)');
  reads('a ^ -b ^ c', 'a ^ (-(b ^ c))');
  reads('2 ^ -3 * 4', '(2 ^ (-3)) * 4');
  reads('not a == b', '(not a) == b');
  reads('-a .. b', '(-a) .. b');
  reads('- - not # ~ a', '-(-(not (#(~a))))');
  reads('a or b and c', 'a or (b and c)');
  reads('a and b or c', '(a and b) or c');
  reads('a < b == c', '(a < b) == c');
  reads('a | b ~ c & d << e .. f + g', 'a | (b ~ (c & (d << (e .. (f + g)))))');
  reads('a + b .. c + d', '(a + b) .. (c + d)');
  reads('a // b % c / d', '((a // b) % c) / d');
  reads('a ~= b ~ c', 'a ~= (b ~ c)');
  reads('a .. b + c .. d == e', '(a .. ((b + c) .. d)) == e');
});

test('suffixes follow names and parentheses', () => {
  reads('a.b[c]:d(e){f}"g"', '((((((a.b)[c]):d(e))({f}))("g")))');
  assert.equal(expressionOf('f"x"').type, 'Call');
  assert.equal(expressionOf('f\n(x)').type, 'Call');
  refuses('return "x":upper()', "1: <eof> expected near ':'");
  refuses('return {}.x', "1: <eof> expected near '.'");
  refuses('a.b:c = 1', "1: function arguments expected near '='");
  refuses('a.1 = 1', "1: syntax error near '.1'");
});

test('parentheses are kept', () => {
  assert.equal(expressionOf('(f())').type, 'Paren');
  assert.equal(expressionOf('(...)').type, 'Paren');
});

test('tables take positions, names and keys', () => {
  const table = expressionOf('{1, x = 2; [3] = 4, f(), (x), x!, type = 5, as = 6,}');
  assert.ok(table.type === 'Table');
  assert.deepEqual(
    table.items.map((item) => item.type),
    ['Positional', 'Named', 'Keyed', 'Positional', 'Positional', 'Positional', 'Named', 'Named'],
  );
  refuses('x = {1, 2', "1: '}' expected near <eof>");
  refuses('x = {\n1 2}', "2: '}' expected (to close '{' at line 1) near '2'");
  refuses('x = {a.b = 1}', "1: '}' expected near '='");
  refuses('x = {(a) = 1}', "1: '}' expected near '='");
  refuses('x = {[1]}', "1: '=' expected near '}'");
  refuses('x = {,}', "1: unexpected symbol near ','");
});

test('only calls and assignments are statements', () => {
  assert.deepEqual(types('f() a.b:c() a, b.c, d[1] = 1, 2; (f)() f{} ;;;'), [
    'CallStatement',
    'CallStatement',
    'Assign',
    'CallStatement',
    'CallStatement',
  ]);
  refuses('x', '1: syntax error near <eof>');
  refuses('f() = 1', "1: syntax error near '='");
  refuses('(a) = 1', "1: syntax error near '='");
  refuses('a, f() = 1', "1: syntax error near '='");
  refuses('x = 5 5', "1: unexpected symbol near '5'");
  refuses('x!', '1: syntax error near <eof>');
  refuses('x! = 1', "1: syntax error near '='");
  refuses('x :: T = 1', "1: syntax error near '::'");
  refuses('f() as T', "1: syntax error near 'T'");
  refuses('x = ', '1: unexpected symbol near <eof>');
  refuses('x = }', "1: unexpected symbol near '}'");
});

test('blocks are closed by their word', () => {
  parses('do end while a do end repeat until a if a then elseif b then else end for i = 1, 2, 3 do end');
  parses('for k, v in pairs(t), 2 do end');
  refuses('if x then\n', "2: 'end' expected (to close 'if' at line 1) near <eof>");
  refuses('do', "1: 'end' expected near <eof>");
  refuses('while a\nend', "2: 'do' expected near 'end'");
  refuses('if a the', "1: 'then' expected near 'the'");
  refuses('repeat\n\nend', "3: 'until' expected (to close 'repeat' at line 1) near 'end'");
  refuses('for x do end', "1: '=' or 'in' expected near 'do'");
  refuses('for x = 1 do end', "1: ',' expected near 'do'");
  refuses('f(\n1', "2: ')' expected (to close '(' at line 1) near <eof>");
  refuses('f(1,', '1: unexpected symbol near <eof>');
  refuses('end', "1: <eof> expected near 'end'");
  refuses('else', "1: <eof> expected near 'else'");
  refuses('function f()\n\nif x then end', "3: 'end' expected (to close 'function' at line 1) near <eof>");
});

test('return ends its block', () => {
  parses('return');
  parses('return;');
  parses('do return 1, 2; end');
  parses('if a then return else return end');
  refuses('return 1 x = 2', "1: <eof> expected near 'x'");
  refuses('return;;', "1: <eof> expected near ';'");
  refuses('do return\nx() f() end', "2: 'end' expected (to close 'do' at line 1) near 'f'");
});

test('names are expected where names stand', () => {
  refuses('local 3', "1: <name> expected near '3'");
  refuses('local end', "1: <name> expected near 'end'");
  refuses('goto 1', "1: <name> expected near '1'");
  refuses('function 1()', "1: <name> expected near '1'");
  refuses('local function f(a,) end', "1: <name> or '...' expected near ')'");
  refuses('local function f(..., a) end', "1: ')' expected near ','");
});

test('functions know their name, and methods their self', () => {
  const body = (source: string) => {
    const [statement] = statementsOf(source);
    assert.ok(statement?.type === 'FunctionStatement' || statement?.type === 'LocalFunction');
    const { name, method, vararg, parameters } = statement.body;
    return { name, method, vararg, parameters: parameters.map((parameter) => parameter.name) };
  };
  assert.deepEqual(body('function a.b:m(x, ...) end'), {
    name: 'a.b:m',
    method: true,
    vararg: true,
    parameters: ['self', 'x'],
  });
  assert.deepEqual(body('function a.b.c(x) end'), {
    name: 'a.b.c',
    method: false,
    vararg: false,
    parameters: ['x'],
  });
  assert.deepEqual(body('local function f() end'), {
    name: 'f',
    method: false,
    vararg: false,
    parameters: [],
  });
});

test('varargs belong to the function they stand in', () => {
  parses('return ...');
  parses('local function f(...) return {...}, select("#", ...) end');
  refuses('function f() return ... end', "1: cannot use '...' outside a vararg function near '...'");
  refuses(
    'function f(...) return function() return ... end end',
    "1: cannot use '...' outside a vararg function near '...'",
  );
});

test('E2: casts and ! belong to the operand before them', () => {
  reads('a + b :: T', 'a + (b :: T)');
  reads('-x :: T', '-(x :: T)');
  reads('a as T .. b', '(a as T) .. b');
  reads('f(x!).y!', '((f((x!)).y)!)');
  reads('(x!).y', '(x!.y)');
  reads('x :: A | B', 'x :: (A | B)');
  reads('x as A as B', '(x as A) as B');
  reads('{} :: T', '({}) :: T');
  reads('f(x as T, y :: U)', 'f((x as T), (y :: U))');
  assert.equal(expressionOf('x :: T').type, 'Cast');
  assert.equal(expressionOf('x.y as T').type, 'Cast');
  assert.equal(expressionOf('x as T == y').type, 'Binary');
  assert.equal(expressionOf('x\n:: T').type, 'Cast');
  parses('x!.y = v; x!:m(); f(x!)[1] = 2; (x :: T).y = 1');
  refuses('x = y ::', '1: type expected near <eof>');
});

test('E3: ::name:: after an expression is a label', () => {
  assert.deepEqual(types('x = y\n::continue::'), ['Assign', 'Label']);
  assert.deepEqual(types('x = y ::a:: f()'), ['Assign', 'Label', 'CallStatement']);
  assert.deepEqual(types('f(x)\n::lbl::'), ['CallStatement', 'Label']);
  assert.deepEqual(types('local x = y :: T\n::lbl::'), ['Local', 'Label']);
  assert.deepEqual(types('local x = y :: T\n::a::\n::b::'), ['Local', 'Label', 'Label']);
  assert.deepEqual(types('local x = y\n::a::\n::b::'), ['Local', 'Label', 'Label']);
  assert.deepEqual(types('local x = y as T\n::a::'), ['Local', 'Label']);
  assert.deepEqual(types('local x = y :: m.T<U>?\n::a::'), ['Local', 'Label']);
  assert.deepEqual(types('return x :: T'), ['Return']);
  assert.deepEqual(types('repeat x = y\n::continue:: until z :: T'), ['Repeat']);
});

test('E4: as is a word only behind an operand on its line', () => {
  assert.deepEqual(types('as = 3 x = as y.as = as.z\nas(1) local as = as'), [
    'Assign',
    'Assign',
    'Assign',
    'CallStatement',
    'Local',
  ]);
  assert.deepEqual(types('f(x)\nas = 3'), ['CallStatement', 'Assign']);
  assert.deepEqual(types('local a = b\nas(1)'), ['Local', 'CallStatement']);
  assert.deepEqual(types('local a = b as\n = 1'), ['Local', 'Assign']);
  assert.deepEqual(types('local a = b as\n{}'), ['Local', 'CallStatement']);
  assert.deepEqual(types('a = b as.c = d'), ['Assign', 'Assign']);
  assert.equal(expressionOf('as as as').type, 'Cast');
});

test('type begins an alias only before a name', () => {
  assert.deepEqual(types('type T = number'), ['TypeAlias']);
  assert.deepEqual(types('type type = type'), ['TypeAlias']);
  assert.deepEqual(
    types('type(x) type = 2 type.x = 1 type, a = 1, 2 type:m() type"x" type{} local type = 1'),
    [
      'CallStatement',
      'Assign',
      'Assign',
      'Assign',
      'CallStatement',
      'CallStatement',
      'CallStatement',
      'Local',
    ],
  );
  assert.deepEqual(types('x = type(y) == "table" and t.type'), ['Assign']);
  assert.deepEqual(types('goto type ::type::'), ['Goto', 'Label']);
  parses('local readonly, typeof, as = 1, typeof(v), readonly as typeof');
});

test('generics in headers are not comparisons', () => {
  parses('local f = function<T>(x: T): T return x end');
  parses('x = a<b and c>(d)');
});

test('a node has the line of the token that gives it its place', () => {
  const binary = expressionOf('a\n+\nb');
  assert.deepEqual([binary.start, binary.end, binary.line], [7, 12, 2]);
  assert.equal(expressionOf('a\n.b').line, 2);
  assert.equal(expressionOf('a\n[\nb]').line, 2);
  assert.equal(expressionOf('a\n.b\n(c)').line, 2);
  assert.equal(expressionOf('a\n:b\n(c)').line, 2);
  assert.equal(expressionOf('f(\n1,\n2)').line, 1);
  assert.equal(expressionOf('-\na').line, 1);
  assert.equal(expressionOf('a\n.b!').line, 1);
  assert.equal(expressionOf('a\n.b :: T').line, 1);
  assert.equal(statementsOf('a\n.b = 1')[0]?.line, 1);
  assert.equal(expressionOf('f{\n}\n"x"').line, 2);
});

test('places run from the first byte of the first token to the end of the last one', () => {
  const source = ' local x = f( 1 ) -- one\n\n return';
  const [local, last] = statementsOf(source);
  assert.equal(source.slice(local?.start, local?.end), 'local x = f( 1 )');
  assert.equal(source.slice(last?.start, last?.end), 'return');
  const [loop] = statementsOf('do\n\n end');
  assert.ok(loop?.type === 'Do');
  assert.deepEqual([loop.block.start, loop.block.end], [5, 5]);
});

test('nesting is limited, and refused with its place', () => {
  const nested = (open: string, middle: string, close: string, count: number) =>
    open.repeat(count) + middle + close.repeat(count);
  const limit = 'too many nesting levels (limit 200)';
  parses(`x = ${nested('(', '1', ')', 190)}`);
  refuses(`x = ${nested('(', '1', ')', 300)}`, `1: ${limit} near '('`);
  refuses(`x = ${nested('{', '', '}', 300)}`, `1: ${limit} near '{'`);
  refuses(`x = ${nested('f(', '', ')', 300)}`, `1: ${limit} near 'f'`);
  refuses(`x = ${nested('- ', '1', '', 300)}`, `1: ${limit} near '-'`);
  refuses(`x = ${nested('a ..', 'a', '', 300)}`, `1: ${limit} near '..'`);
  refuses(`x = ${nested('a ^', 'a', '', 300)}`, `1: ${limit} near '^'`);
  refuses(nested('do ', '', 'end ', 300), `1: ${limit} near 'do'`);
  refuses(`x = ${nested('function() return ', '1', ' end ', 300)}`, `1: ${limit} near 'return'`);
  refuses(`type T = ${nested('{', 'A', '}', 300)}`, `1: ${limit} near '{'`);
  refuses(`type T = ${nested('() -> ', 'A', '', 300)}`, `1: ${limit} near '('`);
  refuses(`type T = A${'?'.repeat(300)}`, `1: ${limit} near '?'`);
  refuses(`type T = ${nested('A<', 'B', '>', 300)}`, `1: ${limit} near 'A'`);
  refuses(`x = y as ${nested('A<typeof(x as ', 'B', ')>', 300)}`, `1: ${limit} near 'A'`);
});

test('what was left again is no nesting', () => {
  parses(`x = {${'-a, a ^ b, a .. b, '.repeat(300)}}`);
  parses(`x = {${'a as T < #b, '.repeat(300)}}`);
  parses('do local x: A?? = y end '.repeat(300));
  parses('do end if a then else end '.repeat(300));
});

test('chains have no limit', () => {
  const chain = (part: string, between: string) => new Array(20_000).fill(part).join(between);
  parses(`x = ${chain('a', ' + ')}`);
  parses(`x = ${chain('a .. b == c', ' and ')}`);
  parses(`x = a${'.b'.repeat(20_000)}`);
  parses(`x = a${'()'.repeat(20_000)}`);
  parses(`x = a${' as T'.repeat(20_000)}`);
  parses(`x = a${'!'.repeat(20_000)}`);
  parses(`if a then ${'elseif b then '.repeat(20_000)} end`);
  parses(`type T = ${chain('A', ' | ')}`);
  parses(`::a::${';'.repeat(20_000)}`);
});

test('locals in scope, values that wait for each other and labels in sight are limited in each function', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `a${i}`);
  const listed = names(250).join(', ');
  parses(`local ${names(200).join(', ')} do end`);
  refuses(`local ${names(201).join(', ')} do end`, "1: too many local variables (limit is 200) near 'do'");
  refuses(
    `return function(${names(201).join(', ')}) end`,
    "1: too many local variables (limit is 200) near 'end'",
  );
  parses(
    names(300)
      .map((name) => `do local ${name} end`)
      .join(' '),
  );
  const registers = 'function or expression needs too many registers';
  parses(`${listed} = 1 f(${listed}) return ${listed}`);
  parses(`x = {${chainOf('f()', 300)}} f(${listed})`);
  parses(`f(${names(249).join(', ')}, function() return ${listed} end)`);
  refuses(`f(a, ${listed}, b)`, `1: ${registers} near 'b'`);
  refuses(`return a, f(${listed}, b)`, `1: ${registers} near 'b'`);
  refuses(`${listed}, b, c = 1`, `1: ${registers} near 'c'`);
  const large = (count: number) => `local ${names(200).join(', ')} ${'f() '.repeat(count)}`;
  parses(large(7400));
  refuses(large(7600), "1: function is too large: too many operations beside too many locals near 'f'");
  parses(`${'f() '.repeat(100_000)} local ${names(200).join(', ')}`);
  const labels = (count: number) =>
    names(count)
      .map((name) => `::${name}::`)
      .join(' ');
  parses(labels(200));
  refuses(labels(201), '1: too many labels (limit is 200)');
  parses(
    names(300)
      .map((name) => `do ::${name}:: end`)
      .join(' '),
  );
});

function chainOf(part: string, count: number): string {
  return new Array(count).fill(part).join(', ');
}
