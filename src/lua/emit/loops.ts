/**
 * Loops. Each has a head: a site where the slice may end, and where a continuation can begin the loop anew.
 *
 *     B1: while (true) {
 *       if (tick(R, 7)) { $p = 4; ... break X; }
 *       ... if (!condition) break B1; ... body ...
 *     }
 *
 * A continuation that begins inside the loop has the rest of the iteration and then calls the head's continuation
 * with what lives there:
 *
 *     B1: { ... rest of the body ...  return (H0 ??= head(P[2], 4))(self, l1, l2); }
 *     ... what follows the loop ...
 *
 * In the main chunk each loop that stands in no other statement begins a *piece*: it is written as its head's
 * continuation, and what comes before it ends with the jump. Chunks run once, so their loops are what grows warm: a
 * slice that ends there goes on in code that is warm already, and V8 compiles no more than the loop that runs. So do the
 * first long loops of other functions (long-loops.ts).
 */

import type { Expression, GenericFor, NumericFor, Repeat, While } from '../ast.ts';
import { countsNumbers, literalNumber } from '../number-variables.ts';
import type { Variable } from '../resolve.ts';
import { adjusted } from './assignments.ts';
import { type Atom, atom, truth } from './atom.ts';
import { beginning } from './chain.ts';
import { codeOf } from './fields.ts';
import { fuelCheck } from './fuel-check.ts';
import type { FunctionEmitter, Repeatable } from './function-emitter.ts';
import { keep, mayRunCode } from './operands.ts';
import type { Site } from './site.ts';

/** The head of a loop as it was written: where its text begins, and whether it did. */
interface Head {
  readonly site: Site;
  readonly at: number;
  readonly written: boolean;
}

/** Writes the head's site and check. `open` gives the text that begins the loop. */
export function headCheck(
  e: FunctionEmitter,
  node: { readonly start: number; readonly line: number },
  offset: number,
  open: (site: Site) => string,
): Head {
  const site = e.site(node, 'head', offset);
  if (e.beginsPiece(node, site)) {
    e.nextPiece(site);
    e.reserve(site.slots.length);
  }
  const at = e.out.length;
  const text = open(site);
  e.write(text);
  e.mark(site);
  const isPiece = node === e.outermost;
  const kind = isPiece && e.scope.index === 0 ? 'piece' : e.loop === undefined ? 'outer' : 'other';
  const check = fuelCheck(e, site.number, kind, 1, isPiece);
  e.write(`if (${check}) ${site.save}`);
  return { site, at, written: !e.silent };
}

export function repeatable(e: FunctionEmitter, site: Site, exit: string): Repeatable {
  return { head: site.number, exit, slots: site.slots, written: !e.silent };
}

/** Goes to the continuation of a head with the values of its slots. */
export function jumpToHead(e: FunctionEmitter, loop: Repeatable, values: readonly string[]): string {
  const known = e.pool.head(e.scope.index, loop.head);
  const given = ['self', ...values.map((value) => e.slotText(value))].join(', ');
  return `return (${known} ??= head(P[${e.scope.index}], ${loop.head}))(${given});`;
}

/** Walks a loop whose head is `head`; `repeat` gives the head's values for the next round. */
function body(
  e: FunctionEmitter,
  loop: Repeatable,
  head: Head,
  walk: () => void,
  repeat: (slots: readonly string[]) => readonly string[],
): void {
  const outer = e.loop;
  const { stopped } = e;
  e.loop = loop;
  e.inBlock(walk);
  e.loop = outer;
  e.stopped = stopped;
  if (e.silent) return;
  if (head.written) e.write('}');
  else {
    e.insert(head.at, `${loop.exit}: {`);
    e.jump(`${jumpToHead(e, loop, repeat(loop.slots))} }`);
  }
}

const same = (slots: readonly string[]): readonly string[] => slots;

export function emitWhile(e: FunctionEmitter, node: While): void {
  let loop: Repeatable | undefined;
  const head = headCheck(e, node, node.start, (site) => {
    loop = repeatable(e, site, e.label('B'));
    return `${loop.exit}: while (true) {`;
  });
  const it = loop as unknown as Repeatable;
  body(
    e,
    it,
    head,
    () => {
      const condition = e.expression(node.condition);
      if (node.condition.type !== 'True') e.write(`if (!${truth(condition)}) break ${it.exit};`);
      e.statements(node.block);
    },
    same,
  );
}

export function emitRepeat(e: FunctionEmitter, node: Repeat): void {
  let loop: Repeatable | undefined;
  const head = headCheck(e, node, node.start, (site) => {
    loop = repeatable(e, site, e.label('B'));
    return `${loop.exit}: while (true) {`;
  });
  const it = loop as unknown as Repeatable;
  body(
    e,
    it,
    head,
    () => {
      e.statements(node.block, () => {
        const condition = e.expression(node.condition);
        e.write(`if (${truth(condition)}) break ${it.exit};`);
      });
    },
    same,
  );
}

/**
 *     let i1 = from, i2 = to, i3 = step;
 *     if (not all plain numbers) { prepareLoop ... }
 *     B1: for (; i1 <= i2; i1 += 1) { CHECK let l1 = i1; ... }
 */
export function emitNumericFor(e: FunctionEmitter, node: NumericFor): void {
  const [counter, limit, step] = [e.temp(), e.temp(), e.temp()];
  bounds(e, node, [counter, limit, step]);
  const by = literalNumber(node.step);
  const known = countsNumbers(node);
  const increment = known ? `(${by})` : step;
  const going =
    by === undefined || by === 0
      ? `(${step} > 0 ? ${counter} <= ${limit} : ${counter} >= ${limit})`
      : `${counter} ${by > 0 ? '<=' : '>='} ${limit}`;
  const advance = `${counter} + ${increment}`;
  const states = e.states.length;
  e.states.push(counter, limit);
  if (known) e.numbers.add(counter).add(limit);
  else e.states.push(step);
  let loop: Repeatable | undefined;
  const head = headCheck(e, node, node.block.start - 0.5, (site) => {
    loop = repeatable(e, site, e.label('B'));
    return `${loop.exit}: for (; ${going}; ${counter} = ${advance}) {`;
  });
  const it = loop as unknown as Repeatable;
  body(
    e,
    it,
    head,
    () => {
      const variable = e.declaredBy(node)[0] as Variable;
      e.bind(
        variable,
        known ? counter : `typeof ${counter} === 'number' ? ${counter} : loopValue(${counter})`,
      );
      e.statements(node.block);
    },
    (slots) => slots.map((name) => (name === counter ? advance : name)),
  );
  e.states.length = states;
}

/** Evaluates the bounds into the loop's own variables; all that is not a plain number goes through `prepareLoop`. */
function bounds(e: FunctionEmitter, node: NumericFor, names: readonly [string, string, string]): void {
  const nodes = node.step === undefined ? [node.from, node.to] : [node.from, node.to, node.step];
  const before = e.pending.length;
  const lastRunning = nodes.findLastIndex((each) => mayRunCode(e, each));
  const atoms = nodes.map((each, i) => {
    const value = e.expression(each);
    return i < lastRunning ? keep(e, value) : value;
  });
  e.pending.length = before;
  const site = e.site(node, 'prepare');
  if (site.hit) throw new Error('the preparation of a loop never waits');
  e.mark(site);
  const values: Atom[] = [...atoms, ...(atoms.length === 2 ? [atom('1', 'number')] : [])];
  for (const [i, name] of names.entries()) e.declare(name, (values[i] as Atom).js);
  const checks = values.flatMap((value, i) =>
    value.kind === 'number' ? [] : [`typeof ${names[i]} !== 'number'`],
  );
  if (literalNumber(node.step) === undefined || literalNumber(node.step) === 0)
    checks.push(`${names[2]} === 0`);
  if (checks.length === 0) return;
  e.write(`if (${checks.join(' || ')}) { prepareLoop(${names.join(', ')}); if (R.why !== 0) ${site.save}`);
  // Where the first value and the step are literals the limit is always made a number; V8 is told so once.
  if (countsNumbers(node)) e.write(`${names[1]} = R.r1; } ${names[1]} = +${names[1]};`);
  else e.write(`${names[0]} = R.r0; ${names[1]} = R.r1; ${names[2]} = R.r2; }`);
}

/**
 *     let i1 = f, i2 = s, i3 = control, i4 = i1 === next && i2 instanceof T && i3 === undefined ? new Traversal(i2) : null;
 *     B1: for (;;) { CHECK
 *       let l1, l2;
 *       if (i4 !== null) { if (!i4.step()) break B1; l1 = i4.key; l2 = i4.value; }
 *       else { t = i1.code(i1, i2, i3); ... if (l1 === undefined) break B1; i3 = l1; }
 *       ... }
 */
export function emitGenericFor(e: FunctionEmitter, node: GenericFor): void {
  const names = [e.temp(), e.temp(), e.temp(), e.temp()] as const;
  const [f, s, control, traversal] = names;
  const values = adjusted(e, node.values, 3);
  for (const [i, name] of [f, s, control].entries()) e.declare(name, (values[i] as Atom).js);
  e.declare(
    traversal,
    `${f} === next && ${s} instanceof T && ${control} === undefined ? new Traversal(${s}) : null`,
  );
  const states = e.states.length;
  e.states.push(...names);
  let loop: Repeatable | undefined;
  const head = headCheck(e, node, node.block.start - 0.5, (site) => {
    loop = repeatable(e, site, e.label('B'));
    return `${loop.exit}: for (;;) {`;
  });
  const it = loop as unknown as Repeatable;
  body(e, it, head, () => iteration(e, node, it, names), same);
  e.states.length = states;
}

/** The iterator is called at the line of what stands behind `in`. */
function firstLine([first]: readonly Expression[]): number | undefined {
  let node = first;
  for (let inner = node; inner !== undefined; inner = beginning(inner)) node = inner;
  return node?.line;
}

function iteration(
  e: FunctionEmitter,
  node: GenericFor,
  loop: Repeatable,
  names: readonly [string, string, string, string],
): void {
  const [f, s, control, traversal] = names;
  const variables = e.declaredBy(node);
  const site = e.site(node, 'iterate', node.block.start - 0.5, firstLine(node.values));
  const result = e.temp();
  const fresh = variables.map(() => e.temp());
  if (site.hit) {
    for (const [i, name] of fresh.entries())
      e.declare(name, i > 2 ? `resultAt(v, ${i})` : `v === S ? R.r${i} : ${i === 0 ? 'v' : 'undefined'}`);
    e.write(`if (${fresh[0]} === undefined) break ${loop.exit};`);
    e.assign(control, fresh[0] as string);
  } else {
    for (const name of fresh) e.declare(name);
    e.mark(site);
    const pair = fresh.slice(0, 2).map((name, i) => `${name} = ${traversal}.${i === 0 ? 'key' : 'value'};`);
    e.write(
      `if (${traversal} !== null) { if (!${traversal}.step()) break ${loop.exit}; ${pair.join(' ')} ${control} = ${fresh[0]}; } else {`,
    );
    e.declare(result, `${codeOf(e, f)}(${f}, ${s}, ${control})`);
    if (e.pool.everywhere) e.write(`${result} = each(${result});`);
    e.write(`if (${result} === S) { if (R.why !== 0) ${site.save}`);
    e.write(fresh.map((name, i) => `${name} = ${i > 2 ? `resultAt(S, ${i})` : `R.r${i}`};`).join(' '));
    e.write(
      `} else ${fresh[0]} = ${result}; if (${fresh[0]} === undefined) break ${loop.exit}; ${control} = ${fresh[0]}; }`,
    );
  }
  for (const [i, variable] of variables.entries()) e.bind(variable, fresh[i] as string);
  e.statements(node.block);
}
