/**
 * Code that takes the place of other code while what runs is restored: functions and frames of an old source become those of
 * a new one, or it is refused.
 *
 *   Mc1  A function whose text and captures are as they were goes on wherever it stands.
 *   Mc2  A function that has changed goes on at a place that is there unchanged (matched-nodes.ts), when every variable that
 *        the new code needs there has a value; variables are known by their names.
 *   Mc3  A function needs what it captures: the same variables, or functions and plain values that the new source declares
 *        at its top and that need nothing else. Chunks are not run again, so what they made stays as it is.
 *   Mc4  Nothing is taken for a number that was not known to be one.
 *   Mc5  A variable that inner functions share and change is a cell, and stays what it is.
 */
import { functionText } from '../blame.ts';
import { Cell, Fn, type Frame, type Value } from '../machine.ts';
import { type Capture, isCell, type Resolution, type Variable } from '../resolve.ts';
import { formsOf, readSite, type SavedSite, writeSite } from '../snapshot/site-form.ts';
import { SnapshotError } from '../snapshot/snapshot-error.ts';
import { LuaProto, type Unit } from '../unit.ts';
import { matchFunctions } from './matched-functions.ts';
import { matchNodes } from './matched-nodes.ts';
import { ownText, parametersText } from './source-text.ts';

/** One source in place of another. */
interface Move {
  readonly from: Unit;
  readonly to: Unit;
  readonly functions: ReadonlyMap<number, number>;
}

export class MovedCode {
  readonly #moves = new Map<Unit, Move>();
  /** The function that a new one was, and by which move. */
  readonly #origins = new Map<LuaProto, { readonly proto: LuaProto; readonly move: Move }>();

  /** What is of the one unit will be of the other. */
  add(from: Unit, to: Unit): void {
    if (from.hash === to.hash) return;
    const functions = matchFunctions(from.resolution, to.resolution);
    const move = { from, to, functions };
    this.#moves.set(from, move);
    for (const [old, young] of functions) {
      const [proto, other] = [from.protos[old], to.protos[young]];
      if (proto !== undefined && other !== undefined) this.#origins.set(other, { proto, move });
    }
  }

  /** Units whose chunk says something else: what it made is as it was. */
  get changedChunks(): string[] {
    return [...this.#moves.values()]
      .filter(({ from, to }) => !haveSameText(from.protos[0], to.protos[0]))
      .map(({ to }) => to.name);
  }

  /** Gives a function that was read its new code. Throws a SnapshotError. */
  moveFunction(fn: Fn): void {
    const { proto } = fn;
    const move = proto instanceof LuaProto ? this.#moves.get(proto.unit) : undefined;
    if (move === undefined || !(proto instanceof LuaProto)) return;
    const other = move.to.protos[move.functions.get(proto.index) ?? -1];
    if (other === undefined) {
      throw new SnapshotError(`${placed(proto)} is held by the process and is not in the new code`);
    }
    checkParameters(move, proto, other);
    const taken = new Captures(move, proto, fn.up);
    fn.up = capturesOf(move.to.resolution, other.index).map((capture) => taken.get(capture));
    fn.proto = other;
  }

  /** What a saved frame says of its site, in terms of the new code. Throws a SnapshotError. */
  siteOf(frame: Frame, text: string, values: readonly Value[]): string {
    const { proto } = frame.self;
    const origin = proto instanceof LuaProto ? this.#origins.get(proto) : undefined;
    if (origin === undefined || !(proto instanceof LuaProto)) return text;
    const saved = readSite(text);
    const found = haveSameText(origin.proto, proto) ? text : movedSite(origin.proto, proto, saved);
    checkCells(origin.proto, proto, readSite(found), values);
    checkNumbers(origin.move, origin.proto, proto, readSite(found), values);
    return found;
  }
}

function haveSameText(one: LuaProto | undefined, other: LuaProto | undefined): boolean {
  const [some, others] = [one, other].map((proto) => proto && bodyOf(proto));
  return some !== undefined && others !== undefined && ownText(some) === ownText(others);
}

function bodyOf({ unit, index }: LuaProto) {
  const scope = unit.resolution.functions[index];
  if (scope === undefined) throw new Error(`unit ${unit.name} has no function ${index}`);
  return scope.body;
}

function placed(proto: LuaProto, line = proto.line): string {
  return `${functionText(proto)} (${proto.unit.name}:${line})`;
}

/** Mc2. */
function movedSite(from: LuaProto, to: LuaProto, saved: SavedSite): string {
  const old = formsOf(from).byKey.get(saved.key);
  const where = placed(from, old === undefined ? from.line : from.lines[old.site]);
  if (saved.node === 0) {
    if (parametersText(bodyOf(from)) === parametersText(bodyOf(to))) return writeSite(saved);
    throw new SnapshotError(`${where} was called with other parameters than the new code has`);
  }
  const nodes = matchNodes(bodyOf(from), bodyOf(to), saved.node);
  const node = nodes?.get(saved.node);
  const young = node === undefined ? undefined : formsOf(to).byKey.get(keyAt(node, saved));
  if (nodes === undefined || node === undefined || young === undefined || old === undefined) {
    throw new SnapshotError(`${where} waits at a place that the new code does not have, or has changed`);
  }
  const nameOf = (part: number) => old.names[old.parts.indexOf(part)] ?? '';
  const locals = saved.parts.filter((part) => isLocal(part));
  const wanted = young.parts.flatMap((part, slot) =>
    isLocal(part) ? [{ part, name: young.names[slot] ?? '' }] : [],
  );
  const moved = new Map<number, number>();
  for (const { name } of wanted) {
    const olds = locals.filter((part) => nameOf(part) === name).sort((a, b) => a - b);
    const youngs = wanted.filter((one) => one.name === name).sort((a, b) => a.part - b.part);
    if (olds.length !== youngs.length) {
      throw new SnapshotError(`${where} has no value for the variable '${name}' of the new code`);
    }
    for (const [i, part] of olds.entries()) moved.set(part, youngs[i]?.part ?? GONE);
  }
  const parts = saved.parts.map((part) =>
    isLocal(part) ? (moved.get(part) ?? GONE) : movedOperand(part, nodes),
  );
  return writeSite({ ...saved, node, parts });
}

const EXTRA = 0;
/** More than any program has: no code asks for it. */
const GONE = 1 + 2 * 4096 * 2 ** 30;
const isLocal = (part: number): boolean => part % 2 === 1;
const PARTS = 4096;

function movedOperand(part: number, nodes: ReadonlyMap<number, number>): number {
  if (part === EXTRA) return EXTRA;
  const place = (part - 2) / 2;
  const node = nodes.get(Math.floor(place / PARTS));
  return node === undefined ? GONE : 2 + 2 * (node * PARTS + (place % PARTS));
}

function keyAt(node: number, { role }: SavedSite): number {
  return node * 256 + role;
}

/** Mc5. */
function checkCells(
  old: LuaProto,
  proto: LuaProto,
  { key, parts }: SavedSite,
  values: readonly Value[],
): void {
  const form = formsOf(proto).byKey.get(key);
  for (const [i, part] of parts.entries()) {
    const slot = form === undefined || !isLocal(part) ? -1 : form.parts.indexOf(part);
    if (slot < 0 || (form?.holds[slot] === 'cell') === values[i] instanceof Cell) continue;
    const how = values[i] instanceof Cell ? 'shares with none' : 'shares with one that changes it';
    throw new SnapshotError(
      `${placed(old)} has a variable '${form?.names[slot] ?? ''}' that in the new code it ${how} of its inner functions`,
    );
  }
}

/** Mc4, for a function that the old source gave to others: they call it with whatever they like. */
function checkParameters({ from, to }: Move, old: LuaProto, proto: LuaProto): void {
  const calledOnly = [...from.resolution.called.values()].some(
    ({ body, isCalledOnly }) => isCalledOnly && body === bodyOf(old),
  );
  if (calledOnly) return;
  for (const parameter of to.resolution.functions[proto.index]?.parameters ?? []) {
    if (!to.resolution.numbers.has(parameter)) continue;
    throw new SnapshotError(
      `${placed(old)} may be called with any '${parameter.name}', which the new code takes for a number`,
    );
  }
}

/** Mc4, for the variables of a frame. */
function checkNumbers(
  { from, to }: Move,
  old: LuaProto,
  proto: LuaProto,
  { key, parts }: SavedSite,
  values: readonly Value[],
): void {
  const known = numbersOf(from.resolution, old.index);
  const wanted = [...numbersOf(to.resolution, proto.index)].filter((name) => !known.has(name));
  const form = formsOf(proto).byKey.get(key);
  if (wanted.length === 0 || form === undefined) return;
  for (const [i, part] of parts.entries()) {
    const name = form.names[form.parts.indexOf(part)] ?? '';
    const value = values[i];
    const content = value instanceof Cell ? value.v : value;
    if (wanted.includes(name) && typeof content !== 'number') {
      throw new SnapshotError(`${placed(old)} has no number in '${name}', which the new code takes for one`);
    }
  }
}

function numbersOf({ numbers }: Resolution, index: number): Set<string> {
  return new Set([...numbers.keys()].filter(({ owner }) => owner.index === index).map(({ name }) => name));
}

function capturesOf({ functions }: Resolution, index: number): readonly Capture[] {
  return functions[index]?.captures ?? [];
}

/** What an old function took from outside, for a new one (Mc3). */
class Captures {
  readonly #move: Move;
  readonly #proto: LuaProto;
  readonly #up: readonly Value[];

  constructor(move: Move, proto: LuaProto, up: readonly Value[]) {
    this.#move = move;
    this.#proto = proto;
    this.#up = up;
  }

  get({ variable }: Capture): Value {
    const { from, to, functions } = this.#move;
    const olds = capturesOf(from.resolution, this.#proto.index);
    const at = olds.findIndex(({ variable: one }) =>
      variable === to.resolution.environment
        ? one === from.resolution.environment
        : one !== from.resolution.environment &&
          isSame(from.resolution, one, to.resolution, variable, functions),
    );
    const old = olds[at]?.variable;
    if (old === undefined) return this.#declared(variable);
    const isNumber = to.resolution.numbers.has(variable) && !from.resolution.numbers.has(old);
    if (isCell(old) !== isCell(variable) || isNumber) {
      throw new SnapshotError(
        `${placed(this.#proto)} captured '${variable.name}', which the new code uses otherwise`,
      );
    }
    return this.#up[at];
  }

  /** A function or a plain value that the new source declares at its top, and that the old one did not have. */
  #declared(variable: Variable): Value {
    const { from, to } = this.#move;
    const { declared, functionOf } = to.resolution;
    const isKnown = variable === to.resolution.environment || namesake(from.resolution, variable);
    if (variable.owner.index === 0 && !isCell(variable) && !isKnown) {
      for (const [node, variables] of declared) {
        const i = variables.indexOf(variable);
        if (i < 0 || !('type' in node)) continue;
        if (node.type === 'LocalFunction' && 'body' in node) {
          const scope = functionOf.get(node.body as Parameters<typeof functionOf.get>[0]); // as the tree has it
          const proto = scope && to.protos[scope.index];
          if (proto === undefined || scope === undefined) continue;
          const made = new Fn(proto.code, [], proto);
          made.up = scope.captures.map((capture) =>
            capture.variable === variable ? made : this.get(capture),
          );
          return made;
        }
        const values = 'values' in node && Array.isArray(node.values) ? (node.values as unknown[]) : [];
        const plain = plainValue(values[i]);
        if (plain !== undefined) return plain.value;
      }
    }
    const name = variable === to.resolution.environment ? 'globals' : `the variable '${variable.name}'`;
    throw new SnapshotError(`${placed(this.#proto)} uses ${name} in the new code, which it has not captured`);
  }
}

function plainValue(node: unknown): { readonly value: Value } | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node)) return undefined;
  if (node.type === 'True' || node.type === 'False') return { value: node.type === 'True' };
  const isPlain = node.type === 'Number' || node.type === 'String';
  return isPlain && 'value' in node ? { value: node.value as Value } : undefined; // a number or a byte string
}

/** The old source declares one of this name at its top too: that one has another meaning, or lives on elsewhere. */
function namesake(before: Resolution, { name }: Variable): boolean {
  return variablesOf(before, 0, name).length > 0;
}

function isSame(
  before: Resolution,
  old: Variable,
  after: Resolution,
  young: Variable,
  functions: ReadonlyMap<number, number>,
): boolean {
  if (old.name !== young.name || functions.get(old.owner.index) !== young.owner.index) return false;
  const olds = variablesOf(before, old.owner.index, old.name);
  const youngs = variablesOf(after, young.owner.index, young.name);
  return olds.length === youngs.length && olds.indexOf(old) === youngs.indexOf(young);
}

/** Those of one name that a function declares, in the order of their declaration. */
function variablesOf({ declared, functions }: Resolution, index: number, name: string): Variable[] {
  const all = new Set<Variable>(functions[index]?.parameters ?? []);
  for (const variables of declared.values()) {
    for (const variable of variables) if (variable.owner.index === index) all.add(variable);
  }
  return [...all].filter((variable) => variable.name === name).sort((a, b) => a.id - b.id);
}
