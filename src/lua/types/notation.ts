/**
 * Types as text: how a unit carries the types of its source, and how a type is saved (F5, G3).
 *
 * The text is JSON of `{ rows, roots }`. A row is a form, and names others by their numbers; roots are the types that
 * are meant. Ty3: but for definitions, a row names only rows before it, so reading is one pass.
 *
 *   ["n", name]                    ["l", value] ["l64", digits] ["l"]      ["u", of] ["i", of] ["o", of]
 *   ["a", of, readonly]            ["m", key, value, readonly]             ["r", [[name, of, optional, readonly]...]]
 *   ["f", parameters, rest, returns]    ["@", of, name, arguments]         ["d", name, bounds, body]    ["p", at]
 *   ["c", generic, arguments]      ["g", which of the given types, path]   ["t", form, arguments]: a type
 */
import {
  type AnnotationValue,
  type AppliedForm,
  type DefinitionForm,
  type FieldForm,
  type Form,
  formsInside,
  type LiteralValue,
  type ParameterForm,
} from './form.ts';
import { namedType, type Type, typeOf } from './type.ts';

/** A part of a row: a number of another row, a name, a literal, or a list of these. */
export type Part = string | number | boolean | null | readonly Part[];
export type Row = readonly Part[];

export interface Notation {
  readonly rows: readonly Row[];
  readonly roots: readonly number[];
}

/** No source nests deeper (the parser allows 200 levels); bytes of another origin might. */
const MAX_DEPTH = 1000;

export class NotationError extends Error {
  override readonly name = 'NotationError';
}

function refuse(): never {
  throw new NotationError('this is no type');
}

/** The roots of a text. `given` are the types that its `g` rows mean; those that are not there are named by their path. */
export function readTypes(text: string, given: readonly (Type | undefined)[] = []): readonly Type[] {
  try {
    const { rows, roots }: Partial<Notation> = JSON.parse(text) ?? {};
    if (!Array.isArray(rows) || !Array.isArray(roots)) refuse();
    return new Reading(rows, given).all(roots);
  } catch (cause) {
    throw cause instanceof NotationError ? cause : new NotationError('this is no type', { cause });
  }
}

class Reading {
  readonly #rows: readonly Row[];
  readonly #given: readonly (Type | undefined)[];
  readonly #forms: Form[] = [];

  constructor(rows: readonly Row[], given: readonly (Type | undefined)[]) {
    this.#rows = rows;
    this.#given = given;
  }

  all(roots: readonly Part[]): readonly Type[] {
    for (const row of this.#rows) this.#forms.push(definitionOf(row) ?? PENDING);
    for (const [at, row] of this.#rows.entries()) {
      const known = this.#forms[at];
      if (known?.kind === 'definition') continue;
      this.#forms[at] = this.#form(row, at);
    }
    for (const [at, row] of this.#rows.entries()) {
      const form = this.#forms[at];
      if (form?.kind === 'definition') this.#complete(form, row);
    }
    return roots.map((root) => ROOT.inner(this.#at(root)));
  }

  #at(part: Part | undefined, before = Number.POSITIVE_INFINITY): Form {
    const form = typeof part === 'number' ? this.#forms[part] : undefined;
    if (form === undefined || form === PENDING) refuse();
    return form.kind === 'definition' || (part as number) < before ? form : refuse();
  }

  #all(part: Part | undefined, before?: number): Form[] {
    return list(part).map((each) => this.#at(each, before));
  }

  #complete(form: DefinitionForm, [, , bounds, body]: Row): void {
    form.body = this.#at(body);
    const found = list(bounds).map((bound) => (bound === -1 ? undefined : this.#at(bound)));
    (form.bounds as (Form | undefined)[]).push(...found);
  }

  #form(row: Row, at: number): Form {
    const [word, first, second, third] = list(row);
    const of = (part: Part | undefined) => this.#at(part, at);
    switch (word) {
      case 'n':
        return namedType(text(first)).form;
      case 'l':
        return { kind: 'literal', value: literal(first), ...LEAF };
      case 'l64':
        return { kind: 'literal', value: BigInt.asIntN(64, BigInt(text(first))), ...LEAF };
      case 'u':
        return measured({ kind: 'union', of: this.#all(first, at) });
      case 'i':
        return measured({ kind: 'intersection', of: this.#all(first, at) });
      case 'o':
        return measured({ kind: 'optional', of: of(first) });
      case 'a':
        return measured({ kind: 'array', of: of(first), isReadonly: second === true });
      case 'm':
        return measured({ kind: 'map', key: of(first), value: of(second), isReadonly: third === true });
      case 'r':
        return measured({ kind: 'record', fields: list(first).map((field) => this.#field(field, at)) });
      case 'f': {
        const [parameters, returns] = [this.#all(first, at), this.#all(third, at)];
        return measured({ kind: 'function', parameters, isRest: second === true, returns });
      }
      case '@':
        return measured({
          kind: 'annotated',
          of: of(first),
          name: text(second),
          args: list(third).map(annotationValue),
        });
      case 'p':
        return { kind: 'parameter', at: number(first), depth: 0, isOpen: true } satisfies ParameterForm;
      case 'c':
        return measured({ kind: 'application', of: of(first), args: this.#all(second, at) });
      case 'g':
        return {
          kind: 'given',
          type: this.#given[number(first)] ?? namedType(text(second)),
          ...LEAF,
        };
      case 't':
        return { kind: 'given', type: this.#typeWith(of(first), list(second), at), ...LEAF };
      default:
        return refuse();
    }
  }

  #field(field: Part, at: number): FieldForm {
    const [name, of, isOptional, isReadonly] = list(field);
    return {
      name: text(name),
      of: this.#at(of, at),
      isOptional: isOptional === true,
      isReadonly: isReadonly === true,
    };
  }

  #typeWith(form: Form, args: readonly Part[], at: number): Type {
    return typeOf(
      form,
      args.map((arg) => ROOT.inner(this.#at(arg, at))),
    );
  }
}

const LEAF = { depth: 0, isOpen: false } as const;
/** Stands for a row that was not read yet. */
const PENDING: Form = { kind: 'named', name: '', ...LEAF };
const ROOT = namedType('any');

function definitionOf(row: Row): DefinitionForm | undefined {
  if (!Array.isArray(row)) refuse();
  return row[0] === 'd'
    ? { kind: 'definition', name: text(row[1]), bounds: [], body: PENDING, ...LEAF }
    : undefined;
}

type Unmeasured<F> = F extends Form ? Omit<F, 'depth' | 'isOpen'> : never;

function measured(form: Unmeasured<Form>): Form {
  const inner = formsInside(form as Form);
  const depth = inner.reduce((most, each) => Math.max(most, each.depth + 1), 1);
  if (depth > MAX_DEPTH) refuse();
  return { ...form, depth, isOpen: inner.some(({ isOpen }) => isOpen) } as Form;
}

function list(part: Part | undefined): readonly Part[] {
  return Array.isArray(part) ? part : refuse();
}

function text(part: Part | undefined): string {
  return typeof part === 'string' ? part : refuse();
}

function number(part: Part | undefined): number {
  return typeof part === 'number' ? part : refuse();
}

function literal(part: Part | undefined): LiteralValue {
  return part === undefined || !(part instanceof Object || part === null) ? (part as LiteralValue) : refuse();
}

function annotationValue(part: Part): AnnotationValue {
  if (Array.isArray(part)) return BigInt.asIntN(64, BigInt(text(part[0])));
  return literal(part) ?? refuse();
}

/** A literal as a row. */
export function literalRow(value: LiteralValue): Row {
  if (value === undefined) return ['l'];
  if (typeof value === 'number' && !Number.isFinite(value)) return ['n', 'number'];
  return typeof value === 'bigint' ? ['l64', String(value)] : ['l', value];
}

export function annotationPart(value: AnnotationValue): Part {
  if (typeof value === 'number' && !Number.isFinite(value)) return Math.sign(value) * Number.MAX_VALUE;
  return typeof value === 'bigint' ? [String(value)] : value;
}

/** The text of a type: the same for types of the same names and structure, wherever they were declared. */
export function writeType(type: Type): string {
  return new Writing().root(type);
}

class Writing {
  readonly #rows: (Row | undefined)[] = [];
  readonly #numbers = new Map<Form | AppliedForm, number>();
  readonly #definitions: DefinitionForm[] = [];

  root(type: Type): string {
    const roots = [this.#type(type)];
    for (let form = this.#definitions.shift(); form !== undefined; form = this.#definitions.shift()) {
      const bounds = form.bounds.map((bound) => (bound === undefined ? -1 : this.#form(bound)));
      const body = this.#form(form.body);
      this.#rows[this.#numbers.get(form) as number] = ['d', form.name, bounds, body]; // it was entered there
    }
    return JSON.stringify({ rows: this.#rows, roots });
  }

  #type(type: AppliedForm): number {
    if (type.args.length === 0) return this.#form(type.form);
    const known = this.#numbers.get(type);
    if (known !== undefined) return known;
    const form = this.#form(type.form);
    const row = this.#add(['t', form, type.args.map((arg) => this.#type(arg))]);
    this.#numbers.set(type, row);
    return row;
  }

  #add(row: Row | undefined): number {
    return this.#rows.push(row) - 1;
  }

  #form(form: Form): number {
    if (form.kind === 'given') return this.#type(form.type);
    const known = this.#numbers.get(form);
    if (known !== undefined) return known;
    let at: number;
    if (form.kind === 'definition') {
      at = this.#add(undefined);
      this.#definitions.push(form);
    } else at = this.#add(this.#row(form));
    this.#numbers.set(form, at);
    return at;
  }

  #row(form: Exclude<Form, { kind: 'definition' | 'given' }>): Row {
    const all = (forms: readonly Form[]) => forms.map((each) => this.#form(each));
    switch (form.kind) {
      case 'named':
        return ['n', form.name];
      case 'literal':
        return literalRow(form.value);
      case 'union':
        return ['u', all(form.of)];
      case 'intersection':
        return ['i', all(form.of)];
      case 'optional':
        return ['o', this.#form(form.of)];
      case 'array':
        return ['a', this.#form(form.of), form.isReadonly];
      case 'map':
        return ['m', this.#form(form.key), this.#form(form.value), form.isReadonly];
      case 'record':
        return [
          'r',
          form.fields.map(({ name, of, isOptional, isReadonly }) => [
            name,
            this.#form(of),
            isOptional,
            isReadonly,
          ]),
        ];
      case 'function':
        return ['f', all(form.parameters), form.isRest, all(form.returns)];
      case 'annotated':
        return ['@', this.#form(form.of), form.name, form.args.map(annotationPart)];
      case 'parameter':
        return ['p', form.at];
      case 'application':
        return ['c', this.#form(form.of), all(form.args)];
    }
  }
}
