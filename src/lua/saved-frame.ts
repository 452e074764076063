/**
 * The saved frame: an activation in the terms of the source (F1, F2).
 *
 * In memory a frame has the slots of the code that made it. What is saved names them instead: a site by its node and
 * what the node was doing there, a local by the node that declares it, an operand by the node that computed it and
 * which of its parts it is, the extra arguments as such. So the compiler may change, and old frames still run (F3):
 * `toFrame` puts the parts where the present code wants them, and a frame may hold more than that code asks for.
 *
 * Parts of nodes that keep more than one value, in order:
 *   Call, MethodCall   the function (and for methods the object before it), when they had to be copied; the results
 *   NumericFor         counter, limit, step
 *   GenericFor         function, state, control, and a running traversal
 *   all others         values copied because they could change, then the result
 */
import type { Node } from './ast.ts';
import { type Fn, Frame, type Value } from './machine.ts';
import { numberNodes } from './node-numbers.ts';
import type { Variable } from './resolve.ts';
import { LuaProto, type Unit } from './unit.ts';

/** What a value of a frame is: a local by its declaration, an operand by its node, or the extra arguments. */
export type Part =
  | { readonly type: 'local'; readonly node: number; readonly position: number }
  | { readonly type: 'operand'; readonly node: number; readonly part: number }
  | { readonly type: 'extra' };

export interface SavedFrame {
  /** The unit by the hash of its text. */
  readonly unit: string;
  readonly function: number;
  readonly node: number;
  readonly role: string;
  readonly parts: readonly { readonly part: Part; readonly value: Value }[];
}

interface SiteForm {
  readonly node: number;
  readonly role: string;
  readonly parts: readonly Part[];
}

const forms = new WeakMap<LuaProto, readonly SiteForm[]>();

/** The sites of a function in the source's terms, in the emitter's order. */
function formsOf(proto: LuaProto): readonly SiteForm[] {
  let known = forms.get(proto);
  if (known === undefined) {
    known = makeForms(proto.unit, proto.index);
    forms.set(proto, known);
  }
  return known;
}

function makeForms(unit: Unit, index: number): readonly SiteForm[] {
  const scope = unit.resolution.functions[index];
  if (scope === undefined) throw new Error(`unit ${unit.name} has no function ${index}`);
  const numbers = numberNodes(scope.body);
  const numberOf = (node: object): number => {
    const number = numbers.get(node);
    if (number === undefined) throw new Error(`a node of type ${(node as Node).type} is not counted`);
    return number;
  };
  const locals = new Map<string, Part>();
  const addLocals = (node: object, variables: readonly Variable[]): void => {
    for (const [position, variable] of variables.entries()) {
      locals.set(`l${variable.id}`, { type: 'local', node: numberOf(node), position });
      locals.set(`p${variable.id}`, { type: 'local', node: numberOf(node), position });
    }
  };
  addLocals(scope.body, scope.parameters);
  for (const [node, variables] of unit.resolution.declared) {
    if (variables[0]?.owner === scope) addLocals(node, variables);
  }
  const origins = unit.originsOf(index);
  const partOf = (slot: string): Part => {
    if (slot === 'va') return { type: 'extra' };
    const local = locals.get(slot);
    if (local !== undefined) return local;
    const origin = origins.get(slot);
    if (origin === undefined) throw new Error(`the slot ${slot} has no origin`);
    return { type: 'operand', node: numberOf(origin.node), part: origin.part };
  };
  return unit
    .sitesOf(index)
    .map((site) => ({ node: numberOf(site.node), role: site.role, parts: site.slots.map(partOf) }));
}

/** A frame of a Lua function in the source's terms. */
export function toSaved(frame: Frame): SavedFrame {
  const { proto } = frame.self;
  if (!(proto instanceof LuaProto))
    throw new Error(`${proto.name} is a host function: its frame has a state of its own`);
  const form = formsOf(proto)[frame.site];
  if (form === undefined)
    throw new Error(`${proto.unit.name} has no site ${frame.site} in function ${proto.index}`);
  const values = [frame.a, frame.b, frame.c, frame.d, ...(frame.more ?? [])];
  return {
    unit: proto.unit.hash,
    function: proto.index,
    node: form.node,
    role: form.role,
    parts: form.parts.map((part, i) => ({ part, value: values[i] })),
  };
}

/** The frame of the present code for what was saved. Throws when the source has no such place. */
export function toFrame(saved: SavedFrame, self: Fn): Frame {
  const { proto } = self;
  if (!(proto instanceof LuaProto)) throw new Error(`${proto.name} is a host function`);
  const known = formsOf(proto);
  const site = known.findIndex((form) => form.node === saved.node && form.role === saved.role);
  const form = known[site];
  if (form === undefined)
    throw new Error(`${proto.unit.name} has no node ${saved.node} that waits in '${saved.role}'`);
  const values = form.parts.map((part) => saved.parts.find((given) => isSame(given.part, part))?.value);
  const more = values.length > 4 ? values.slice(4) : null;
  return new Frame(self, site, values[0], values[1], values[2], values[3], more);
}

function isSame(a: Part, b: Part): boolean {
  if (a.type !== b.type) return false;
  if (a.type === 'extra' || b.type === 'extra') return true;
  if (a.node !== b.node) return false;
  if (a.type === 'local') return b.type === 'local' && a.position === b.position;
  return b.type === 'operand' && a.part === b.part;
}
