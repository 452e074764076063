/** What a schema takes, in words: for the fields of entries and settings, and as types of the language for guests. */
import { features } from '#features';
import type { JsonSchema } from '#plugin';
import { code } from './markdown.ts';

/** `integer, at least 1`. */
export function valueText(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((each) => code(String(each))).join(', ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.anyOf !== undefined) return schema.anyOf.map(valueText).join(' or ');
  const entries = schema['x-entry'];
  if (entries !== undefined) return `id of ${entries.flatMap(kindsOf).map(code).join(', ')}`;
  switch (schema.type) {
    case 'array':
      return `list of ${itemText(schema.items ?? {})}`;
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? `table of ${itemText(schema.additionalProperties)}`
        : 'table';
    case 'integer':
    case 'number':
      return `${schema.type}${rangeText(schema)}`;
    case 'boolean':
      return '`true` or `false`';
    case undefined:
      return 'any value';
    default:
      return textText(schema);
  }
}

function textText(schema: JsonSchema): string {
  if (schema.format === 'duration') return 'duration';
  if (schema.writeOnly === true) return 'secret text';
  // A schema of texts of one form says in its description what form that is.
  return 'text';
}

function itemText(schema: JsonSchema): string {
  if (schema.properties !== undefined) return 'tables';
  return valueText(schema)
    .replace(/^any value$/, 'any values')
    .replace(/^id of/, 'ids of')
    .replace(/^text$/, 'texts');
}

/** The kinds that provide a service; what is no service is a pattern of kinds. */
function kindsOf(target: string): string[] {
  const kinds = features.flatMap((feature) => feature.kinds ?? []);
  const providing = kinds.filter(({ provides }) => provides?.name === target).map(({ kind }) => kind);
  return providing.length === 0 ? [target] : providing;
}

function rangeText({ minimum, maximum }: JsonSchema): string {
  if (minimum === undefined) return maximum === undefined ? '' : `, at most ${maximum}`;
  return maximum === undefined ? `, at least ${minimum}` : `, ${minimum} to ${maximum}`;
}

export interface Field {
  /** `pool.workers`, `targets[].path`. */
  readonly path: string;
  readonly value: string;
  readonly standard: string;
  readonly meaning: string;
}

/** The fields of an object, those within them included. */
export function fieldsOf(schema: JsonSchema, prefix = '', mark = '*required*'): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    fieldWithin(field, `${prefix}${name}`, required.has(name) ? mark : ''),
  );
}

/** `mark` says that the field must be there; within a table that may be missing, that it must be if the table is. */
function fieldWithin(field: JsonSchema, path: string, mark: string): Field[] {
  const inner = mark === '' ? '*required in it*' : mark;
  const within = field.properties === undefined ? [] : fieldsOf(field, `${path}.`, inner);
  const items =
    field.items?.properties === undefined ? [] : fieldsOf(field.items, `${path}[].`, '*required in it*');
  const isShell = within.length > 0 && field.description === undefined;
  if (isShell) return within;
  const standard = mark === '' ? standardText(field) : mark;
  return [{ path, value: valueText(field), standard, meaning: field.description ?? '' }, ...within, ...items];
}

function standardText({ default: standard }: JsonSchema): string {
  if (standard === undefined) return '';
  const isEmpty = typeof standard === 'object' && standard !== null && Object.keys(standard).length === 0;
  return isEmpty ? '' : code(JSON.stringify(standard).replaceAll('"', ''));
}

/** `string`, `{string}`, `time.Time?`: as the language writes types. */
export function guestType(schema: JsonSchema, isOptional = false): string {
  const type = plainType(schema);
  return isOptional && type !== 'any' ? `${type}?` : type;
}

function plainType(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(plainType))].join(' | ');
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  switch (schema.type) {
    case 'array':
      return `{${plainType(schema.items ?? {})}}`;
    case 'object':
      return objectType(schema);
    case undefined:
      return schema.description === undefined ? 'any' : handleType(schema.description);
    default:
      return String(schema.type);
  }
}

function objectType({ properties, required = [], additionalProperties }: JsonSchema): string {
  if (typeof additionalProperties === 'object') return `{[string]: ${plainType(additionalProperties)}}`;
  const fields = Object.entries(properties ?? {}).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${plainType(field)}`,
  );
  return fields.length === 0 ? 'table' : `{${fields.join(', ')}}`;
}

/** Schemas of held values and channels describe themselves as `a time.Time`, `a channel of a time.Time`. */
function handleType(description: string): string {
  const [, item] = /^a channel of (?:an? )?(.*)$/.exec(description) ?? [];
  if (item !== undefined) return 'channel';
  const [, name] = /^an? ([\w.]+)$/.exec(description) ?? [];
  return name ?? 'any';
}
