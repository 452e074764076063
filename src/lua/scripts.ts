/**
 * The texts that V8 was given, by number, so that a line of a JavaScript stack leads back to whom it belongs.
 *
 * A text is called `lua:NUMBER/NAME`. The name comes from outside: only what can do no harm in it stays as it is, and
 * the rest is percent-encoded (G1).
 */
import type { Part } from './emit/unit-text.ts';

/** Weak: an owner that is gone takes its own along. */
interface Origin {
  readonly owner: WeakRef<object>;
  readonly part: Part;
}

const origins: Origin[] = [];

/** Numbers a part of what `owner` has, and gives the name for V8. `name` is encoded. */
export function scriptName(owner: object, part: Part, name: string): string {
  const number = origins.push({ owner: new WeakRef(owner), part }) - 1;
  const of = part.type === 'continuation' ? `?${part.index}.${part.site}` : '';
  return `lua:${number}/${name}${of}`;
}

/** A name for people: slashes and colons may stand as they are. */
export function encodedName(name: string): string {
  return encodeURIComponent(name.toWellFormed())
    .replace(/%2F|%3A/g, decodeURIComponent)
    .replace(/[()*'!]/g, encodedMark);
}

function encodedMark(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16)}`;
}

export interface ScriptPosition {
  readonly owner: object;
  readonly part: Part;
  /** From 1, as V8 counts them. */
  readonly line: number;
  readonly column: number;
}

/** The place ends the line, so nothing that a name holds is taken for it. */
const STACK_LINE = /(?:^|[\s(])lua:(\d+)\/[^\s()]*:(\d+):(\d+)\)?$/;

/** Where a line of a JavaScript stack stands, if it is in emitted code. */
export function positionOfStackLine(text: string): ScriptPosition | undefined {
  const [, number, line, column] = STACK_LINE.exec(text) ?? [];
  return positionOf(Number(number), Number(line), Number(column));
}

/** The same of a text that V8 names. */
export function positionIn(script: string, line: number, column: number): ScriptPosition | undefined {
  return positionOf(Number(script.slice('lua:'.length, script.indexOf('/'))), line, column);
}

function positionOf(number: number, line: number, column: number): ScriptPosition | undefined {
  const origin = origins[number];
  const owner = origin?.owner.deref();
  return origin === undefined || owner === undefined ? undefined : { owner, part: origin.part, line, column };
}
