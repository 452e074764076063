/**
 * A schema describes a value once; from it come decoding, defaults, the places of errors, references
 * between entries, JSON Schema and documentation.
 *
 * `read` takes what guests, YAML or JSON give and makes the value that the host works with; `write`
 * goes the other way and is given only what types have checked. The two sides differ for handles: a
 * function is given the live value and returns the `Held` one.
 *
 * Our own and not a library's: a guest's strings are bytes, a value may name other entries, be secret
 * or come later, and the reading of arguments is on the way of each call.
 */
import { type Data, type Failure, failure } from '#base';
import type { JsonSchema, JsonValue } from './json-schema.ts';
import {
  type Path,
  type Problem,
  problemText,
  Reading,
  type ReadingOptions,
  type Reference,
} from './reading.ts';

export interface SchemaParts<R, W> {
  /** Completes the sentence `must be ...`; a function when it speaks of what is defined later. */
  readonly expects: string | (() => string);
  /** Whether the outermost form of a value is right; tells the members of `oneOf` apart. */
  readonly admits: (value: unknown) => boolean;
  readonly read: (value: unknown, reading: Reading) => R;
  readonly write: (value: W) => unknown;
  readonly json: () => JsonSchema;
  /** The value may be left out. */
  readonly isOptional?: boolean;
  /** The guest's value comes as it is: its tables are not made into lists and objects. */
  readonly isRaw?: boolean;
  /** The fields of an object, for documentation and for checks of definitions. */
  readonly fields?: Readonly<Record<string, AnySchema>>;
}

export class Schema<R = unknown, W = R> {
  readonly isOptional: boolean;
  readonly isRaw: boolean;
  readonly fields: Readonly<Record<string, AnySchema>> | undefined;
  readonly description: string | undefined;
  readonly #parts: SchemaParts<R, W>;

  constructor(parts: SchemaParts<R, W>, description?: string) {
    this.#parts = parts;
    this.isOptional = parts.isOptional === true;
    this.isRaw = parts.isRaw === true;
    this.fields = parts.fields;
    this.description = description;
  }

  get expects(): string {
    const { expects } = this.#parts;
    return typeof expects === 'function' ? expects() : expects;
  }

  admits(value: unknown): boolean {
    return this.#parts.admits(value);
  }

  read(value: unknown, reading: Reading): R {
    return this.#parts.read(value, reading);
  }

  write(value: W): unknown {
    return this.#parts.write(value);
  }

  toJsonSchema(): JsonSchema {
    const schema = this.#parts.json();
    return this.description === undefined ? schema : { description: this.description, ...schema };
  }

  /** The same, with a sentence for documentation. */
  describe(description: string): Schema<R, W> {
    return new Schema(this.#parts, description);
  }

  /**
   * The same, but a missing value is read as this one, given in the form that users write (`'5m'`). Whether it can
   * be read shows with its first use or with the documentation: definitions do no work when they are made.
   */
  default(raw: Data): Schema<Exclude<R, undefined>, W | undefined> {
    const parts = this.#parts;
    let known: R | undefined;
    const probed = (): R => {
      const probe = new Reading();
      const value = parts.read(raw, probe);
      const [problem] = probe.problems;
      if (problem !== undefined) throw new TypeError(`the default of a schema ${problemText(problem, '')}`);
      return value;
    };
    // Composite values are made anew for each reader, who may change them.
    const make = (reading: Reading): R => {
      known ??= probed();
      return typeof known === 'object' ? parts.read(raw, reading) : known;
    };
    return new Schema<Exclude<R, undefined>, W | undefined>(
      {
        ...parts,
        isOptional: true,
        // A default is never undefined, since `Data` that reads as undefined is no default.
        read: (value, reading) =>
          (value === undefined || value === null ? make(reading) : parts.read(value, reading)) as Exclude<
            R,
            undefined
          >,
        write: (value) => (value === undefined ? undefined : parts.write(value)),
        json: () => {
          known ??= probed();
          return { ...parts.json(), default: raw as JsonValue };
        },
      },
      this.description,
    );
  }

  /** The same, with a rule about the value as a whole: the check returns what is wrong (`must be ...`), or nothing. */
  check(rule: (value: R) => string | undefined): Schema<R, W> {
    const parts = this.#parts;
    const read = (value: unknown, reading: Reading): R => {
      const problems = reading.problems.length + reading.deferred.length;
      const result = parts.read(value, reading);
      if (reading.problems.length + reading.deferred.length > problems) return result;
      const wrong = rule(result);
      return wrong === undefined ? result : reading.refuse(wrong, value);
    };
    return new Schema({ ...parts, read }, this.description);
  }
}

/** Any schema at all. */
export type AnySchema = Schema<unknown, never>;

/** What reading a value gives. */
export type Infer<S> = S extends Schema<infer R, never> ? R : never;

/** What writing a value takes. */
export type Written<S> = S extends { write(value: infer W): unknown } ? W : never;

export type Decoded<R> =
  | {
      readonly ok: true;
      readonly value: R;
      readonly warnings: readonly Problem[];
      readonly references: readonly Reference[];
      readonly secrets: readonly Path[];
      /** When not empty, the value is checked as far as it goes and may not be used. */
      readonly deferred: readonly Path[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a value and reports every problem at once. */
export function decode<R>(schema: Schema<R, never>, value: unknown, options?: ReadingOptions): Decoded<R> {
  const reading = new Reading(options);
  const result = schema.read(value, reading);
  if (reading.failed) return { ok: false, problems: reading.problems };
  const { problems: warnings, references, secrets, deferred } = reading;
  return { ok: true, value: result, warnings, references, secrets, deferred };
}

/** Reads a value or throws `Invalid` with all problems; `root` names the place in messages. */
export function decodeOrThrow<R>(
  schema: Schema<R, never>,
  value: unknown,
  root: string,
  options?: ReadingOptions,
): R {
  const reading = new Reading(options);
  const result = schema.read(value, reading);
  if (!reading.failed) return result;
  throw invalid(reading.problems, root);
}

/** `Invalid` with the text of all errors. */
export function invalid(problems: readonly Problem[], root: string): Failure {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const message = errors.map((problem) => problemText(problem, root)).join('; ');
  return failure('Invalid', message, { retryable: false });
}

/** The entries that a value names, also when other things are wrong with it. */
export function references(
  schema: AnySchema,
  value: unknown,
  options?: ReadingOptions,
): readonly Reference[] {
  const reading = new Reading(options);
  schema.read(value, reading);
  return reading.references;
}

/** A copy to be shown and logged, with `***` for what the schema calls secret. */
export function hideSecrets(schema: AnySchema, value: unknown): unknown {
  const reading = new Reading();
  schema.read(value, reading);
  return reading.secrets.reduce(hide, value);
}

function hide(value: unknown, path: Path): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined || value === null ? value : '***';
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? hide(item, rest) : item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, key === step ? hide(item, rest) : item]);
  return Object.fromEntries(entries);
}
