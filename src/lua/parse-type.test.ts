import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressionOf, parses, refuses, shape, statementsOf, typeOf } from './parser.testing.ts';

/** Writes a type with every group in brackets: `(| a b)` is a union, `(f (a) b)` a function. */
function written(node: ReturnType<typeof typeOf>): string {
  switch (node.type) {
    case 'TypeName': {
      const args = node.args.length > 0 ? `<${node.args.map(written).join(' ')}>` : '';
      return `${node.module === undefined ? '' : `${node.module}.`}${node.name}${args}`;
    }
    case 'TypeLiteral':
      return typeof node.value === 'string' ? JSON.stringify(node.value) : String(node.value);
    case 'TypeUnion':
      return `(| ${node.of.map(written).join(' ')})`;
    case 'TypeIntersection':
      return `(& ${node.of.map(written).join(' ')})`;
    case 'TypeOptional':
      return `(? ${written(node.of)})`;
    case 'TypeAnnotated':
      return `(@${node.name} ${[written(node.of), ...node.args.map((arg) => JSON.stringify(arg))].join(' ')})`;
    case 'TypeArray':
      return `(${node.readonly ? 'readonly ' : ''}array ${written(node.element)})`;
    case 'TypeMap':
      return `(${node.readonly ? 'readonly ' : ''}map ${written(node.key)} ${written(node.value)})`;
    case 'TypeRecord': {
      const fields = node.fields.map(
        (field) =>
          `${field.readonly ? 'readonly ' : ''}${field.name}${field.optional ? '?' : ''}=${written(field.of)}`,
      );
      return `(${[node.readonly ? 'readonly record' : 'record', ...fields].join(' ')})`;
    }
    case 'TypeFunction': {
      const parameters = node.parameters.map(
        ({ name, of, vararg }) =>
          `${vararg ? '...' : ''}${name === undefined ? '' : `${name}:`}${written(of)}`,
      );
      const generics = node.generics.map(({ name, bound }) => (bound ? `${name}:${written(bound)}` : name));
      const head = generics.length > 0 ? `<${generics.join(' ')}>` : '';
      return `(f${head} (${parameters.join(' ')}) ${node.returns.map(written).join(' ')})`;
    }
    case 'TypeOf':
      return '(typeof)';
  }
}

function reads(source: string, expected: string): void {
  assert.equal(written(typeOf(source)), expected, source);
}

test('names may have a module and arguments', () => {
  reads('number', 'number');
  reads('time.Time', 'time.Time');
  reads('Outcome<Sensor, string>', 'Outcome<Sensor string>');
  reads('lib.Box<A<B<C>>>', 'lib.Box<A<B<C>>>');
  reads('readonly', 'readonly');
  reads('typeof | type | as', '(| typeof type as)');
  refuses('type T = a.b.c', "1: unexpected symbol near '.'");
  refuses('type T = A<B', "1: '>' expected near <eof>");
});

test('literals are types', () => {
  reads('"low" | \'high\' | [[x]]', '(| "low" "high" "x")');
  reads('1 | -2 | 0x10 | 1.5 | -9007199254740993', '(| 1 -2 16 1.5 -9007199254740993)');
  reads('true | false | nil', '(| true false undefined)');
  refuses('type T = -x', "1: <number> expected near 'x'");
});

test('? and @ bind tighter than &, & tighter than |', () => {
  reads('A | B & C? | D', '(| A (& B (? C)) D)');
  reads('| A | B', '(| A B)');
  reads('\n  | "a"\n  | "b"', '(| "a" "b")');
  reads('& A & B', '(& A B)');
  reads('| A', 'A');
  reads('(A | B) & C', '(& (| A B) C)');
  reads('(A | B)?', '(? (| A B))');
});

test('annotations stack up and take literals', () => {
  reads('number @min(-90) @max(60)', '(@max (@min number -90) 60)');
  reads('string? @pattern("^a") @flag(true, 1.5)', '(@flag (@pattern (? string) "^a") true 1.5)');
  reads('{string @min_len(1)} @max_len(3)', '(@max_len (array (@min_len string 1)) 3)');
  reads('string @trim()', '(@trim string)');
  refuses('type T = string @min', "1: '(' expected near <eof>");
  refuses('type T = string @min(x)', "1: type expected near 'x'");
});

test('braces hold an array, a map or a record', () => {
  reads('{}', '(record)');
  reads('{string}', '(array string)');
  reads('{string?}', '(array (? string))');
  reads('{a.B}', '(array a.B)');
  reads('{{number}}', '(array (array number))');
  reads('{A | nil}', '(array (| A undefined))');
  reads('{[string]: number}', '(map string number)');
  reads('{[string]: {[integer]: any},}', '(map string (map integer any))');
  reads('{a: A, b?: B; c: C?,}', '(record a=A b?=B c=(? C))');
  reads(
    '{type: string, as: any, typeof?: any, readonly: any}',
    '(record type=string as=any typeof?=any readonly=any)',
  );
  refuses('type T = {a: A b: B}', "1: '}' expected near 'b'");
  refuses('type T = {a: A, B}', "1: ':' expected near '}'");
  refuses('type T = {a:\n A', "2: '}' expected (to close '{' at line 1) near <eof>");
});

test('readonly stands before braces or a field', () => {
  reads('readonly {string}', '(readonly array string)');
  reads('readonly {[string]: A}?', '(? (readonly map string A))');
  reads('readonly {a: A}', '(readonly record a=A)');
  reads('{readonly a: A, readonly b?: B}', '(record readonly a=A readonly b?=B)');
});

test('function types take names, varargs and several results', () => {
  reads('() -> ()', '(f () )');
  reads('(A) -> B', '(f (A) B)');
  reads('(a: A, B, ...: C) -> (R1, R2)', '(f (a:A B ...C) R1 R2)');
  reads('(...) -> nil', '(f (...any) undefined)');
  reads('(A) -> (B)', '(f (A) B)');
  reads('<T: {id: string}, U>(T) -> U', '(f<T:(record id=string) U> (T) U)');
  refuses('type T = (A, B)', "1: '->' expected near <eof>");
  refuses('type T = (a: A)', "1: '->' expected near <eof>");
  refuses('type T = (...: A, B) -> C', "1: ')' expected near ','");
  refuses('type T = () -> (a: A)', "1: '->' expected near <eof>");
});

test('a function type reaches as far as it can', () => {
  reads('() -> A | B', '(f () (| A B))');
  reads('() -> A?', '(f () (? A))');
  reads('(() -> A)?', '(? (f () A))');
  reads('() -> (A)?', '(f () (? A))');
  reads('() -> (A | B) & C', '(f () (& (| A B) C))');
  reads('() -> (A, B) -> C', '(f () (f (A B) C))');
  reads('() -> () -> ()', '(f () (f () ))');
  reads('A | () -> B | C', '(| A (f () (| B C)))');
});

test('typeof takes an expression', () => {
  reads('typeof(x.y[1])?', '(? (typeof))');
  reads('{typeof(x)}', '(array (typeof))');
});

test('aliases take type parameters', () => {
  const [alias] = statementsOf('type Outcome<V, F: Base> = V | F');
  assert.ok(alias?.type === 'TypeAlias');
  assert.deepEqual(shape(alias.generics), [
    { name: 'V', bound: undefined },
    { name: 'F', bound: { type: 'TypeName', module: undefined, name: 'Base', args: [] } },
  ]);
  parses('type A<T>= T');
  parses('local function f() type Inner = {x: number} local y: Inner = g() end');
  refuses('type A', "1: '=' expected near <eof>");
});

test('annotations stand wherever names are bound', () => {
  parses('local n: integer, s: string, free = 3, "x"');
  parses('local a: A<B>= 1 local b: A<B<C>>= 2');
  parses('for i: integer = 1, 2 do end for k: string, v in pairs(t) do end');
  parses('local f: (A) -> (B, C) = g');
  parses('local n: number @min(1) = 5');
});

test('headers take type parameters, annotations and results', () => {
  parses('local function first<T>(items: {T}): T? return items[1] end');
  parses('function a.b:c<T: {id: string}>(item: T, ...: string): string, error? end');
  parses('f(function(a: number, b: string?): (boolean, error?) end, 2)');
  parses('local f = function<T>(x: T): number, string return 1, "" end');
  parses('function f(): () end function g(): (A) -> B end function h(): () -> (A, B) end');
  parses('function f(...): T\n(g or h)() end');
  refuses('function f(): (A, B), C end', "1: unexpected symbol near ','");
});

test('results in parentheses and without are the same', () => {
  const results = (source: string) => {
    const [statement] = statementsOf(source);
    assert.ok(statement?.type === 'FunctionStatement');
    return statement.body.returns?.map(written);
  };
  assert.deepEqual(results('function f(): A, B end'), ['A', 'B']);
  assert.deepEqual(results('function f(): (A, B) end'), ['A', 'B']);
  assert.deepEqual(results('function f(): (A)?, B end'), ['(? A)', 'B']);
  assert.deepEqual(results('function f(): () end'), []);
  assert.equal(results('function f() end'), undefined);
});

test('attributes are not part of the dialect', () => {
  refuses('local x <const> = 1', "1: attributes are not part of the dialect near '<'");
  refuses('local a, b <close> = 1', "1: attributes are not part of the dialect near '<'");
});

test('T3: in a cast, < after a name compares unless type arguments read', () => {
  const type = (source: string) => expressionOf(source).type;
  assert.equal(type('n as integer < limit'), 'Binary');
  assert.equal(type('n as integer < limit and a > b'), 'Logical');
  assert.equal(type('n :: Id < f(x)'), 'Binary');
  assert.equal(type('n as integer < b > c'), 'Binary');
  assert.equal(type('x as Channel<T>'), 'Cast');
  assert.equal(type('x as Channel<T<U>> == y'), 'Binary');
  assert.equal(type('x :: {Channel<T>}'), 'Cast');
  assert.equal(type('x :: A<B<C>, D<typeof(y)>>'), 'Cast');
  assert.equal(type('x :: A<B<C>> or y'), 'Logical');
  assert.equal(type('x :: A<typeof(y as B)>(z)'), 'Binary');
  parses('local x = y as Box<T>\nz = 1');
  parses('f(a as integer < b, c > d)');
  parses('if n as integer < #t then end');
  parses('return n as A < typeof(function() return b as c end), ...');
  parses('return n as A < typeof(function() return b as c end), ...');
  refuses('local x: Channel<T = 1', "1: '>' expected near '='");
});
