/** The `expr` module: expressions of the expr language, evaluated without running Lua. */
import { Buffer } from 'node:buffer';
import { type Data, encodeUtf8 } from '#base';
import { arg, type Call, defineHandle, defineModule, fn, Held, method, t } from '#plugin';
import { Bytes } from './bytes.ts';
import { compileExpression, type Expression } from './compile.ts';

/** Compiled expressions; the one that was not used for longest goes first. */
const mostExpressions = 1000;
const compiled = new Map<string, Expression>();

function expressionOf(text: string): Expression {
  const known = compiled.get(text) ?? compileExpression(text);
  compiled.delete(text);
  compiled.set(text, known);
  const [oldest] = compiled.keys();
  if (compiled.size > mostExpressions && oldest !== undefined) compiled.delete(oldest);
  return known;
}

function evaluate(expression: Expression, env: Parameters<Expression['run']>[0], call: Call) {
  const { value, steps } = expression.run(env, call);
  call.spend(steps);
  return given(value, call);
}

/** The result as data of the guest: its texts in UTF-8, bytes as they are, and dates that the guest holds. */
function given(value: Data, call: Call): Data {
  if (typeof value === 'string') return encodeUtf8(value);
  if (value instanceof Bytes) return Buffer.from(value).toString('latin1');
  if (typeof value !== 'object' || value === null) return value;
  // Data may hold held values; those of the guest stay what they are.
  if (value instanceof Held)
    return Object.getPrototypeOf(value) === Held.prototype
      ? (call.hold(value.handle, value.live) as unknown as Data)
      : value;
  if (Array.isArray(value)) return value.map((item: Data) => given(item, call));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [encodeUtf8(key), given(item, call)]));
}

export const programHandle = defineHandle<Expression, string>({
  name: 'expr.Program',
  summary: 'An expression, ready to run.',
  crosses: 'copy',
  methods: {
    run: method({
      summary: 'The value of the expression with these variables.',
      args: [arg('env', t.data)],
      returns: t.any,
      effect: 'local',
      run: (expression: Expression, env, call) => evaluate(expression, env, call),
    }),
  },
  save: ({ text }) => text,
  restore: (text) => expressionOf(text),
});

export const expr = defineModule({
  name: 'expr',
  summary: 'Evaluates expressions of the expr language.',
  classes: ['deterministic'],
  handles: [programHandle],
  functions: {
    eval: fn({
      summary: 'The value of an expression with these variables.',
      args: [arg('expression', t.string), arg('env', t.data)],
      returns: t.any,
      effect: 'local',
      run: (text, env, call) => {
        call.spend(text.length / 16);
        return evaluate(expressionOf(text), env, call);
      },
    }),

    compile: fn({
      summary: 'Makes an expression ready to run, again and again.',
      args: [arg('expression', t.string), arg('env', t.data)],
      returns: t.handle(programHandle),
      effect: 'local',
      run: (text, _env, call) => {
        call.spend(text.length);
        return call.hold(programHandle, expressionOf(text));
      },
    }),
  },
});
