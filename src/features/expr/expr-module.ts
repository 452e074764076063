/** The `expr` module: expressions of the expr language, evaluated without running Lua. */
import { arg, type Call, defineHandle, defineModule, fn, method, t } from '#plugin';
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
  const { value, steps } = expression.run(env);
  call.spend(steps);
  return value;
}

export const programHandle = defineHandle<Expression, string>({
  name: 'expr.Program',
  summary: 'An expression, ready to run.',
  crosses: 'copy',
  methods: {
    run: method({
      summary: 'The value of the expression with these variables.',
      args: [arg('env', t.data)],
      returns: t.data,
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
      returns: t.data,
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
