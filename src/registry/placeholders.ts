/**
 * Placeholders in the data of entries: `${env:NAME}`, `${env:NAME|default}`, `${NAME|default}`, and `$${`
 * for a plain `${`. Entries keep them as written; they are resolved when a kind decodes an entry.
 *
 *   Ph1  A name is the public name of an `env.variable` entry or its id, never a variable of the host.
 *   Ph2  The variable's value wins over the default in the text; without either, decoding fails.
 *   Ph3  A placeholder that is the whole text takes the type of its default; within a text it is text.
 *   Ph4  `${NAME}` without a default is no placeholder: scripts and templates keep their own.
 *   Ph5  The older `field_env: NAME` gives `field` the variable's value: when the variable is unknown
 *        both stay as they are, when it is empty the written field counts.
 *   Ph6  The field `source` is the text of a program or a template, and stays as it is.
 *   Ph7  A default may have placeholders, whose values count when it does; one alone gives the type.
 */
import type { Data } from '#base';
import { mapTexts } from './map-texts.ts';
import { type Part, type Placeholder, partsOf, type Unclosed } from './placeholder-text.ts';
import type { Path } from './positions.ts';
import { isTable, type Table } from './value-path.ts';
import { plainScalar } from './yaml-scalar.ts';

/** The value of a variable; empty when it is known but has none, undefined when nobody knows it. */
export type Variables = (name: string) => string | undefined;

/** Whether the text has a part whose value comes later. */
export function hasPlaceholder(text: string): boolean {
  return text.includes('${') && partsOf(text).some(isPlaceholder);
}

/** Whether the text is one placeholder. */
export function isWholePlaceholder(text: string): boolean {
  const [only, ...others] = text.includes('${') ? partsOf(text) : [];
  return isPlaceholder(only) && others.length === 0;
}

function isPlaceholder(part: Part | undefined): part is Placeholder {
  return typeof part === 'object' && 'name' in part;
}

export interface Named {
  readonly name: string;
  /** It can do without. */
  readonly hasDefault: boolean;
}

/** The variables that a text names, also in defaults, and what is written of a placeholder without an end. */
export function namesIn(text: string): (Named | Unclosed)[] {
  return text.includes('${') ? namesOf(partsOf(text)) : [];
}

function namesOf(parts: readonly Part[]): (Named | Unclosed)[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    if ('unclosed' in part) return [part];
    const { name, standard = [] } = part;
    return [{ name, hasDefault: part.standard !== undefined }, ...namesOf(standard)];
  });
}

/** Ph6. */
export function isSource(path: Path): boolean {
  return path.length === 1 && path[0] === 'source';
}

export interface Resolved {
  readonly value: Data;
  /** Variables without a value or default. */
  readonly missing: readonly string[];
}

export function resolvePlaceholders(value: Data, variables: Variables): Resolved {
  const missing: string[] = [];
  const read = (part: Part, like?: Data): Data => {
    if (typeof part === 'string') return part;
    if ('unclosed' in part) return part.unclosed;
    const { name, standard } = part;
    const found = variables(name);
    if (found !== undefined && found !== '') return typedLike(like, found);
    if (standard === undefined && found === undefined) missing.push(name);
    if (standard === undefined) return '';
    const [only] = standard;
    if (standard.length !== 1 || !isPlaceholder(only)) return typedLike(like, textOf(standard));
    return read(only, like);
  };
  const textOf = (parts: readonly Part[]): string => parts.map((part) => String(read(part))).join('');
  const result = mapTexts(value, (text, path) => {
    if (!text.includes('${') || isSource(path)) return text;
    const parts = partsOf(text);
    const [only] = parts;
    return parts.length === 1 && isPlaceholder(only) ? read(only, defaultOf(only)) : textOf(parts);
  });
  return { value: result, missing };
}

/** Ph3: whose type a value takes. A value that is not of that type stays text, and the schema says what is wrong. */
function defaultOf({ standard }: Placeholder): Data {
  if (standard === undefined) return undefined;
  const [only = ''] = standard;
  if (standard.length > 1 || (typeof only === 'object' && 'unclosed' in only)) return '';
  return typeof only === 'string' ? plainScalar(only) : defaultOf(only);
}

function typedLike(like: Data, value: string): Data {
  if (typeof like !== 'number' && typeof like !== 'boolean') return value;
  const scalar = plainScalar(value);
  return typeof scalar === typeof like ? scalar : value;
}

const suffix = '_env';

/** What `field_env: NAME` makes of the field, given as it is written; `keep` leaves both. */
export type EnvSuffix = (variable: string, inline: Data) => Data | typeof keep;
export const keep = Symbol('not a directive');

/** Ph5 when an entry is checked: the field has a value, though nobody knows it yet. */
export const pendingSuffix: EnvSuffix = (variable, inline) => inline ?? `\${env:${variable}}`;

/** Ph5 when an entry is decoded. */
export function valueOfSuffix(variables: Variables): EnvSuffix {
  return (variable, inline) => {
    const value = variables(variable);
    if (value === undefined) return keep;
    if (value === '') return inline;
    return inline === undefined ? `\${env:${variable}}` : typedLike(inline, value);
  };
}

/** The names that data gives in `field_env` spellings. `known` are fields that the kind itself calls so. */
export function resolveSuffixes(data: Data, known: ReadonlySet<string>, suffixed: EnvSuffix): Data {
  if (Array.isArray(data)) {
    const list = data.map((item: Data) => resolveSuffixes(item, known, suffixed));
    return list.every((item, index) => item === data[index]) ? data : list;
  }
  return isTable(data) ? resolveFields(data, known, suffixed) : data;
}

function resolveFields(data: Table, known: ReadonlySet<string>, suffixed: EnvSuffix): Table {
  let changed: Record<string, Data> | undefined;
  for (const [key, value] of Object.entries(data)) {
    const isDirective = isSuffixed(key, value) && !known.has(key);
    const field = key.slice(0, -suffix.length);
    const result = isDirective ? suffixed(value, data[field]) : keep;
    if (result !== keep) {
      changed ??= { ...data };
      delete changed[key];
      if (result !== undefined) changed[field] = result;
      continue;
    }
    const inner = resolveSuffixes(value, known, suffixed);
    if (inner === value) continue;
    changed ??= { ...data };
    changed[key] = inner;
  }
  return changed ?? data;
}

function isSuffixed(key: string, value: Data): value is string {
  return key.endsWith(suffix) && key.length > suffix.length && typeof value === 'string';
}
