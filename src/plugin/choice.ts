/** Schemas of choices: yes or no, one value of several, one form of several, something or nothing. */
import { encodeUtf8 } from '#base';
import type { JsonSchema } from './json-schema.ts';
import type { Reading } from './reading.ts';
import { type AnySchema, type Infer, Schema, type Written } from './schema.ts';

export type Literal = string | number | boolean;

export const boolean: Schema<boolean> = new Schema<boolean>({
  expects: 'true or false',
  admits: (value) => typeof value === 'boolean',
  read: (value, reading) => (typeof value === 'boolean' ? value : reading.expected('true or false', value)),
  write: (value) => value,
  json: () => ({ type: 'boolean' }),
});

export function literal<const L extends Literal>(wanted: L): Schema<L> {
  return literals([wanted]);
}

function literals<const L extends Literal>(wanted: readonly L[]): Schema<L> {
  const expects = listed(wanted.map((each) => (typeof each === 'string' ? `'${each}'` : String(each))));
  const known = new Map<unknown, L>(wanted.map((each) => [each, each]));
  return new Schema<L>({
    expects,
    admits: (value) => known.has(value),
    read: (value, reading) => {
      const found = known.get(typeof value === 'string' ? reading.text(value) : value);
      return found === undefined ? reading.expected(expects, value) : found;
    },
    write: (value) => (typeof value === 'string' ? encodeUtf8(value) : value),
    json: () => (wanted.length === 1 && wanted[0] !== undefined ? { const: wanted[0] } : { enum: wanted }),
  });
}

type Choice = AnySchema | Literal;
type ReadChoice<C> = C extends Literal ? C : Infer<C>;
type WrittenChoice<C> = C extends Literal ? C : Written<C>;

/** One of several values or forms; the first that fits is taken. */
export function oneOf<const C extends readonly Choice[]>(
  ...choices: C
): Schema<ReadChoice<C[number]>, WrittenChoice<C[number]>> {
  type R = ReadChoice<C[number]>;
  type W = WrittenChoice<C[number]>;
  const plain = choices.filter((choice): choice is Literal & C[number] => !(choice instanceof Schema));
  const forms: AnySchema[] = choices.filter((choice) => choice instanceof Schema);
  if (plain.length > 0) forms.unshift(literals(plain) as AnySchema);
  // The members' own types are what R and W are made of.
  if (forms.length === 1 && forms[0] !== undefined) return forms[0] as unknown as Schema<R, W>;
  const expects = () => listed(forms.map((form) => form.expects));
  return new Schema<R, W>({
    expects,
    admits: (value) => forms.some((form) => form.admits(value)),
    read: (value, reading) => readFirst(forms, expects, value, reading) as R,
    write: (value) => writeFirst(forms, value),
    json: () => jsonOf(forms),
    isOptional: forms.some((form) => form.isOptional),
  });
}

function readFirst(
  forms: readonly AnySchema[],
  expects: () => string,
  value: unknown,
  reading: Reading,
): unknown {
  const fitting = forms.filter((form) => form.admits(value));
  // With one form left its own messages say best what is wrong.
  if (fitting.length === 1) return fitting[0]?.read(value, reading);
  for (const form of fitting) {
    const trial = reading.trial();
    const result = form.read(value, trial);
    if (trial.failed) continue;
    reading.adopt(trial);
    return result;
  }
  if (fitting.length === 0 && value === undefined && forms.some((form) => form.isOptional)) return undefined;
  return reading.expected(expects(), value);
}

/** Written by the first member whose outermost form it has. */
function writeFirst(forms: readonly AnySchema[], value: unknown): unknown {
  const form = forms.find((each) => each.admits(value)) ?? forms[forms.length - 1];
  return form?.write(value as never); // the types of `oneOf` allow only what a member writes
}

function jsonOf(forms: readonly AnySchema[]): JsonSchema {
  return { anyOf: forms.map((form) => form.toJsonSchema()) };
}

/** The value or nothing. */
export function optional<R, W>(schema: Schema<R, W>): Schema<R | undefined, W | undefined> {
  return new Schema<R | undefined, W | undefined>(
    {
      expects: () => schema.expects,
      admits: (value) => value === undefined || value === null || schema.admits(value),
      read: (value, reading) =>
        value === undefined || value === null ? undefined : schema.read(value, reading),
      write: (value) => (value === undefined ? undefined : schema.write(value)),
      json: () => schema.toJsonSchema(),
      isOptional: true,
      isRaw: schema.isRaw,
      ...(schema.fields === undefined ? {} : { fields: schema.fields }),
    },
    schema.description,
  );
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}
