/**
 * Makes an expression ready to run: its tree becomes functions, once.
 *
 *   Ex1  What an expression may do is bounded: so many steps, and lists of so many items.
 *   Ex2  A name that is not there is found out when the expression runs, and only where it is reached.
 */
import { RE2JS } from 're2js';
import { type Data, failure } from '#base';
import { local, timeOfNanos } from '#features/time';
import { add, divide, multiply, negate, power, remainder, subtract } from './arithmetic.ts';
import type { Node, Operator } from './ast.ts';
import { builtins } from './builtins.ts';
import { Bytes, bytesFrom } from './bytes.ts';
import { callMethod, timeValue } from './dates.ts';
import { parseExpression } from './parser.ts';
import { type PredicateCall, predicates } from './predicates.ts';
import {
  booleanOf,
  compareValues,
  evaluationFailure,
  fromHost,
  integerOf,
  isEqual,
  isList,
  isMap,
  listOf,
  memberOf,
  numberOf,
  stringOf,
  textOf,
  toHost,
  typeOf,
  type Value,
} from './value.ts';

/** Ex1 */
const mostSteps = 1_000_000;
const longestRange = 1_000_000;

/** Where the time comes from. */
export interface Clock {
  nowNanos(): bigint;
}

/** One running of an expression. */
interface Run {
  readonly env: Value;
  readonly clock: Clock;
  steps: number;
}

/** Where a part of it is evaluated. */
interface Scope {
  readonly run: Run;
  readonly names: Readonly<Record<string, Value>>;
  readonly item: Value;
  readonly index: number;
  readonly acc: Value;
}

type Code = (scope: Scope) => Value;

export interface Expression {
  readonly text: string;
  /** The result, and how many steps it took. Throws `Internal`. */
  run(env: Data, clock: Clock): { readonly value: Data; readonly steps: number };
}

/** Throws `Invalid` for an empty text and `Internal` for what is no expression. */
export function compileExpression(text: string): Expression {
  if (text.trim() === '') throw failure('Invalid', 'the expression is empty', { retryable: false });
  const code = compile(parseExpression(text));
  return {
    text,
    run: (env, clock) => {
      const run = { env: fromHost(env), clock, steps: 0 };
      const value = code({ run, names: none, item: null, index: 0, acc: null });
      return { value: toHost(value), steps: run.steps };
    },
  };
}

const none: Readonly<Record<string, Value>> = Object.freeze(Object.create(null));

function spend(run: Run, steps: number): void {
  run.steps += steps;
  if (run.steps > mostSteps) throw evaluationFailure(`it takes more than ${mostSteps} steps`);
}

function compile(node: Node): Code {
  // The table has an entry for every node, which takes this very one.
  const make = compilers[node.type] as (node: Node) => Code;
  return make(node);
}

const compilers: { readonly [T in Node['type']]: (node: Extract<Node, { type: T }>) => Code } = {
  literal:
    ({ value }) =>
    () =>
      value,

  name: ({ name }) => (name === '$env' ? ({ run }) => run.env : (scope) => nameIn(scope, name)),

  pointer:
    ({ name }) =>
    (scope) =>
      scope[name],

  list: ({ items }) => {
    const codes = items.map(compile);
    return (scope) => codes.map((code) => code(scope));
  },

  map: ({ pairs }) => {
    const codes = pairs.map(([key, value]) => [compile(key), compile(value)] as const);
    return (scope) => {
      const map: Record<string, Value> = Object.create(null);
      for (const [key, value] of codes) map[textOf(key(scope))] = value(scope);
      return map;
    };
  },

  member: (node) => {
    const of = compile(node.of);
    const key = compile(node.key);
    // `a?.b.c` is nil altogether when `a` is.
    const isOptional = isOptionalChain(node);
    return (scope) => {
      const value = of(scope);
      return value === null && isOptional ? null : memberOf(value, key(scope));
    };
  },

  slice: (node) => {
    const of = compile(node.of);
    const from = node.from === undefined ? undefined : compile(node.from);
    const to = node.to === undefined ? undefined : compile(node.to);
    return (scope) => slice(of(scope), from?.(scope), to?.(scope));
  },

  call: ({ name, args }) => compileCall(name, args),

  method: (node) => {
    const of = compile(node.of);
    const codes = node.args.map(compile);
    const isOptional = isOptionalChain(node);
    return (scope) => {
      const value = of(scope);
      if (value === null && isOptional) return null;
      spend(scope.run, 1);
      return callMethod(
        value,
        node.name,
        codes.map((code) => code(scope)),
      );
    };
  },

  unary: ({ operator, operand }) => {
    const code = compile(operand);
    if (operator === 'not') return (scope) => !booleanOf(code(scope), 'not');
    if (operator === '-') return (scope) => negate(code(scope));
    return (scope) => numberOf(code(scope), '+');
  },

  binary: ({ operator, left, right }) => {
    const one = compile(left);
    const other = compile(right);
    if (operator === 'matches') return compileMatches(one, right, other);
    const operate = operations[operator];
    return (scope) => {
      spend(scope.run, 1);
      return operate(one(scope), other(scope));
    };
  },

  logical: ({ operator, left, right }) => {
    const one = compile(left);
    const other = compile(right);
    if (operator === '??') return (scope) => one(scope) ?? other(scope);
    if (operator === 'and') return (scope) => booleanOf(one(scope), 'and') && booleanOf(other(scope), 'and');
    return (scope) => booleanOf(one(scope), 'or') || booleanOf(other(scope), 'or');
  },

  conditional: ({ test, yes, no }) => {
    const [asked, one, other] = [compile(test), compile(yes), compile(no)];
    if (test === yes) {
      // `a ?: b`
      return (scope) => {
        const value = asked(scope);
        return value === null || value === false ? other(scope) : value;
      };
    }
    return (scope) => (booleanOf(asked(scope), '?:') ? one(scope) : other(scope));
  },

  let: ({ name, value, body }) => {
    const given = compile(value);
    const inner = compile(body);
    return (scope) => inner({ ...scope, names: { ...scope.names, [name]: given(scope) } });
  },
};

/** Ex2 */
function nameIn({ names, run }: Scope, name: string): Value {
  if (Object.hasOwn(names, name)) return names[name] ?? null;
  if (isMap(run.env) && Object.hasOwn(run.env, name)) return run.env[name] ?? null;
  throw evaluationFailure(`there is no ${name}`);
}

function isOptionalChain(node: Node): boolean {
  return (node.type === 'member' || node.type === 'method') && (node.isOptional || isOptionalChain(node.of));
}

function slice(value: Value, from: Value | undefined, to: Value | undefined): Value {
  const bounds = [from, to].map((bound) => (bound === undefined ? undefined : integerOf(bound, 'a slice')));
  if (typeof value === 'string') return [...value].slice(...bounds).join('');
  const part = listOf(value, 'a slice').slice(...bounds);
  return value instanceof Bytes ? bytesFrom(part, Number) : part;
}

const operations: { readonly [O in Exclude<Operator, 'matches'>]: (left: Value, right: Value) => Value } = {
  '==': isEqual,
  '!=': (left, right) => !isEqual(left, right),
  '<': (left, right) => compareValues(left, right) < 0,
  '>': (left, right) => compareValues(left, right) > 0,
  '<=': (left, right) => compareValues(left, right) <= 0,
  '>=': (left, right) => compareValues(left, right) >= 0,
  in: isIn,
  contains: (left, right) => stringOf(left, 'contains').includes(stringOf(right, 'contains')),
  startsWith: (left, right) => stringOf(left, 'startsWith').startsWith(stringOf(right, 'startsWith')),
  endsWith: (left, right) => stringOf(left, 'endsWith').endsWith(stringOf(right, 'endsWith')),
  '..': range,
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '**': power,
};

function isIn(item: Value, container: Value): boolean {
  if (container === null) return false;
  if (isList(container)) return container.some((each) => isEqual(each, item));
  if (isMap(container)) return Object.hasOwn(container, textOf(item));
  throw evaluationFailure(`in takes a list or a map, not ${typeOf(container)}`);
}

function range(left: Value, right: Value): Value {
  const [from, to] = [integerOf(left, '..'), integerOf(right, '..')];
  if (to - from >= longestRange) throw evaluationFailure(`a range has at most ${longestRange} numbers`);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** A pattern that is written out is compiled once. */
function compileMatches(text: Code, pattern: Node, other: Code): Code {
  const fixed =
    pattern.type === 'literal' && typeof pattern.value === 'string' ? regexp(pattern.value) : undefined;
  return (scope) => {
    const subject = stringOf(text(scope), 'matches');
    spend(scope.run, 1 + subject.length / 16);
    return (fixed ?? regexp(stringOf(other(scope), 'matches'))).test(subject);
  };
}

function regexp(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    throw evaluationFailure(cause instanceof Error ? cause.message : String(cause));
  }
}

function compileCall(name: string, args: readonly Node[]): Code {
  const predicate = predicates.get(name);
  if (predicate !== undefined) return compilePredicate(name, predicate, args);
  if (name === 'now') return compileNow(args);
  const builtin = builtins.get(name);
  if (builtin === undefined) throw evaluationFailure(`there is no function ${name}`);
  const codes = args.map(compile);
  const { least, most, run } = builtin;
  if (codes.length < least || codes.length > most)
    throw evaluationFailure(`${name} takes ${countText(least, most)}`);
  return (scope) => {
    const given = codes.map((code) => code(scope));
    spend(scope.run, 1 + given.reduce<number>((sum, value) => sum + sizeOf(value), 0));
    return run(...given);
  };
}

function compileNow(args: readonly Node[]): Code {
  if (args.length > 0) throw evaluationFailure('now takes 0 arguments');
  return ({ run }) => timeValue(timeOfNanos(run.clock.nowNanos(), local));
}

/** The work of looking at a value once. */
function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length / 16;
  return isList(value) ? value.length : 0;
}

function countText(least: number, most: number): string {
  if (least === most) return least === 1 ? '1 argument' : `${least} arguments`;
  return most === Number.POSITIVE_INFINITY ? `at least ${least} arguments` : `${least} to ${most} arguments`;
}

/** `sortBy(list, "field")` is `sortBy(list, .field)`. */
function sortKey(expression: Node): Node {
  if (expression.type !== 'literal') return expression;
  return { type: 'member', of: { type: 'pointer', name: 'item' }, key: expression, isOptional: false };
}

/** Whose expression may be left out. */
const mayCount = new Set(['sum', 'count', 'all', 'any', 'none', 'one', 'sortBy']);

function compilePredicate(
  name: string,
  predicate: (call: PredicateCall) => Value,
  args: readonly Node[],
): Code {
  const [list, expression, further, ...more] = args;
  if (list === undefined || more.length > 0)
    throw evaluationFailure(`${name} takes a list and an expression`);
  if (expression === undefined && !mayCount.has(name)) throw evaluationFailure(`${name} takes an expression`);
  const items = compile(list);
  const ask =
    expression === undefined ? undefined : compile(name === 'sortBy' ? sortKey(expression) : expression);
  const rest = further === undefined ? undefined : compile(further);
  return (scope) => {
    const given = listOf(items(scope), name);
    spend(scope.run, 1 + given.length);
    return predicate({
      list: given,
      ask: (item, index, acc = null) => (ask === undefined ? item : ask({ ...scope, item, index, acc })),
      further: rest?.(scope),
    });
  };
}
