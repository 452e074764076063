import type { NumberKind } from '../resolution.ts';

/** What an emitted expression is: a piece of JavaScript that may be read any number of times without effect. */
export interface Atom {
  readonly js: string;
  readonly kind: Kind;
  /** A temporary: saved by the sites that come before its use. */
  readonly temp: boolean;
  /** Reads a cell: the value may change until it is used. */
  readonly volatile: boolean;
  /** What is known of a number's form (N3): a product with a float needs no check. */
  readonly form: NumberKind;
}

/** What is known of the value when the code is emitted. */
export type Kind = 'any' | 'nil' | 'boolean' | 'number' | 'string' | 'object';

export function atom(
  js: string,
  kind: Kind,
  options: { temp?: boolean; volatile?: boolean; form?: NumberKind } = {},
): Atom {
  return {
    js,
    kind,
    temp: options.temp ?? false,
    volatile: options.volatile ?? false,
    form: options.form ?? 'number',
  };
}

export const NIL = atom('undefined', 'nil');
export const TRUE = atom('true', 'boolean');
export const FALSE = atom('false', 'boolean');

/** A JavaScript name, which can be repeated and asked for properties at no cost. */
export function isName(js: string): boolean {
  return /^[a-zA-Z_$][\w$]*$/.test(js);
}

/** The condition under which a value counts as true. */
export function truth(value: Atom): string {
  switch (value.kind) {
    case 'boolean':
      return value.js;
    case 'nil':
      return 'false';
    case 'number':
    case 'string':
    case 'object':
      return 'true';
    default:
      return `(${value.js} !== undefined && ${value.js} !== false)`;
  }
}
