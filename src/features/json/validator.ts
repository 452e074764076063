/**
 * JSON Schema, compiled by `ajv`: draft 2020-12, and 2019-09, 7 and 6 where a schema says so. Formats are
 * checked. Patterns run on RE2, so that none can stall a scheduler; what RE2 has not (references back, looking
 * around) does not compile.
 *
 * The library is loaded when the first schema comes: it takes as long as starting Node.
 */
import { createHash } from 'node:crypto';
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import { failure } from '#base';

/** What does not fit, in words; nothing when all does. */
export type Validator = (data: unknown) => readonly Violation[];

export interface Violation {
  /** The steps to the value, from the top. */
  readonly path: readonly string[];
  /** Follows the name of the place: `must be integer`. */
  readonly message: string;
  readonly keyword: string;
}

/** Compiled schemas by the hash of their text; the one that was not asked for longest goes first. */
const mostSchemas = 256;
const compiled = new Map<string, Validator>();

/** At once when the schema is known already. Throws `Invalid` when the text is no schema. */
export function validatorOf(schemaText: string): Validator | Promise<Validator> {
  const key = createHash('sha256').update(schemaText).digest('base64');
  const known = compiled.get(key);
  return known === undefined ? compile(schemaText).then((made) => keep(key, made)) : keep(key, known);
}

function keep(key: string, validator: Validator): Validator {
  compiled.delete(key);
  compiled.set(key, validator);
  const [oldest] = compiled.keys();
  if (compiled.size > mostSchemas && oldest !== undefined) compiled.delete(oldest);
  return validator;
}

async function compile(schemaText: string): Promise<Validator> {
  const schema = parseSchema(schemaText);
  const validate = compileWith(await libraryFor(schema), schema);
  return (data) => (validate(data) ? [] : (validate.errors ?? []).map(violation));
}

type JsonSchema = Record<string, unknown>;

function parseSchema(text: string): JsonSchema {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (thrown) {
    throw badSchema(thrown);
  }
  if (typeof schema === 'boolean') return schema ? {} : { not: {} };
  if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return { ...schema };
  throw badSchema(new Error('it must be an object, true or false'));
}

function compileWith(ajv: Ajv, schema: JsonSchema): ValidateFunction {
  delete schema.$schema; // the library was chosen by it
  try {
    return ajv.compile(schema);
  } catch (thrown) {
    throw badSchema(thrown);
  } finally {
    ajv.removeSchema(schema); // it keeps all that it compiles, and two of one $id are refused
  }
}

function badSchema(thrown: unknown): Error {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return failure('Invalid', `the schema does not compile: ${why}`, { retryable: false, cause: thrown });
}

function violation(error: ErrorObject): Violation {
  const path = error.instancePath.split('/').slice(1).map(unescapeStep);
  return { path, message: messageOf(error), keyword: error.keyword };
}

/** As JSON Pointer has it (RFC 6901). */
function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function messageOf({ keyword, message = 'does not fit', params }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `${message} ('${params.additionalProperty}')`;
  if (keyword === 'enum') return `${message}: ${JSON.stringify(params.allowedValues)}`;
  return keyword === 'const' ? `${message} ${JSON.stringify(params.allowedValue)}` : message;
}

const drafts = {
  '2020-12': async () => (await import('ajv/dist/2020.js')).Ajv2020,
  '2019-09': async () => (await import('ajv/dist/2019.js')).Ajv2019,
  'draft-07': async () => (await import('ajv')).Ajv,
  'draft-06': async () => (await import('ajv')).Ajv,
} as const;

type Draft = keyof typeof drafts;
const libraries = new Map<Draft, Promise<Ajv>>();

function libraryFor(schema: JsonSchema): Promise<Ajv> {
  const draft = draftOf(schema.$schema);
  let library = libraries.get(draft);
  if (library === undefined) {
    library = makeLibrary(draft);
    libraries.set(draft, library);
  }
  return library;
}

function draftOf(named: unknown): Draft {
  if (named === undefined) return '2020-12';
  const found = (Object.keys(drafts) as Draft[]).find((draft) => String(named).includes(draft));
  if (found !== undefined) return found;
  throw badSchema(new Error(`$schema names ${JSON.stringify(named)}, which is not known`));
}

async function makeLibrary(draft: Draft): Promise<Ajv> {
  const [Library, formats, { RE2JS }] = await Promise.all([
    drafts[draft](),
    import('ajv-formats'),
    import('re2js'),
  ]);
  const engine = (pattern: string) => {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    // `ajv` tells patterns apart by their text.
    return { test: (text: string) => compiled.test(text), toString: () => JSON.stringify(pattern) };
  };
  const regExp = Object.assign(engine, { code: 'the patterns are never written out as code' });
  const ajv = new Library({ allErrors: true, strict: false, logger: false, code: { regExp } });
  // Published as CommonJS: its default export is found in two places.
  formats.default.default(ajv);
  return ajv;
}
