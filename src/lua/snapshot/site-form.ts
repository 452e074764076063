/**
 * Sites in the terms of the source (F1, F2).
 *
 * In memory a frame has the slots of the code that made it. What is saved names them instead: a site by its node and
 * what the node was doing there, a local by the node that declares it, an operand by the node that computed it and
 * which of its parts it is, the extra arguments as such. So the compiler may change, and old frames still run (F3): a
 * frame is read by part, into the slots that the present code has for them, and may hold more than that code asks for.
 *
 * Parts of nodes that keep more than one value, in order:
 *   Call, MethodCall   the function (and for methods the object before it), when they had to be copied; the results
 *   NumericFor         counter, limit, step
 *   GenericFor         function, state, control, and a running traversal
 *   all others         values copied because they could change, then the result
 */
import { numberNodes } from '../node-numbers.ts';
import { isCell, type Variable } from '../resolve.ts';
import type { LuaProto, Unit } from '../unit.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { SnapshotError } from './snapshot-error.ts';

/** What a part of a frame may hold. `float`: older code kept the exact products that it got there. */
export type Holds = 'value' | 'cell' | 'list' | 'operand' | 'number' | 'float';

export interface SiteForm {
  readonly site: number;
  /** Node, role and parts as bytes: what a saved frame says of its site. */
  readonly text: string;
  /** By node and role, which find the site again. */
  readonly key: number;
  /** The parts, each as one number, in the order of the slots. */
  readonly parts: readonly number[];
  readonly holds: readonly Holds[];
  /** Name of the local in the slot, for people; '' for operands. */
  readonly names: readonly string[];
}

/** What nodes do at their sites. The order is part of the format: new ones are added at the end. */
export const ROLES = [
  'entry',
  'head',
  'call',
  'index',
  'set',
  'set global',
  'global',
  'method',
  'prepare',
  'iterate',
  'compare',
  '..',
  'key',
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '^',
  '&',
  '|',
  '~',
  '<<',
  '>>',
  '#',
  'not',
  '==',
  '~=',
  '<',
  '<=',
  '>',
  '>=',
] as const;
const roleNumbers = new Map<string, number>(ROLES.map((role, i) => [role, i]));

const EXTRA = 0;
/** More parts of one node, or locals of one declaration, than any program has. */
const MAX_POSITION = 4096;

const local = (node: number, position: number): number => 1 + 2 * (node * MAX_POSITION + position);
const operand = (node: number, part: number): number => 2 + 2 * (node * MAX_POSITION + part);

interface Forms {
  readonly bySite: readonly SiteForm[];
  readonly byKey: ReadonlyMap<number, SiteForm>;
}

const forms = new WeakMap<LuaProto, Forms>();

/** The sites of a function, in the emitter's order. Made from the source when they are first asked for. */
export function formsOf(proto: LuaProto): Forms {
  let known = forms.get(proto);
  if (known === undefined) {
    const bySite = makeForms(proto.unit, proto.index);
    known = { bySite, byKey: new Map(bySite.map((form) => [form.key, form])) };
    forms.set(proto, known);
  }
  return known;
}

interface Local {
  readonly part: number;
  readonly holds: Holds;
  readonly name: string;
}

function makeForms(unit: Unit, index: number): readonly SiteForm[] {
  const { resolution } = unit;
  const scope = resolution.functions[index];
  if (scope === undefined) throw new Error(`unit ${unit.name} has no function ${index}`);
  const numbers = numberNodes(scope.body);
  const numberOf = (node: object): number => {
    const number = numbers.get(node);
    if (number === undefined) throw new Error(`a node of ${unit.name} is not counted`);
    return number;
  };
  const locals = new Map<string, Local>();
  const addLocals = (node: object, variables: readonly Variable[]): void => {
    for (const [position, variable] of variables.entries()) {
      const part = local(numberOf(node), position);
      const { name } = variable;
      const form = resolution.numbers.get(variable);
      const plain = form === 'float' || form === 'mixed' ? 'float' : 'value';
      locals.set(`l${variable.id}`, { part, name, holds: isCell(variable) ? 'cell' : plain });
      locals.set(`p${variable.id}`, { part, name, holds: 'value' });
    }
  };
  addLocals(scope.body, scope.parameters);
  for (const [node, variables] of resolution.declared) {
    if (variables[0]?.owner === scope) addLocals(node, variables);
  }
  const origins = unit.originsOf(index);
  const partOf = (slot: string): Local => {
    if (slot === 'va') return { part: EXTRA, holds: 'list', name: '...' };
    const known = locals.get(slot);
    if (known !== undefined) return known;
    const origin = origins.get(slot);
    if (origin === undefined) throw new Error(`the slot ${slot} of ${unit.name} has no origin`);
    const node = origin.node as { readonly type?: string }; // a node of the tree
    return { part: operand(numberOf(node), origin.part), holds: holdsOf(node, origin.part), name: '' };
  };
  return unit.sitesOf(index).map((info, site): SiteForm => {
    const slots = info.slots.map(partOf);
    const parts = slots.map(({ part }) => part);
    const role = roleNumbers.get(info.role);
    if (role === undefined) throw new Error(`the role '${info.role}' has no number`);
    const node = numberOf(info.node);
    return {
      site,
      text: textOf(node, role, parts),
      key: keyOf(node, role),
      parts,
      holds: slots.map(({ holds }) => holds),
      names: slots.map(({ name }) => name),
    };
  });
}

function holdsOf(node: { readonly type?: string }, part: number): Holds {
  if (node.type === 'NumericFor' && part < 3) return 'number';
  return 'operand';
}

function keyOf(node: number, role: number): number {
  return node * 256 + role;
}

const scratch = new ByteWriter();

function textOf(node: number, role: number, parts: readonly number[]): string {
  scratch.clear();
  scratch.count(node);
  scratch.byte(role);
  for (const part of parts) scratch.count(part);
  return Buffer.from(scratch.view).toString('latin1');
}

/** What a saved frame says of its site, read. */
export interface SavedSite {
  readonly node: number;
  readonly role: number;
  readonly key: number;
  readonly parts: readonly number[];
}

export function readSite(text: string): SavedSite {
  const reader = new ByteReader(Buffer.from(text, 'latin1'));
  const node = reader.count();
  const role = reader.byte();
  const parts: number[] = [];
  while (reader.left > 0) parts.push(reader.count());
  return { node, role, key: keyOf(node, role), parts };
}

export function writeSite({ node, role, parts }: Omit<SavedSite, 'key'>): string {
  return textOf(node, role, parts);
}

/** Where each saved value of a site goes: its slot in the present code, or -1. */
export interface Placement {
  readonly form: SiteForm;
  readonly slots: readonly number[];
  /** Each slot of the site gets a value. */
  readonly isWhole: boolean;
}

const placements = new WeakMap<LuaProto, Map<string, Placement>>();

/** Finds the site that a saved frame speaks of. Throws a SnapshotError when the source has no such place. */
export function placementOf(proto: LuaProto, text: string): Placement {
  let known = placements.get(proto);
  if (known === undefined) {
    known = new Map();
    placements.set(proto, known);
  }
  let placement = known.get(text);
  if (placement === undefined) {
    placement = place(proto, text);
    known.set(text, placement);
  }
  return placement;
}

function place(proto: LuaProto, text: string): Placement {
  const { node, role, key, parts } = readSite(text);
  const form = formsOf(proto).byKey.get(key);
  if (form === undefined) {
    throw new SnapshotError(`${proto.unit.name} has no node ${node} that waits in '${ROLES[role] ?? role}'`);
  }
  const slots = parts.map((part) => form.parts.indexOf(part));
  return { form, slots, isWhole: form.parts.every((_, slot) => slots.includes(slot)) };
}
