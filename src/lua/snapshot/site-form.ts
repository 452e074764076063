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
import { emitUnit } from '../emit/unit-text.ts';
import { numberNodes } from '../node-numbers.ts';
import { isCell, type Variable } from '../resolve.ts';
import type { LuaProto, Unit } from '../unit.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { SnapshotError } from './snapshot-error.ts';

/** What a part of a frame may hold. */
export type Holds = 'value' | 'cell' | 'list' | 'operand' | 'number';

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
const ROLES = [
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

const units = new WeakMap<Unit, Map<number, Forms>>();

/** The sites of a function, in the emitter's order. Made from the source when they are first asked for. */
export function formsOf(proto: LuaProto): Forms {
  let known = units.get(proto.unit);
  if (known === undefined) {
    known = formsOfUnit(proto.unit);
    units.set(proto.unit, known);
  }
  const forms = known.get(proto.index);
  if (forms === undefined) throw new Error(`unit ${proto.unit.name} has no function ${proto.index}`);
  return forms;
}

function formsOfUnit(unit: Unit): Map<number, Forms> {
  const { resolution } = unit;
  const emitted = emitUnit(resolution, unit.everywhere);
  const declared = new Map<object, [object, readonly Variable[]][]>();
  for (const [node, variables] of resolution.declared) {
    const owner = variables[0]?.owner;
    if (owner === undefined) continue;
    const list = declared.get(owner);
    if (list === undefined) declared.set(owner, [[node, variables]]);
    else list.push([node, variables]);
  }
  const all = new Map<number, Forms>();
  for (const scope of resolution.functions) {
    const numbers = numberNodes(scope.body);
    const numberOf = (node: object): number => {
      const number = numbers.get(node);
      if (number === undefined) throw new Error(`a node of ${unit.name} is not counted`);
      return number;
    };
    const locals = new Map<string, { readonly part: number; readonly holds: Holds; readonly name: string }>();
    const addLocals = (node: object, variables: readonly Variable[]): void => {
      for (const [position, variable] of variables.entries()) {
        const part = local(numberOf(node), position);
        const { name } = variable;
        locals.set(`l${variable.id}`, { part, name, holds: isCell(variable) ? 'cell' : 'value' });
        locals.set(`p${variable.id}`, { part, name, holds: 'value' });
      }
    };
    addLocals(scope.body, scope.parameters);
    for (const [node, variables] of declared.get(scope) ?? []) addLocals(node, variables);
    const origins = emitted.origins[scope.index];
    const bySite = (emitted.info[scope.index] ?? []).map((info, site): SiteForm => {
      const parts: number[] = [];
      const holds: Holds[] = [];
      const names: string[] = [];
      for (const slot of info.slots) {
        const known = locals.get(slot);
        const origin = origins?.get(slot);
        if (slot === 'va') {
          parts.push(EXTRA);
          holds.push('list');
          names.push('...');
        } else if (known !== undefined) {
          parts.push(known.part);
          holds.push(known.holds);
          names.push(known.name);
        } else if (origin !== undefined) {
          parts.push(operand(numberOf(origin.node), origin.part));
          holds.push(holdsOf(origin.node as { readonly type?: string }, origin.part)); // a node of the tree
          names.push('');
        } else throw new Error(`the slot ${slot} of ${unit.name} has no origin`);
      }
      const role = roleNumbers.get(info.role);
      if (role === undefined) throw new Error(`the role '${info.role}' has no number`);
      const node = numberOf(info.node);
      return { site, text: textOf(node, role, parts), key: keyOf(node, role), parts, holds, names };
    });
    all.set(scope.index, { bySite, byKey: new Map(bySite.map((form) => [form.key, form])) });
  }
  return all;
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

/** Where each saved value of a site goes: its slot in the present code, or -1. */
export interface Placement {
  readonly form: SiteForm;
  readonly slots: readonly number[];
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
  const reader = new ByteReader(Buffer.from(text, 'latin1'));
  const node = reader.count();
  const role = reader.byte();
  const form = formsOf(proto).byKey.get(keyOf(node, role));
  if (form === undefined) {
    throw new SnapshotError(`${proto.unit.name} has no node ${node} that waits in '${ROLES[role] ?? role}'`);
  }
  const slots: number[] = [];
  while (reader.left > 0) slots.push(form.parts.indexOf(reader.count()));
  return { form, slots };
}
