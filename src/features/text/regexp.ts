/**
 * Regular expressions of RE2 with the matching rules of Go, by the `re2js` package. Time is linear in the text,
 * whatever the expression.
 *
 *   Rx1  Texts are bytes, and so are places in them; what a character is, the UTF-8 of them says.
 *   Rx2  All matches: from left to right without overlap; an empty one does not follow another at once.
 *   Rx3  A group that took no part is the empty text.
 */
import { RE2JS } from 're2js';
import { bytesOf, decodeUtf8, encodeUtf8, failure, isAscii } from '#base';

/** Where a match and its groups begin and end, two numbers for each; -1 for a group that took no part. */
export type Match = readonly number[];

export class Regexp {
  /** As it was given, in bytes. */
  readonly pattern: string;
  readonly groups: number;
  /** The names of the groups; the first, of the whole match, and those without a name are empty. */
  readonly names: readonly string[];
  readonly #compiled: RE2JS;

  /** Throws `Invalid` for what is no expression. */
  constructor(pattern: string) {
    this.pattern = pattern;
    this.#compiled = compile(decodeUtf8(pattern));
    this.groups = this.#compiled.groupCount();
    const names = Array.from({ length: this.groups + 1 }, () => '');
    for (const [name, index] of Object.entries(this.#compiled.namedGroups())) names[index] = encodeUtf8(name);
    this.names = names;
  }

  matches(text: string): boolean {
    return this.#compiled.test(input(text));
  }

  find(text: string): Match | undefined {
    return this.all(text, 1)[0];
  }

  /** Rx2; no more than `most` of them. */
  all(text: string, most = Number.POSITIVE_INFINITY): Match[] {
    const matcher = this.#compiled.matcher(input(text));
    const found: Match[] = [];
    let place = 0;
    let previousEnd = -1;
    while (found.length < most && place <= text.length && matcher.find(place)) {
      const match = this.#places(matcher);
      const [start = 0, end = 0] = match;
      const isEmptyAfterAnother = end === place && start === previousEnd;
      place = end === place ? place + width(text, place) : end;
      previousEnd = end;
      if (!isEmptyAfterAnother) found.push(match);
    }
    return found;
  }

  #places(matcher: { start(group: number): number; end(group: number): number }): Match {
    const places: number[] = [];
    for (let group = 0; group <= this.groups; group++) places.push(matcher.start(group), matcher.end(group));
    return places;
  }
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace('error parsing regexp: ', '') : String(cause);
    throw failure('Invalid', `bad regular expression: ${why}`, { retryable: false, cause });
  }
}

/** Rx1: the characters of ASCII are their bytes. */
function input(text: string): string | Uint8Array {
  return isAscii(text) ? text : bytesOf(text);
}

/** How many bytes the character takes; 1 at the end and for what is no UTF-8. */
function width(text: string, place: number): number {
  const first = text.charCodeAt(place);
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  for (let i = 1; i < length; i++) if ((text.charCodeAt(place + i) & 0xc0) !== 0x80) return 1;
  return length;
}

/** The match and its groups as texts (Rx3). */
export function groupTexts(text: string, match: Match): string[] {
  const texts: string[] = [];
  for (let i = 0; i < match.length; i += 2) texts.push(group(text, match, i / 2));
  return texts;
}

function group(text: string, match: Match, index: number): string {
  const start = match[2 * index] ?? -1;
  return start < 0 ? '' : text.slice(start, match[2 * index + 1]);
}

/** All matches replaced by the template, in which `$1`, `$name` and `${name}` stand for groups and `$$` for a dollar. */
export function replaceAll(regexp: Regexp, text: string, template: string): string {
  const parts = templateParts(template, regexp.names);
  let result = '';
  let place = 0;
  for (const match of regexp.all(text)) {
    result += text.slice(place, match[0]);
    for (const part of parts) result += typeof part === 'string' ? part : group(text, match, part);
    place = match[1] ?? place;
  }
  return result + text.slice(place);
}

const reference = /\$(?:\$|(\w+)|\{(\w+)\})/g;

/** Texts, and the numbers of groups; a group that there is not is nothing. */
function templateParts(template: string, names: readonly string[]): (string | number)[] {
  const parts: (string | number)[] = [];
  let place = 0;
  for (const found of template.matchAll(reference)) {
    parts.push(template.slice(place, found.index));
    const name = found[1] ?? found[2];
    parts.push(name === undefined ? '$' : groupNumber(name, names));
    place = found.index + found[0].length;
  }
  return [...parts, template.slice(place)];
}

function groupNumber(name: string, names: readonly string[]): string | number {
  const index = /^\d+$/.test(name) ? Number(name) : names.indexOf(name);
  return index >= 0 && index < names.length ? index : '';
}

/** The texts between the matches; with a positive `most`, the last one holds all that is left. */
export function split(regexp: Regexp, text: string, most: number): string[] {
  if (most === 0) return [];
  if (text === '' && regexp.pattern !== '') return [''];
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const match of regexp.all(text, most < 0 ? undefined : most)) {
    if (most > 0 && parts.length === most - 1) break;
    const [start = 0, stop = 0] = match;
    end = start;
    if (stop !== 0) parts.push(text.slice(begin, end));
    begin = stop;
  }
  if (end !== text.length) parts.push(text.slice(begin));
  return parts;
}
