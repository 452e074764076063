/**
 * Whether every value of one type is of another.
 *
 * What has to hold for a pair of types is a list of alternatives, each a list of pairs. All pairs that are reached are
 * taken to hold; then those with no alternative left are struck out until nothing changes. So types in circles are
 * compared without recursion.
 *
 *   Sb1  `integer` is a number, a literal is of its type, `never` is everything, everything is `any` and `unknown`.
 *   Sb2  A record may have more fields. A field that can be written must be of the same type; one that cannot, or that
 *        the other side only reads, of a subtype. So too elements of lists, keys and values of maps.
 *   Sb3  A function may take more and give less narrowly asked: parameters the other way round, results in the same way.
 *   Sb4  An annotation narrows: `number @min(1)` is a number, and a `number @min(0)`.
 *   Sb5  Names do not count, structure does; names that nothing declares are like themselves only.
 */
import { R } from '../machine.ts';
import { isNumber } from '../operations.ts';
import type { AnnotatedForm, Form, FunctionForm, LiteralValue } from './form.ts';
import { isLiteral, refusedBy } from './shallow.ts';
import { ANY, type Field, namedType, type Type, typeOf } from './type.ts';
import { typeValue } from './type-value.ts';

interface Pair {
  readonly sub: Type;
  readonly of: Type;
  readonly alternatives: readonly (readonly Pair[])[];
  /** Whose alternatives it stands in. */
  readonly users: Pair[];
  holds: boolean;
}

type Asked = readonly (readonly (readonly [Type, Type])[])[];

const YES: Asked = [[]];
const NO: Asked = [];

/** Comparisons of more pairs than this are given up: then it is none. */
const MAX_PAIRS = 20_000;

export function isSubtype(sub: Type, of: Type): boolean {
  return new Comparison().decide(sub, of);
}

/** The same values: each is a subtype of the other. */
export function isSameType(a: Type, b: Type): boolean {
  return a === b || (isSubtype(a, b) && isSubtype(b, a));
}

class Comparison {
  readonly #pairs = new Map<Type, Map<Type, Pair>>();
  readonly #unread: Pair[] = [];
  #count = 0;

  decide(sub: Type, of: Type): boolean {
    const root = this.#pair(sub.shape, of.shape);
    const struck: Pair[] = [];
    for (let pair = this.#unread.pop(); pair !== undefined; pair = this.#unread.pop()) {
      if (this.#count > MAX_PAIRS) return false;
      const alternatives = asked(pair.sub, pair.of).map((all) =>
        all.map(([a, b]) => this.#pair(a.shape, b.shape)),
      );
      (pair.alternatives as Pair[][]).push(...alternatives);
      for (const needed of new Set(alternatives.flat())) needed.users.push(pair);
      if (alternatives.length === 0) struck.push(pair);
    }
    R.fuel -= this.#count >> 2;
    for (const pair of struck) pair.holds = false;
    for (let pair = struck.pop(); pair !== undefined; pair = struck.pop()) {
      for (const user of pair.users) {
        if (!user.holds || user.alternatives.some((all) => all.every(({ holds }) => holds))) continue;
        user.holds = false;
        struck.push(user);
      }
    }
    return root.holds;
  }

  #pair(sub: Type, of: Type): Pair {
    let row = this.#pairs.get(sub);
    if (row === undefined) {
      row = new Map();
      this.#pairs.set(sub, row);
    }
    let pair = row.get(of);
    if (pair === undefined) {
      pair = { sub, of, alternatives: [], users: [], holds: true };
      row.set(of, pair);
      this.#unread.push(pair);
      this.#count++;
    }
    return pair;
  }
}

/** What one pair of shapes needs. */
function asked(sub: Type, of: Type): Asked {
  if (sub === of || isNamed(of, 'any') || isNamed(of, 'unknown') || isNamed(sub, 'never')) return YES;
  const left = sub.form;
  const right = of.form;
  // Types that were declared in two places with one text.
  if (left.kind === 'annotated' && right.kind === 'annotated' && typeValue(sub) === typeValue(of)) return YES;
  const apart = left.kind === 'annotated' ? membersApart(sub, left) : undefined;
  if (apart !== undefined) return [apart.map((member) => [member, of] as const)];
  if (left.kind === 'union') return [sub.members.map((member) => [member, of] as const)];
  if (left.kind === 'optional')
    return [[namedType('nil'), ...sub.members].map((member) => [member, of] as const)];
  if (isNamed(sub, 'boolean') && (right.kind === 'union' || right.kind === 'optional')) return booleanIn(of);
  if (right.kind === 'intersection') return [of.members.map((member) => [sub, member] as const)];
  // What is of several types at once is of another if it is by one of them.
  const byMember = left.kind === 'intersection' ? sub.members.map((member) => [[member, of] as const]) : NO;
  if (right.kind === 'union') return [...of.members.map((member) => [[sub, member] as const]), ...byMember];
  if (right.kind === 'optional')
    return [...[namedType('nil'), ...of.members].map((member) => [[sub, member] as const]), ...byMember];
  if (right.kind === 'annotated') {
    const [inner] = of.members;
    if (inner === undefined || !isNarrowed(sub, right)) return byMember;
    return [[[sub, inner] as const], ...byMember];
  }
  if (left.kind === 'annotated') return [sub.members.map((member) => [member, of] as const)];
  if (left.kind === 'intersection') {
    const fields = right.kind === 'record' ? recordAlternatives(sub.fields, of.fields) : NO;
    return [...byMember, ...fields];
  }
  return structural(sub, of);
}

const apart = new WeakMap<Type, readonly Type[]>();
/** The parser allows 200 levels of annotations: what goes deeper is a circle. */
const MAX_LEVELS = 300;

/** `(A | B) @min(1)` is `A @min(1) | B @min(1)`. */
function membersApart(type: Type, form: AnnotatedForm, level = 0): readonly Type[] | undefined {
  let members = apart.get(type);
  if (members !== undefined) return members;
  const inner = type.members[0]?.shape;
  if (inner === undefined || form.depth > MAX_LEVELS || level > MAX_LEVELS) return undefined;
  if (inner.form.kind === 'annotated') {
    const parts = membersApart(inner, inner.form, level + 1);
    if (parts === undefined) return undefined;
    members = parts.map((part) => annotated(part, form));
  } else if (inner.form.kind === 'union') members = inner.members.map((part) => annotated(part, form));
  else if (inner.form.kind === 'optional')
    members = [namedType('nil'), ...inner.members.map((part) => annotated(part, form))];
  else return undefined;
  apart.set(type, members);
  return members;
}

function annotated(type: Type, { name, args, depth }: AnnotatedForm): Type {
  const of = { kind: 'given', type, depth, isOpen: false } as const;
  return typeOf({ kind: 'annotated', of, name, args, depth: depth + 1, isOpen: false });
}

/** `true` and `false` apart, for `true | false`. */
function booleanIn(of: Type): Asked {
  const one: [Type, Type][][] = of.members.map((member) => [[namedType('boolean'), member]]);
  const covers = (value: boolean) =>
    of.members.some(({ shape }) => shape.form.kind === 'literal' && shape.form.value === value);
  return covers(true) && covers(false) ? YES : one;
}

function structural(sub: Type, of: Type): Asked {
  const left = sub.form;
  const right = of.form;
  switch (right.kind) {
    case 'named':
      return isWithin(sub, right.name) ? YES : NO;
    case 'literal':
      return left.kind === 'literal' && isLiteral(right.value, left.value) ? YES : NO;
    case 'record':
      if (right.fields.length === 0 && isTable(sub)) return YES;
      return left.kind === 'record' ? recordAlternatives(sub.fields, of.fields) : NO;
    case 'array':
      return left.kind === 'array' ? [inside(sub.members, of.members, right.isReadonly)] : NO;
    case 'map':
      return left.kind === 'map' ? [inside(sub.members, of.members, right.isReadonly)] : NO;
    case 'function':
      return left.kind === 'function' ? [functionPairs(sub, left, of, right)] : NO;
    default:
      return NO;
  }
}

/** Sb1, for what is no pair of equal forms. */
function isWithin({ form }: Type, name: string): boolean {
  switch (form.kind) {
    case 'named':
      return form.name === name || (form.name === 'integer' && name === 'number');
    case 'literal':
      return nameOfLiteral(form.value) === name || (name === 'number' && isNumber(form.value));
    case 'record':
    case 'array':
    case 'map':
      return name === 'table';
    case 'function':
      return name === 'function';
    default:
      return false;
  }
}

function nameOfLiteral(value: LiteralValue): string {
  if (isNumber(value)) return typeof value === 'bigint' || Number.isSafeInteger(value) ? 'integer' : 'number';
  return value === undefined ? 'nil' : typeof value;
}

function isTable({ form }: Type): boolean {
  const { kind } = form;
  return (
    kind === 'record' || kind === 'array' || kind === 'map' || (kind === 'named' && form.name === 'table')
  );
}

/** Sb2. */
function inside(sub: readonly Type[], of: readonly Type[], isReadonly: boolean): [Type, Type][] {
  const pairs: [Type, Type][] = [];
  for (const [i, member] of sub.entries()) {
    const other = of[i] ?? ANY;
    pairs.push([member, other]);
    if (!isReadonly) pairs.push([other, member]);
  }
  return pairs;
}

/** Sb2: one alternative, or none. */
function recordAlternatives(sub: readonly Field[], of: readonly Field[]): Asked {
  const pairs: [Type, Type][] = [];
  const own = new Map(sub.map((field) => [field.name, field]));
  for (const { name, type, isOptional, isReadonly } of of) {
    const field = own.get(name);
    if (field === undefined) {
      if (!isOptional && !takesNil(type)) return NO;
      continue;
    }
    if (field.isOptional && !isOptional && !takesNil(type)) return NO;
    if (field.isReadonly && !isReadonly) return NO;
    pairs.push([field.type, type]);
    if (!isReadonly) pairs.push([type, field.type]);
  }
  return [pairs];
}

function takesNil({ shape }: Type): boolean {
  return shape.form.kind === 'optional' || isNamed(shape, 'nil') || isNamed(shape, 'any');
}

/** Sb3. */
function functionPairs(sub: Type, left: FunctionForm, of: Type, right: FunctionForm): [Type, Type][] {
  const pairs: [Type, Type][] = [];
  for (const [i, form] of left.parameters.entries()) {
    const isRest = left.isRest && i === left.parameters.length - 1;
    const given = parameterAt(of, right, i);
    if (given !== undefined) pairs.push([given, sub.inner(form)]);
    else if (!isRest) pairs.push([namedType('nil'), sub.inner(form)]);
  }
  for (const [i, form] of right.returns.entries()) {
    const own = left.returns[i];
    pairs.push([own === undefined ? namedType('nil') : sub.inner(own), of.inner(form)]);
  }
  return pairs;
}

function parameterAt(type: Type, { parameters, isRest }: FunctionForm, i: number): Type | undefined {
  const form = parameters[isRest ? Math.min(i, parameters.length - 1) : i];
  return form === undefined ? undefined : type.inner(form);
}

function isNamed({ form }: Type, name: string): boolean {
  return form.kind === 'named' && form.name === name;
}

/** Sb4: what `sub` takes passes the annotation, as far as can be told. */
function isNarrowed(sub: Type, annotation: AnnotatedForm): boolean {
  const { name, args } = annotation;
  const [limit] = args;
  const { form } = sub.bare;
  if (form.kind === 'literal' && refusedBy(annotation, form.value) === undefined) return true;
  const asked = ASKED[name];
  if (asked === undefined || isOfOtherKind(form, asked)) return true;
  return sub.annotations.some((own) => {
    const [given] = own.args;
    if (own.name !== name) return false;
    if (!isNumber(given) || !isNumber(limit)) return given === limit;
    return name.startsWith('min')
      ? given >= limit
      : name.startsWith('max')
        ? given <= limit
        : given === limit;
  });
}

/** Which values each annotation asks (Va2). */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  min: ['number', 'integer'],
  max: ['number', 'integer'],
  min_len: ['string', 'table', 'record', 'array', 'map'],
  max_len: ['string', 'table', 'record', 'array', 'map'],
  pattern: ['string'],
};
const CERTAIN = ['number', 'integer', 'string', 'boolean', 'nil', 'table', 'thread', 'userdata', 'error'];

function isOfOtherKind(form: Form, asked: readonly string[]): boolean {
  const isCertain = form.kind === 'named' ? CERTAIN.includes(form.name) : form.kind in STRUCTURES;
  return isCertain && !asked.includes(form.kind === 'named' ? form.name : form.kind);
}

const STRUCTURES = { record: true, array: true, map: true, function: true };
