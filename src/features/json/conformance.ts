/** Whether a JSON text conforms to a schema, and what to say when it does not. */
import { decodeUtf8, failure } from '#base';
import type { Validator, Violation } from './validator.ts';

/** More violations than these are not told. */
const mostTold = 10;
/** As often as this an empty table is tried as the other thing; each round may show tables within what fits now. */
const mostRounds = 4;

/** True, or throws `Invalid`. `isTable`: the text was written from a table, so `[]` and `{}` are the same. */
export function conforms(validator: Validator, json: string, isTable: boolean): true {
  const root = { data: parse(json) };
  let violations = validator(root.data);
  for (let round = 0; isTable && round < mostRounds && violations.length > 0; round++) {
    if (!swapEmpties(root, violations)) break;
    violations = validator(root.data);
  }
  if (violations.length === 0) return true;
  throw refuse(violations);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(decodeUtf8(json));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw failure('Invalid', `the data is no JSON: ${why}`, { retryable: false, cause });
  }
}

/** Makes lists of empty objects and objects of empty lists where the type was wrong; true when there was one. */
function swapEmpties(root: { data: unknown }, violations: readonly Violation[]): boolean {
  let hasSwapped = false;
  for (const { path, keyword } of violations) {
    if (keyword !== 'type') continue;
    const steps = ['data', ...path];
    const holder = steps.slice(0, -1).reduce<unknown>(inside, root);
    const last = steps.at(-1) ?? '';
    const other = otherEmpty(inside(holder, last));
    if (other === undefined || typeof holder !== 'object' || holder === null) continue;
    Object.assign(holder, { [last]: other });
    hasSwapped = true;
  }
  return hasSwapped;
}

function inside(holder: unknown, step: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return undefined;
  return Reflect.get(holder, step);
}

function otherEmpty(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length > 0) return undefined;
  return Array.isArray(value) ? {} : [];
}

function refuse(violations: readonly Violation[]): Error {
  const told = violations.slice(0, mostTold);
  const more = violations.length > told.length ? `; and ${violations.length - told.length} more` : '';
  const errors = told.map(({ path, message, keyword }) => ({ path: placeOf(path), message, keyword }));
  const text = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  return failure('Invalid', text + more, { retryable: false, details: { errors } });
}

/** `data.items[2].name`, counted as guests count. */
function placeOf(path: readonly string[]): string {
  return path.reduce(
    (place, step) => place + (/^\d+$/.test(step) ? `[${Number(step) + 1}]` : `.${step}`),
    'data',
  );
}
