/** The arguments and results of guest functions: how they are described, read and written. */
import { Reading } from './reading.ts';
import { type AnySchema, type Infer, invalid, Schema, type Written } from './schema.ts';

export interface Arg<T = unknown> {
  readonly name: string;
  readonly schema: Schema<T, never>;
  /** Takes all that are left, as one list. */
  readonly isRest: boolean;
}

export function arg<S extends AnySchema>(name: string, schema: S): Arg<Infer<S>> {
  // Infer<S> is by definition what S reads.
  return { name, schema: schema as unknown as Schema<Infer<S>, never>, isRest: false };
}

/** All arguments that are left; they arrive as one list. */
export function rest<S extends AnySchema>(name: string, schema: S): Arg<Infer<S>[]> {
  // The reader below makes the list of what the schema reads one by one.
  return { name, schema: schema as unknown as Schema<never, never>, isRest: true };
}

/** What `run` gets for its arguments. */
export type Values<A extends readonly Arg[]> = {
  -readonly [K in keyof A]: A[K] extends Arg<infer T> ? T : never;
};

export type Returns = AnySchema | readonly AnySchema[];

/** What `run` returns: one value, or a list for several; nothing for none. */
export type Results<R extends Returns> = R extends readonly AnySchema[]
  ? R extends readonly []
    ? // biome-ignore lint/suspicious/noConfusingVoidType: it stands as the result of `run` only
      void
    : { readonly [K in keyof R]: Written<R[K]> }
  : Written<R>;

declare const unwritable: unique symbol;

/**
 * What `run` may return. Nobody can write the last member: it only tells the compiler, which does not
 * know `R` yet when it comes to a list of results, to read `[a, b]` as a pair and not as an array.
 */
export type Returned<R extends Returns> = Hinted<R> | Promise<Hinted<R>>;
type Hinted<R extends Returns> = Results<R> | readonly [typeof unwritable];

const guestOptions = { guest: true } as const;

/**
 * The arguments of a call, from a guest's data. Missing ones are undefined; those beyond the last are
 * ignored. Throws `Invalid` that names each wrong argument.
 */
export function readArguments(args: readonly Arg[], given: readonly unknown[]): unknown[] {
  const reading = takeReading();
  const values: unknown[] = [];
  for (const { schema, isRest } of args) {
    const index = values.length;
    values.push(
      isRest
        ? given.slice(index).map((value) => schema.read(value, reading))
        : schema.read(given[index], reading),
    );
  }
  // Names are kept track of only now: nearly all calls are right.
  if (reading.failed) refuseArguments(args, given);
  if (reading.isBlank) spare = reading;
  return values;
}

/** The same for the only argument of a function. */
export function readArgument(args: readonly [Arg], given: unknown): unknown {
  const reading = takeReading();
  const value = args[0].schema.read(given, reading);
  if (reading.failed) refuseArguments(args, [given]);
  if (reading.isBlank) spare = reading;
  return value;
}

/** One that found nothing is as good as new. */
let spare: Reading | null = null;

function takeReading(): Reading {
  const reading = spare ?? new Reading(guestOptions);
  spare = null;
  return reading;
}

function refuseArguments(args: readonly Arg[], given: readonly unknown[]): never {
  const reading = new Reading(guestOptions);
  for (const [index, { name, schema, isRest }] of args.entries()) {
    reading.enter(name);
    if (!isRest) schema.read(given[index], reading);
    else readRest(schema, given.slice(index), reading);
    reading.leave();
  }
  throw invalid(reading.problems, '');
}

function readRest(schema: AnySchema, given: readonly unknown[], reading: Reading): void {
  for (const [index, value] of given.entries()) {
    reading.enter(index);
    schema.read(value, reading);
    reading.leave();
  }
}

/** The results of a call as a guest's data, one for each schema. */
export function writeResults(returns: Returns, result: unknown): unknown[] {
  // `run` was checked by its type to return what the schemas write.
  if (returns instanceof Schema) return [returns.write(result as never)];
  const results = Array.isArray(result) ? result : [];
  return (returns as readonly AnySchema[]).map((schema, index) => schema.write(results[index] as never));
}
