/** Statements and blocks, with labels and gotos as labelled blocks and loops. */
import type { Block, Goto, If, Label, Return, Statement } from '../ast.ts';
import { backwardLabels, gotosIn } from '../gotos.ts';
import { isLongLoop } from '../long-loops.ts';
import { isCell } from '../resolve.ts';
import { emitAssign, emitFunctionStatement, emitLocal, emitLocalFunction } from './assignments.ts';
import { type Atom, truth } from './atom.ts';
import { emitCall, emitMethodCall, expressionList } from './calls.ts';
import type { FunctionEmitter, Jump, LabelState } from './function-emitter.ts';
import {
  emitGenericFor,
  emitNumericFor,
  emitRepeat,
  emitWhile,
  headCheck,
  jumpToHead,
  repeatable,
} from './loops.ts';
import { bindTypes, emitTypeAlias } from './types.ts';

function statement(e: FunctionEmitter, node: Statement): void {
  const outer = e.enter(node);
  write(e, node);
  e.leave(outer);
}

function write(e: FunctionEmitter, node: Statement): void {
  switch (node.type) {
    case 'Local':
      emitLocal(e, node);
      return;
    case 'LocalFunction':
      emitLocalFunction(e, node);
      return;
    case 'Assign':
      emitAssign(e, node);
      return;
    case 'CallStatement':
      if (node.call.type === 'Call') emitCall(e, node.call, 'none');
      else emitMethodCall(e, node.call, 'none');
      return;
    case 'Do':
      emitDo(e, node.block);
      return;
    case 'While':
      emitWhile(e, node);
      return;
    case 'Repeat':
      emitRepeat(e, node);
      return;
    case 'If':
      emitIf(e, node);
      return;
    case 'NumericFor':
      emitNumericFor(e, node);
      return;
    case 'GenericFor':
      emitGenericFor(e, node);
      return;
    case 'FunctionStatement':
      emitFunctionStatement(e, node);
      return;
    case 'Return':
      emitReturn(e, node);
      return;
    case 'Break':
      e.write(`break ${e.loop?.exit};`);
      return;
    case 'Goto':
      emitGoto(e, node);
      return;
    case 'TypeAlias':
      emitTypeAlias(e, node);
      return;
    case 'Label':
      return;
  }
}

function emitDo(e: FunctionEmitter, block: Block): void {
  const started = !e.silent;
  e.write('{');
  e.branch(() => e.inBlock(() => e.statements(block)));
  if (started) e.write('}');
}

/** What a goto forward needs: the labelled block around the statements from the first goto to the label. */
interface Wrap {
  readonly label: LabelState;
  readonly from: number;
  readonly to: number;
}

interface Opened {
  readonly wrap: Wrap;
  readonly at: number;
  readonly written: boolean;
  readonly stopped: boolean;
}

/**
 * The statements of a block. Forward gotos leave a labelled block that ends where the label stands; a label that is
 * jumped back to begins a loop that lasts to the end of the block:
 *
 *     F1: { ... break F1; ... }                       goto on; ... ::on::
 *     G2: for (;;) { HEAD CHECK ... continue G2; ... break G2; }      ::again:: ... goto again
 *
 * A goto forward over the beginning of such a loop cannot leave a block for it; it calls the continuation of the label.
 *
 * `ending` is what still sees the block's variables: the condition of a repeat.
 */
export function writeStatements(e: FunctionEmitter, block: Block, ending?: () => void): void {
  bindTypes(e, block);
  if (!block.body.some((node) => node.type === 'Label')) {
    const hasPieces = block === e.scope.body.block;
    const isWhole = hasPieces && e.target >= 0;
    for (const node of block.body) {
      if (hasPieces && (e.scope.index === 0 || isLongLoop(node))) e.outermost = node;
      if (isWhole && e.stopped) return;
      if (!e.isComplete) statement(e, node);
    }
    ending?.();
    return;
  }
  const backward = backwardLabels(block);
  const wraps = forwardWraps(e, block, backward);
  const opened: Opened[] = [];
  const loops: (() => void)[] = [];
  for (const [i, node] of block.body.entries()) {
    for (let top = opened.at(-1); top !== undefined && top.wrap.to === i; top = opened.at(-1)) {
      closeWrap(e, top);
      opened.pop();
    }
    for (const wrap of wraps) {
      if (wrap.from !== i) continue;
      opened.push({ wrap, at: e.out.length, written: !e.silent, stopped: e.stopped });
      e.write(`${wrap.label.forward}: {`);
    }
    if (node.type === 'Label') {
      const state = e.labels.find((label) => label.name === node.name);
      if (state !== undefined && (backward.has(node.name) || state.jumps !== undefined))
        loops.push(openBackward(e, node, state));
    } else statement(e, node);
  }
  ending?.();
  for (let close = loops.pop(); close !== undefined; close = loops.pop()) close();
}

/** Closes a forward block; a continuation that began inside it gets its opening now, where its text begins. */
function closeWrap(e: FunctionEmitter, open: Opened): void {
  e.stopped = open.stopped;
  if (e.silent) return;
  if (!open.written) e.insert(open.at, `${open.wrap.label.forward}: {`);
  e.write('}');
}

function forwardWraps(e: FunctionEmitter, block: Block, backward: ReadonlySet<string>): Wrap[] {
  const wraps: Wrap[] = [];
  const first = firstGotos(block);
  const crossing = crossingLabels(block, backward, first);
  for (const [to, node] of block.body.entries()) {
    if (node.type !== 'Label') continue;
    const jumps = crossing.has(node.name) ? [] : undefined;
    const label: LabelState = { name: node.name, forward: e.label('F'), back: undefined, jumps };
    e.labels = [label, ...e.labels];
    const from = first.get(node.name) ?? to;
    if (from < to && jumps === undefined) wraps.push({ label, from, to });
  }
  // Blocks must nest: one that ends later begins no later than the ones it overlaps.
  for (let changed = true; changed; ) {
    changed = false;
    for (const [i, outer] of wraps.entries()) {
      for (const inner of wraps) {
        if (inner.from < outer.from && outer.from < inner.to && inner.to < outer.to) {
          wraps[i] = { ...outer, from: inner.from };
          changed = true;
          break;
        }
      }
    }
  }
  return wraps.sort((a, b) => a.from - b.from || b.to - a.to);
}

/** For each label the statement that first jumps to it. */
function firstGotos(block: Block): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [i, each] of block.body.entries()) {
    for (const label of gotosIn(each)) if (!first.has(label)) first.set(label, i);
  }
  return first;
}

/** Labels that are jumped forward to over the beginning of a loop: each begins one itself, which others may jump over. */
function crossingLabels(
  block: Block,
  backward: ReadonlySet<string>,
  first: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const loops = new Set(backward);
  const crossing = new Set<string>();
  const labels = block.body.flatMap((node, at) => (node.type === 'Label' ? [{ name: node.name, at }] : []));
  for (let before = -1; before < crossing.size; ) {
    before = crossing.size;
    for (const { name, at: to } of labels) {
      const from = first.get(name) ?? to;
      if (
        crossing.has(name) ||
        !labels.some((each) => each.at > from && each.at < to && loops.has(each.name))
      )
        continue;
      crossing.add(name);
      loops.add(name);
    }
  }
  return crossing;
}

function openBackward(e: FunctionEmitter, node: Label, state: LabelState): () => void {
  const head = headCheck(e, node, node.start, (site) => {
    state.back = repeatable(e, site, e.label('G'));
    for (const jump of state.jumps ?? [])
      e.out[jump.place] = jumpToHead(e, state.back, slotsFrom(e, jump, state.back.slots));
    return `${state.back.exit}: for (;;) {`;
  });
  const at = head.at;
  const { stopped } = e;
  return () => {
    const back = state.back;
    e.stopped = stopped;
    if (back === undefined || e.silent) return;
    if (head.written) e.write(`break ${back.exit}; }`);
    else {
      e.insert(at, `${back.exit}: {`);
      e.write('}');
    }
  };
}

/** A label at the end of a block is behind variables that a goto to it does not pass: they have no values there. */
function slotsFrom(e: FunctionEmitter, { active }: Jump, slots: readonly string[]): string[] {
  const later = e.active.filter((variable) => !active.includes(variable));
  const empty = new Map(
    later.map((each) => [`l${each.id}`, isCell(each) ? 'new Cell(undefined)' : 'undefined']),
  );
  return slots.map((slot) => empty.get(slot) ?? slot);
}

function emitGoto(e: FunctionEmitter, node: Goto): void {
  const state = e.labels.find((label) => label.name === node.label);
  if (state === undefined) throw new Error(`the label ${node.label} was not found`);
  if (state.back === undefined && state.jumps !== undefined) {
    if (!e.silent) state.jumps.push({ place: e.out.length, active: [...e.active] });
    e.write('');
  } else if (state.back === undefined) e.write(`break ${state.forward};`);
  else if (state.back.written) e.write(`continue ${state.back.exit};`);
  else e.jump(jumpToHead(e, state.back, state.back.slots));
}

/**
 * The clauses one after the other, so that no chain of `elseif` is too long. A continuation that begins in one of them
 * goes on behind the whole statement.
 *
 *     I1: { if (c1) { ... break I1; } CONDITION if (c2) { ... } else { ... } }
 */
function emitIf(e: FunctionEmitter, node: If): void {
  const chain =
    node.clauses.length > 1 ? { exit: e.label('I'), at: e.out.length, written: !e.silent } : undefined;
  if (chain !== undefined) e.write(`${chain.exit}: {`);
  const { stopped } = e;
  let reached = false;
  let open = false;
  for (const [i, clause] of node.clauses.entries()) {
    const walk = (): void => {
      const condition = e.expression(clause.condition);
      open = !e.silent;
      e.write(`if (${truth(condition)}) {`);
      const { before } = e;
      e.branch(() => e.inBlock(() => e.statements(clause.block)));
      if (before && !e.before) reached = true;
      else if (chain !== undefined && i < node.clauses.length - 1) e.write(`break ${chain.exit}; }`);
    };
    if (reached) e.skip(walk);
    else walk();
  }
  emitElse(e, node, reached, open);
  if (chain !== undefined) e.stopped = stopped;
  if (chain === undefined || e.silent) return;
  if (!chain.written) e.insert(chain.at, `${chain.exit}: {`);
  e.write('}');
}

/** Behind the body of the last clause, whose brace is `open`. `reached`: the continuation began in one of the clauses. */
function emitElse(e: FunctionEmitter, node: If, reached: boolean, open: boolean): void {
  const { otherwise } = node;
  if (otherwise === undefined) {
    if (open && !reached) e.write('}');
    return;
  }
  const walk = (): void => e.branch(() => e.inBlock(() => e.statements(otherwise)));
  if (reached) {
    e.skip(walk);
    return;
  }
  if (open) e.write('} else {');
  walk();
  if (open) e.write('}');
}

function emitReturn(e: FunctionEmitter, node: Return): void {
  const only = node.values.length === 1 ? node.values[0] : undefined;
  if (only?.type === 'Call') {
    emitCall(e, only, 'tail');
    return;
  }
  if (only?.type === 'MethodCall') {
    emitMethodCall(e, only, 'tail');
    return;
  }
  const { atoms, rest } = expressionList(e, node.values);
  const values = atoms.map((value: Atom) => value.js);
  if (rest.type === 'extra') e.write(`return retN([${[...values, '...va'].join(', ')}]);`);
  else if (rest.type === 'results') {
    const single =
      values.length === 1 ? `ret2(${values[0]}, ${rest.js})` : `retN([${[...values, rest.js].join(', ')}])`;
    e.write(`return ${rest.js} === S ? retN([${values.join(', ')}, ...all()]) : ${single};`);
  } else if (values.length === 1) e.write(`return ${values[0]};`);
  else if (values.length < 4 && e.endsInInnerPiece) leaveInnerPiece(e, values);
  else if (values.length === 0) e.write('return ret0();');
  else if (values.length === 2) e.write(`return ret2(${values.join(', ')});`);
  else if (values.length === 3) e.write(`return ret3(${values.join(', ')});`);
  else e.write(`return retN([${values.join(', ')}]);`);
}

/** With no result, two or three: see `finish` in machine.ts. */
function leaveInnerPiece(e: FunctionEmitter, values: readonly string[]): void {
  e.reserve(values.length);
  const slots = values.map((value, i) => `$${i} = ${value}; `).join('');
  e.write(values.length === 0 ? 'break X;' : `{ $p = -${values.length}; ${slots}break X; }`);
}
