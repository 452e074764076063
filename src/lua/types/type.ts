/**
 * Types at run time: a form, and the arguments that its parameters stand for. What is inside is found when it is
 * asked for, so types may be recursive.
 *
 *   Ty4  The same form with the same arguments is the same `Type`.
 *   Ty5  Arguments within arguments end at MAX_NESTING: what a type that grows by itself
 *        (`type N<T> = { next: N<{T}>? }`) says deeper than that is `any`.
 */

import { property } from '../table.ts';
import {
  type AnnotatedForm,
  type DefinitionForm,
  type FieldForm,
  type Form,
  formsInside,
  named,
} from './form.ts';

const MAX_NESTING = 32;
/** Definitions that lead to definitions: a longer way is a circle, `type A = A`. */
const MAX_ALIASES = 200;
const MAX_REACHED = 2000;

const NO_ARGUMENTS: readonly Type[] = [];

/** A field of a record, with what checking asks of it. */
export interface Field {
  readonly name: string;
  /** Where tables keep it (table.ts). */
  readonly property: string;
  readonly type: Type;
  readonly isOptional: boolean;
  readonly isReadonly: boolean;
}

let count = 0;

export class Type {
  readonly form: Form;
  readonly args: readonly Type[];
  /** Tells types apart in keys of maps. */
  readonly id = ++count;
  readonly #nesting: number;
  #shape: Type | undefined;
  #fields: readonly Field[] | undefined;
  #members: readonly Type[] | undefined;
  #isRecursive: boolean | undefined;

  /** Only `typeOf` makes types (Ty4). */
  constructor(form: Form, args: readonly Type[]) {
    this.form = form;
    this.args = args;
    this.#nesting = args.reduce((most, arg) => Math.max(most, arg.#nesting + 1), 0);
  }

  /** The type of a form that stands in this one's. */
  inner(form: Form): Type {
    switch (form.kind) {
      case 'parameter':
        return this.args[form.at] ?? ANY;
      case 'given':
        return form.type instanceof Type ? form.type : ANY;
      case 'definition':
        return typeOf(form, defaults(form, NO_ARGUMENTS));
      case 'application':
        return this.#apply(
          this.inner(form.of),
          form.args.map((arg) => this.inner(arg)),
        );
      default:
        return typeOf(form, form.isOpen ? this.args : NO_ARGUMENTS);
    }
  }

  #apply(generic: Type, args: readonly Type[]): Type {
    const { form } = generic;
    if (form.kind !== 'definition' || form.bounds.length === 0) return generic;
    const applied = typeOf(form, defaults(form, args));
    return applied.#nesting > MAX_NESTING ? ANY : applied;
  }

  /** What the definition says: a type that is no definition itself. */
  get shape(): Type {
    if (this.#shape === undefined) {
      let at: Type = this;
      for (let i = 0; at.form.kind === 'definition'; i++) at = i < MAX_ALIASES ? at.inner(at.form.body) : ANY;
      this.#shape = at;
    }
    return this.#shape;
  }

  /** The shape without its annotations. */
  get bare(): Type {
    let at = this.shape;
    for (let i = 0; at.form.kind === 'annotated'; i++)
      at = i < MAX_ALIASES ? at.inner(at.form.of).shape : namedType('never');
    return at;
  }

  /** The annotations, from the outermost. */
  get annotations(): AnnotatedForm[] {
    const found: AnnotatedForm[] = [];
    let at = this.shape;
    for (let i = 0; at.form.kind === 'annotated' && i < MAX_ALIASES; i++) {
      found.push(at.form);
      at = at.inner(at.form.of).shape;
    }
    return found;
  }

  /** Of a record; the fields of all records of an intersection, those that come later in place of earlier ones. */
  get fields(): readonly Field[] {
    this.#fields ??= fieldsOf(this.bare);
    return this.#fields;
  }

  /** Of a union, an intersection or an optional type; of an array its element, of a map key and value. */
  get members(): readonly Type[] {
    this.#members ??= innerForms(this.form).map((form) => this.inner(form));
    return this.#members;
  }

  /** Whether it contains itself: then data in circles may never come to an end in it. */
  get isRecursive(): boolean {
    this.#isRecursive ??= reaches(this, this);
    return this.#isRecursive;
  }
}

/** Definitions whose missing arguments are being found: one that is bound by itself has `any` there. */
const unbound = new Set<DefinitionForm>();

/** The arguments of a definition; what is missing is the bound of its parameter, or `any`. */
function defaults(form: DefinitionForm, given: readonly Type[]): readonly Type[] {
  const { bounds } = form;
  if (bounds.length === 0) return NO_ARGUMENTS;
  if (given.length >= bounds.length) return given.slice(0, bounds.length);
  const known = bounds.map((_, at) => given[at] ?? ANY);
  if (unbound.has(form)) return known;
  unbound.add(form);
  const scope = typeOf(form, known);
  const found = bounds.map((bound, at) => given[at] ?? (bound === undefined ? ANY : scope.inner(bound)));
  unbound.delete(form);
  return found;
}

const closed = new WeakMap<Form, Type>();
const applied = new WeakMap<Form, Map<string, Type>>();

/** Ty4. */
export function typeOf(form: Form, args: readonly Type[] = NO_ARGUMENTS): Type {
  if (args.length === 0) {
    let type = closed.get(form);
    if (type === undefined) {
      type = new Type(form, NO_ARGUMENTS);
      closed.set(form, type);
    }
    return type;
  }
  const key = args.map(({ id }) => id).join(' ');
  let types = applied.get(form);
  if (types === undefined) {
    types = new Map();
    applied.set(form, types);
  }
  let type = types.get(key);
  if (type === undefined) {
    type = new Type(form, args);
    types.set(key, type);
  }
  return type;
}

/** The forms that are types within this one; an application is none, but what it makes of a definition. */
function innerForms(form: Form): readonly Form[] {
  if (form.kind === 'definition') return [form.body];
  return form.kind === 'application' ? [] : formsInside(form);
}

function fieldsOf(type: Type): readonly Field[] {
  const found = new Map<string, Field>();
  const seen = new Set<Type>();
  const work = [type];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { form } = next;
    if (seen.has(next)) continue;
    seen.add(next);
    if (form.kind === 'record') {
      for (const field of form.fields) found.set(field.name, fieldOf(next, field));
    } else if (form.kind === 'intersection') {
      for (const member of [...next.members].reverse()) work.push(member.bare);
    }
  }
  return [...found.values()];
}

function fieldOf(record: Type, { name, of, isOptional, isReadonly }: FieldForm): Field {
  return { name, property: property(name), type: record.inner(of), isOptional, isReadonly };
}

/** A type that leads to more than MAX_REACHED others counts as recursive. */
function reaches(from: Type, wanted: Type): boolean {
  const seen = new Set<Type>();
  const work = [...from.members];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const shape = next.shape;
    if (shape === wanted || seen.size > MAX_REACHED) return true;
    if (seen.has(shape)) continue;
    seen.add(shape);
    work.push(...shape.members);
  }
  return false;
}

function builtin(name: string): Type {
  return typeOf(named(name));
}

export const ANY: Type = builtin('any');
export const NUMBER: Type = builtin('number');
export const INTEGER: Type = builtin('integer');
export const STRING: Type = builtin('string');
export const BOOLEAN: Type = builtin('boolean');

const builtins = new Map<string, Type>(
  [ANY, NUMBER, INTEGER, STRING, BOOLEAN].map((type) => [nameIn(type), type]),
);

function nameIn(type: Type): string {
  return type.form.kind === 'named' ? type.form.name : '';
}

/** The type of a built-in name, and of names that only the host knows, such as those of handles. */
export function namedType(name: string): Type {
  let type = builtins.get(name);
  if (type === undefined) {
    type = builtin(name);
    builtins.set(name, type);
  }
  return type;
}
