/** What is wrong with a value that is not of a type, and how guests are told. */
import type { Value } from '../machine.ts';
import { recordOf } from '../table.ts';

export interface Problem {
  /** From the checked value inwards: names of fields, places in lists, keys of maps. */
  readonly path: readonly Value[];
  /** `expected number, got string`, `value 7 is above the maximum 5`. */
  readonly text: string;
  /** The same for programs. */
  readonly details: Readonly<Record<string, Value>>;
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `user.tags[2]`, `["odd key"]`. */
export function pathText(path: readonly Value[]): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'string' && PLAIN_NAME.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${shownValue(key)}]`;
  }
  return text;
}

/** The longest text of a value that messages show, in bytes. */
const SHOWN = 40;

/** A value in a message: texts in quotes, cut. */
export function shownValue(value: Value): string {
  if (typeof value === 'string') {
    const cut = value.length > SHOWN ? `${value.slice(0, SHOWN)}...` : value;
    return `"${cut.replace(/[\\"]/g, '\\$&')}"`;
  }
  return typeof value === 'object' ? 'a value' : String(value);
}

/** `field 'user.tags[2]': expected string, got number`. */
export function problemText({ path, text }: Problem): string {
  return path.length === 0 ? text : `field '${pathText(path)}': ${text}`;
}

export function problemDetails({ path, details }: Problem): Readonly<Record<string, Value>> {
  return { path: pathText(path), ...details };
}

/** Makes a guest's error of a message and details. */
export type MakeError = (message: string, details: Value) => Value;

/** Who knows of errors as values provides them; alone the engine raises texts. */
let makeError: MakeError | undefined;

export function setTypeErrors(make: MakeError): void {
  makeError = make;
}

/** The error that `T:is(value)` gives. */
export function errorOf(problem: Problem): Value {
  const text = problemText(problem);
  return makeError === undefined ? text : makeError(text, recordOf(problemDetails(problem)));
}
