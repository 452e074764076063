/**
 * Values within data, named by dotted paths: `pool.workers`, `targets.0.path`. Data is never changed
 * in place; setting gives a copy that shares what did not change.
 */
import type { Data } from '#base';

export type Table = { readonly [key: string]: Data };

export function isTable(value: Data): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `a.b` as the steps of a path; a key that itself holds dots (`cors.origins`) is one step where it exists. */
export function splitPath(data: Data, path: string): string[] {
  const steps: string[] = [];
  let at = data;
  let rest = path;
  while (rest !== '') {
    const isWhole = isTable(at) && Object.hasOwn(at, rest);
    const dot = isWhole ? -1 : rest.indexOf('.');
    const step = dot < 0 ? rest : rest.slice(0, dot);
    rest = dot < 0 ? '' : rest.slice(dot + 1);
    steps.push(step);
    at = inside(at, step);
  }
  return steps;
}

export function getAt(data: Data, steps: readonly string[]): Data {
  return steps.reduce(inside, data);
}

function inside(data: Data, step: string): Data {
  if (Array.isArray(data)) return (data as readonly Data[])[Number(step)];
  return isTable(data) && Object.hasOwn(data, step) ? data[step] : undefined;
}

/** A copy in which `value` stands at the path. Tables on the way are made; undefined when something else stands there. */
export function setAt(data: Data, steps: readonly string[], value: Data): Data | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step === '__proto__') return undefined;
  const inner = setAt(inside(data, step), rest, value);
  if (inner === undefined && value !== undefined) return undefined;
  if (Array.isArray(data)) {
    const index = /^\d+$/.test(step) ? Number(step) : Number.NaN;
    const list = data as readonly Data[];
    return index < list.length ? list.with(index, inner) : undefined;
  }
  if (data !== undefined && data !== null && !isTable(data)) return undefined;
  return { ...data, [step]: inner };
}

/** A copy without the field at the path; the same when it is not there. Items of lists stay. */
export function deleteAt(data: Data, steps: readonly string[]): Data {
  const [step, ...rest] = steps;
  if (step === undefined || !isTable(data) || !Object.hasOwn(data, step)) return data;
  const { [step]: inner, ...others } = data;
  return rest.length === 0 ? others : { ...data, [step]: deleteAt(inner, rest) };
}
