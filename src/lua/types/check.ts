/**
 * Whether a value is of a type: a machine with a stack of its own, which can stop at any value it looks at.
 *
 *   Va3  Tables are read without metamethods; a field that an instance lacks is looked for in the tables of `__index`.
 *        Fields that a record does not name are not looked at. A list has keys from 1 to its length and no others.
 *        Of a key that is a table itself, only what can be seen at once is looked at.
 *   Va4  A function type asks for a function, whatever it takes and gives.
 *   Va5  Data in circles is of a recursive type when nothing in it is found wrong.
 *   Va6  Of a union only those members are tried that fit by what can be seen at once; when one is left, its problem
 *        is told. When none is, the only record whose tags fit is meant, and its problem is told; otherwise that none fits.
 *   Va7  A type that is nothing but itself, such as `type A = A?`, ends nowhere and takes nothing more.
 *   Va8  Each value that is looked at costs fuel, and the machine stops when it is spent. All it knows is in `Check`,
 *        which is the state of a host frame (F4).
 */
import { Fn, R, type Value } from '../machine.ts';
import { spendPart } from '../preemption.ts';
import { defineState } from '../snapshot/state-form.ts';
import { LuaTable, NO_FIELDS, nextValue, propertiesOf } from '../table.ts';
import type { Problem } from './problem.ts';
import { expectation, isLiteral, isNamed, refusedBy } from './shallow.ts';
import { ANY, type Field, namedType, type Type } from './type.ts';
import { typeIn, typeValue } from './type-value.ts';

/** A table or a choice that is being looked at. */
export interface Step {
  /** A shape without annotations. */
  readonly type: Type;
  readonly value: Value;
  /** Which field, element, member or key of a map comes next. */
  at: Value;
  /** Where the value stands in the table around it; `undefined` for the outermost and for members of a type. */
  readonly key: Value;
  /** Of a union: the members that are tried. */
  readonly candidates: readonly Type[] | undefined;
  /** How many entries of the trail there were when it began. */
  readonly trail: number;
  /** How many assumptions had been used when it began. */
  readonly assumed: number;
}

const FINE = 0;
const WRONG = 1;
const ENTERED = 2;
type Answer = typeof FINE | typeof WRONG | typeof ENTERED;

/** Looking at one value. */
const COST = 0.25;
/** A member of a union, a field of a record: each is asked for, also where nothing is. */
const COST_OF_PART = 0.03;
/** The parser allows 200 levels of `?` and `@`: whatever goes deeper is a circle (Va7). */
const MAX_LEVELS = 300;
const MAX_GLANCES = 20;

/** What is known of a table and a recursive type. */
type Verdict = 'open' | 'assumed' | 'proved' | 'wrong';

export class Check {
  type: Type;
  value: Value;
  readonly steps: Step[] = [];
  problem: Problem | undefined;
  /** How many of the steps are choices: as long as there is one, a problem is not the last word. */
  #choices = 0;
  #isStarted = false;
  readonly #verdicts = new Map<Type, Map<Value, Verdict>>();
  readonly #trail: (readonly [Type, Value])[] = [];
  #assumed = 0;

  constructor(type: Type, value: Value) {
    this.type = type;
    this.value = value;
  }

  /** All that it knows as values; what was found of recursive types is found again. */
  static save(of: Check): Value[] {
    const steps = of.steps.map(({ type, value, at, key, candidates }) => [
      typeValue(type),
      value,
      at,
      key,
      candidates?.map(typeValue),
    ]);
    return [typeValue(of.type), of.value, of.#isStarted, steps];
  }

  /** Throws a TypeError when these are no parts of a check. */
  static fill(check: Check, [type, value, isStarted, steps]: readonly Value[]): void {
    check.type = someType(type);
    check.value = value;
    check.#isStarted = isStarted === true;
    for (const saved of someList(steps)) {
      const [of, inner, at, key, candidates] = someList(saved);
      const tried = candidates === undefined ? undefined : someList(candidates).map(someType);
      check.#push(someType(of), inner, key, tried);
      const step = check.steps.at(-1);
      if (step !== undefined) step.at = at;
    }
  }

  /** Goes on until it knows, or the fuel is spent: true, false, or undefined when it must go on later. */
  run(): boolean | undefined {
    if (!this.#isStarted) {
      this.#isStarted = true;
      if (this.#settle(this.#look(this.type, this.value, undefined)) === WRONG) return false;
      if (R.fuel <= 0 && this.steps.length > 0) return undefined;
    }
    for (let step = this.steps.at(-1); step !== undefined; step = this.steps.at(-1)) {
      const answer = this.#proceed(step);
      if (answer === undefined) return undefined;
      if (this.#settle(answer) === WRONG) return false;
      if (R.fuel <= 0 && this.steps.length > 0) return undefined;
    }
    return true;
  }

  /** A step has ended: those that it was all of have ended too; after a failure the next candidate has its turn. */
  #settle(given: Answer): Answer {
    let answer = given;
    while (answer === WRONG) {
      const step = this.steps.at(-1);
      if (step === undefined) return WRONG;
      if (step.candidates === undefined) this.#drop(step, 'wrong');
      else answer = this.#nextCandidate(step);
    }
    return answer;
  }

  /** Pops a step that has ended. */
  #drop(step: Step, verdict: Verdict): void {
    this.steps.pop();
    if (step.candidates !== undefined) this.#choices--;
    if (!step.type.isRecursive) return;
    const verdicts = this.#verdicts.get(step.type);
    if (verdict === 'wrong') verdicts?.set(step.value, 'wrong');
    else verdicts?.set(step.value, this.#assumed === step.assumed ? 'proved' : 'assumed');
  }

  #nextCandidate(step: Step): Answer {
    for (const [type, value] of this.#trail.splice(step.trail)) {
      const verdicts = this.#verdicts.get(type);
      const verdict = verdicts?.get(value);
      if (verdict === 'open' || verdict === 'assumed') verdicts?.delete(value);
    }
    const at = step.at as number; // a choice counts its candidates
    step.at = at + 1;
    const candidate = step.candidates?.[at];
    if (candidate !== undefined) return this.#look(candidate, step.value, undefined);
    this.#drop(step, 'wrong');
    return this.#wrong(step.type, step.value, step.key);
  }

  /** Looks at one value, or enters it. */
  #look(given: Type, value: Value, key: Value): Answer {
    spendPart(COST);
    let type = given.shape;
    for (let level = 0; level < MAX_LEVELS; level++) {
      const { form } = type;
      switch (form.kind) {
        case 'named':
          return isNamed(form.name, value) ? FINE : this.#wrong(given, value, key);
        case 'literal':
          return isLiteral(form.value, value) ? FINE : this.#wrong(given, value, key);
        case 'function':
          return value instanceof Fn ? FINE : this.#wrong(given, value, key);
        case 'optional':
          if (value === undefined) return FINE;
          type = (type.members[0] as Type).shape; // it has one
          break;
        case 'annotated': {
          const refused = refusedBy(form, value);
          if (refused !== undefined) return this.#fail(refused.text, refused.details, key);
          type = (type.members[0] as Type).shape; // as above
          break;
        }
        case 'union':
          return this.#choose(type, given, value, key);
        case 'intersection':
          return this.#enter(type, value, key, undefined);
        default:
          if (!(value instanceof LuaTable)) return this.#wrong(given, value, key);
          if (form.kind === 'array' && hasOtherKeys(value)) {
            const problem = 'expected a list, got a table with other keys than 1 to its length';
            return this.#fail(problem, { expected: 'array', got: 'table' }, key);
          }
          return this.#enter(type, value, key, undefined);
      }
    }
    return this.#wrong(given, value, key);
  }

  #enter(type: Type, value: Value, key: Value, candidates: readonly Type[] | undefined): Answer {
    if (type.isRecursive) {
      const verdict = this.#verdictsOf(type).get(value);
      if (verdict === 'wrong') return this.#wrong(type, value, key);
      if (verdict !== undefined) {
        if (verdict !== 'proved') this.#assumed++;
        return FINE;
      }
    }
    this.#push(type, value, key, candidates);
    return ENTERED;
  }

  #push(type: Type, value: Value, key: Value, candidates: readonly Type[] | undefined): void {
    if (type.isRecursive) {
      this.#verdictsOf(type).set(value, 'open');
      this.#trail.push([type, value]);
    }
    const at = type.form.kind === 'map' ? undefined : 0;
    const [trail, assumed] = [this.#trail.length, this.#assumed];
    this.steps.push({ type, value, at, key, candidates, trail, assumed });
    if (candidates !== undefined) this.#choices++;
  }

  #verdictsOf(type: Type): Map<Value, Verdict> {
    let verdicts = this.#verdicts.get(type);
    if (verdicts === undefined) {
      verdicts = new Map();
      this.#verdicts.set(type, verdicts);
    }
    return verdicts;
  }

  /** Va6. */
  #choose(union: Type, given: Type, value: Value, key: Value): Answer {
    const candidates: Type[] = [];
    const members = membersOf(union);
    spendPart(COST_OF_PART * members.length);
    for (const member of members) {
      const answer = glance(member, value);
      if (answer === true) return FINE;
      if (answer === undefined) candidates.push(member);
    }
    const [first, second] = candidates;
    if (first === undefined) {
      const meant = this.#choices === 0 ? onlyTagged(members, value) : undefined;
      return meant === undefined ? this.#wrong(given, value, key) : this.#look(meant, value, key);
    }
    const { kind } = first.bare.form;
    const isPlain = kind !== 'union' && kind !== 'optional';
    return second === undefined && isPlain
      ? this.#look(first, value, key)
      : this.#enter(union, value, key, candidates);
  }

  /** Goes on with a step: undefined when the fuel is spent. */
  #proceed(step: Step): Answer | undefined {
    const { form } = step.type;
    if (form.kind === 'union') {
      if (step.at === 0) return this.#nextCandidate(step);
      return this.#end(step);
    }
    const { value } = step;
    if (form.kind === 'intersection') return this.#members(step);
    if (!(value instanceof LuaTable)) return this.#end(step);
    if (form.kind === 'record') return this.#record(step, value, step.type.fields);
    return form.kind === 'array' ? this.#list(step, value) : this.#map(step, value);
  }

  #end(step: Step): Answer {
    this.#drop(step, 'assumed');
    return FINE;
  }

  #members(step: Step): Answer | undefined {
    const { members } = step.type;
    while ((step.at as number) < members.length) {
      const member = members[step.at as number];
      step.at = (step.at as number) + 1;
      const answer = member === undefined ? FINE : this.#look(member, step.value, undefined);
      if (answer !== FINE) return answer;
      if (R.fuel <= 0) return undefined;
    }
    return this.#end(step);
  }

  #record(step: Step, table: LuaTable, fields: readonly Field[]): Answer | undefined {
    let at = step.at as number; // a record counts its fields
    if (at === 0) spendPart(COST_OF_PART * fields.length);
    while (at < fields.length) {
      const field = fields[at++];
      if (field === undefined) continue;
      const value = fieldOf(table, field);
      if (value === undefined && field.isOptional) continue;
      step.at = at;
      const answer = this.#look(field.type, value, field.name);
      if (answer !== FINE) return answer;
      if (R.fuel <= 0) return undefined;
    }
    return this.#end(step);
  }

  #list(step: Step, table: LuaTable): Answer | undefined {
    const [element] = step.type.members;
    if (element === undefined) return this.#end(step);
    while ((step.at as number) < table.length()) {
      const at = (step.at as number) + 1;
      step.at = at;
      const answer = this.#look(element, table.get(at), at);
      if (answer !== FINE) return answer;
      if (R.fuel <= 0) return undefined;
    }
    return this.#end(step);
  }

  #map(step: Step, table: LuaTable): Answer | undefined {
    const [keys, values] = step.type.members;
    if (keys === undefined || values === undefined) return this.#end(step);
    for (;;) {
      const key = table.next(step.at);
      if (key === undefined || key === false) return this.#end(step);
      const value = nextValue;
      step.at = key;
      const isKey = glance(keys, key);
      if (isKey === false) return this.#wrongKey(keys, key);
      const answer = this.#look(values, value, key);
      if (answer !== FINE) return answer;
      if (R.fuel <= 0) return undefined;
    }
  }

  #wrongKey(keys: Type, key: Value): Answer {
    const expected = expectation(keys, key);
    return this.#fail(`wrong key: ${expected}`, { constraint: 'key' }, key);
  }

  #wrong(type: Type, value: Value, key: Value): Answer {
    if (this.#choices > 0) return WRONG;
    const text = expectation(type, value);
    const [, expected, got] = /^expected (.*), got (.*)$/s.exec(text) ?? [];
    return this.#fail(text, { expected, got }, key);
  }

  #fail(text: string, details: Readonly<Record<string, Value>>, key: Value): Answer {
    if (this.#choices === 0) {
      const path = this.steps.map((step) => step.key);
      path.push(key);
      this.problem = { path: path.filter((part) => part !== undefined), text, details };
    }
    return WRONG;
  }
}

function someType(value: Value): Type {
  const type = typeIn(value);
  if (type === undefined) throw new TypeError('a type is missing');
  return type;
}

function someList(value: Value): readonly Value[] {
  if (!Array.isArray(value)) throw new TypeError('a list is missing');
  return value;
}

/** The members of a union, with those of unions and optional types within it in their place. */
function membersOf(union: Type): readonly Type[] {
  if (!union.members.some(isWide)) return union.members;
  const found: Type[] = [];
  const seen = new Set<Type>();
  const work = [union];
  for (let type = work.pop(); type !== undefined; type = work.pop()) {
    const { shape } = type;
    if (!isWide(type)) found.push(type);
    else if (!seen.has(shape)) {
      seen.add(shape);
      if (shape.form.kind === 'optional') found.push(namedType('nil'));
      work.push(...[...shape.members].reverse());
    }
  }
  return found;
}

function isWide({ shape: { form } }: Type): boolean {
  return form.kind === 'union' || form.kind === 'optional';
}

/** What can be seen without entering a table: true and false are certain. */
function glance(given: Type, value: Value, depth = 0): boolean | undefined {
  let type = given.shape;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const { form } = type;
    switch (form.kind) {
      case 'named':
        return isNamed(form.name, value);
      case 'literal':
        return isLiteral(form.value, value);
      case 'function':
        return value instanceof Fn;
      case 'optional':
        if (value === undefined) return true;
        type = (type.members[0] as Type).shape; // it has one
        break;
      case 'annotated':
        if (refusedBy(form, value) !== undefined) return false;
        type = (type.members[0] as Type).shape; // as above
        break;
      case 'union':
        return depth > MAX_GLANCES ? undefined : glanceAtUnion(type, value, depth + 1);
      case 'intersection':
        return undefined;
      case 'record':
        return value instanceof LuaTable && glanceAtFields(type, value);
      case 'array':
        return value instanceof LuaTable && !hasOtherKeys(value) ? undefined : false;
      default:
        return value instanceof LuaTable && glanceAtKey(type, value);
    }
  }
  return false;
}

function glanceAtUnion(union: Type, value: Value, depth: number): boolean | undefined {
  let seen: boolean | undefined = false;
  for (const member of membersOf(union)) {
    const answer = glance(member, value, depth);
    if (answer === true) return true;
    if (answer === undefined) seen = undefined;
  }
  return seen;
}

/** A record whose fields with plain types are wrong is not meant: so tags tell records apart. */
function glanceAtFields(record: Type, table: LuaTable): false | undefined {
  for (const field of record.fields) {
    const { type, isOptional } = field;
    const value = fieldOf(table, field);
    if (value === undefined && isOptional) continue;
    spendPart(COST);
    if (isPlain(type) ? glance(type, value) === false : value === undefined && !mayBeNil(type)) return false;
  }
  return undefined;
}

/** The only record among them whose tags, which are fields of literals, are those of the table. */
function onlyTagged(members: readonly Type[], value: Value): Type | undefined {
  if (!(value instanceof LuaTable)) return undefined;
  const meant = members.filter(({ shape }) => hasTags(shape, value));
  return meant.length === 1 ? meant[0] : undefined;
}

function hasTags({ form, fields }: Type, table: LuaTable): boolean {
  const tags = form.kind === 'record' ? fields.filter(({ type }) => isTag(type)) : [];
  spendPart(COST * tags.length);
  return tags.length > 0 && tags.every((tag) => glance(tag.type, fieldOf(table, tag)) === true);
}

function isPlain(type: Type): boolean {
  return type.shape.form.kind === 'named' || isTag(type);
}

function isTag({ shape: { form, members } }: Type): boolean {
  const isChoice = form.kind === 'union' && members.every(({ shape }) => shape.form.kind === 'literal');
  return isChoice || form.kind === 'literal';
}

function mayBeNil({ shape: { form } }: Type): boolean {
  return form.kind !== 'record' && form.kind !== 'array' && form.kind !== 'map' && form.kind !== 'function';
}

function glanceAtKey(map: Type, table: LuaTable): false | undefined {
  const key = table.next(undefined);
  const [keys] = map.members;
  if (key === undefined || keys === undefined) return undefined;
  return glance(keys, key) === false ? false : undefined;
}

/** Tables of `__index` are followed so far. */
const MAX_PARENTS = 100;

/** Va3. */
function fieldOf(table: LuaTable, { name, property }: Field): Value {
  const own = table.s[property];
  if (own !== undefined) return own;
  let at: Value = table;
  for (let i = 0; i < MAX_PARENTS && at instanceof LuaTable; i++) {
    const value = at.getText(name);
    if (value !== undefined || at.mt === null) return value;
    at = at.mt.getText('__index');
  }
  return undefined;
}

function hasOtherKeys({ s, hash }: LuaTable): boolean {
  if (s !== NO_FIELDS) for (const name of propertiesOf(s)) if (s[name] !== undefined) return true;
  return hash?.vals.some((value) => value !== undefined) ?? false;
}

defineState({
  name: 'type.check/1',
  type: Check,
  changes: 'frames',
  save: Check.save,
  make: () => new Check(ANY, undefined),
  fill: Check.fill,
});
