/** Statements: declarations, assignments, branches, errors; loops stand in loops.ts, functions in functions.ts. */
import { writeCorner } from './corners.ts';
import { writeCoroutine } from './coroutines.ts';
import { call, list, suffixed } from './expressions.ts';
import { writeCallbacks, writeFunction, writeProtected, writeRecursion } from './functions.ts';
import { writeLibraryUse } from './library-use.ts';
import { writeLoop } from './loops.ts';
import { writeOrder } from './order.ts';
import type { Kind, Writer } from './writer.ts';

const DEEPEST = 4;
const PLAIN: readonly Kind[] = ['int', 'int', 'int', 'flt', 'str', 'str', 'bool', 'arr', 'rec', 'obj', 'any'];

export function writeBlock(w: Writer, statements: number): void {
  for (let i = 0; i < statements; i++) statement(w);
  if (w.loops > 0 && w.chance(6)) w.line(`if ${w.expression('bool')} then break end`);
}

function statement(w: Writer): void {
  const nested = w.depth < DEEPEST ? 1 : 0;
  w.weighted<void>([
    [6, () => declaration(w)],
    [6, () => assignment(w)],
    [6, () => w.line(`print(show(${list(w, 3)}))`)],
    [3, () => callStatement(w)],
    [3 * nested, () => branch(w)],
    [4 * nested, () => writeLoop(w)],
    [3 * nested, () => writeFunction(w)],
    [2 * nested, () => writeProtected(w)],
    [1 * nested, () => writeCallbacks(w)],
    [1 * nested, () => writeRecursion(w)],
    [1 * nested, () => w.inside('do', 'end', () => writeBlock(w, 1 + w.below(3)))],
    [2 * nested, () => writeCoroutine(w)],
    [2, () => writeLibraryUse(w)],
    [3, () => writeOrder(w)],
    [2, () => writeCorner(w)],
    [1, () => failure(w)],
  ]);
}

function declaration(w: Writer): void {
  if (w.chance(4)) {
    const kinds = w.list<Kind>(2 + w.below(2), () => 'any');
    const names = kinds.map(() => w.name('m'));
    w.line(`local ${names.join(', ')} = ${list(w, 2)}`);
    for (const name of names) w.declare(name, 'any');
    return;
  }
  const kind = w.pick(PLAIN);
  const name = w.name(kind[0] ?? 'v');
  const value = w.expression(kind, 3);
  w.line(`local ${name} = ${value}`);
  w.declare(name, kind === 'obj' && w.classes.length === 0 ? 'rec' : kind);
}

/** A value that can be assigned over and over: integers stay small, so that sums within 2^53 stay exact. */
function assigned(w: Writer, kind: Kind): string {
  if (kind === 'int' && w.factor > 1)
    return `(${w.expression('int', 2)}) % ${w.pick(['1000', '65536', '97'])}`;
  if (kind === 'str' && w.factor > 1) return `string.sub(${w.expression('str', 2)}, 1, 40)`;
  return w.expression(kind, 2);
}

interface Target {
  readonly text: string;
  readonly kind: Kind;
}

function target(w: Writer): Target {
  const kind = w.pick(PLAIN);
  const variable = w.variable(kind, ({ fixed }) => !fixed);
  const local =
    variable === undefined
      ? { text: w.pick(['G1', 'G2']), kind: 'any' as const }
      : { text: variable.name, kind };
  return w.weighted<Target>([
    [5, () => local],
    [1, () => ({ text: w.pick(['G1', 'G2', 'G3']), kind: 'any' })],
    [1, () => ({ text: `${suffixed(w, 'rec', 1)}.${w.pick(['c', 'd', 'e'])}`, kind: 'any' })],
    [1, () => ({ text: `${suffixed(w, 'rec', 1)}.a`, kind: 'int' })],
    [
      1,
      () => ({
        text: `${suffixed(w, 'rec', 1)}[${w.expression(w.pick<Kind>(['str', 'int', 'bool', 'flt']), 1)}]`,
        kind: 'any',
      }),
    ],
    [
      w.classes.length > 0 ? 2 : 0,
      () => ({ text: `${suffixed(w, 'obj', 1)}.${w.pick(['v', 'w'])}`, kind: 'int' }),
    ],
  ]);
}

function assignment(w: Writer): void {
  if (!w.chance(3)) {
    const to = target(w);
    w.line(guarded(`${to.text} = ${assigned(w, to.kind)}`));
    return;
  }
  const targets = w.list(2 + w.below(2), () => target(w));
  const values = targets.map(({ kind }) => assigned(w, kind));
  const shorter = targets.at(-1)?.kind === 'any' && w.chance(2);
  if (shorter) values.splice(-1, 1, call(w, 'any', 2) ?? 'nil');
  w.line(guarded(`${targets.map(({ text }) => text).join(', ')} = ${values.join(', ')}`));
}

/** A statement must not begin with a parenthesis that could continue the one before. */
function guarded(text: string): string {
  return text.startsWith('(') ? `;${text}` : text;
}

function callStatement(w: Writer): void {
  const text = call(w, 'any', 3);
  if (text !== undefined) w.line(text);
  else w.line(`print(show(${list(w, 2)}))`);
}

function branch(w: Writer): void {
  w.line(`if ${w.expression('bool')} then`);
  const body = () => w.indented(() => w.block(1 + w.below(3)));
  body();
  if (w.chance(2)) {
    w.line(`elseif ${w.expression(w.pick<Kind>(['bool', 'any']))} then`);
    body();
  }
  if (w.chance(2)) {
    w.line('else');
    body();
  }
  w.line('end');
}

function failure(w: Writer): void {
  if (!w.chance(3)) return;
  w.line(`if ${w.expression('bool')} then ${raised(w)} end`);
}

function raised(w: Writer): string {
  return w.weighted<string>([
    [
      3,
      () =>
        `error(${w.expression(w.pick<Kind>(['str', 'str', 'int', 'any']))}${w.chance(2) ? `, ${w.pick(['0', '1', '2'])}` : ''})`,
    ],
    [1, () => `error({code = ${w.expression('int')}})`],
    [1, () => `assert(${w.pick(['false', 'nil'])}, ${w.expression('str')})`],
    [1, () => `assert(${w.expression('bool')})`],
    [1, () => `print(show(${w.expression('any', 3)}))`],
    [1, () => 'error()'],
  ]);
}
