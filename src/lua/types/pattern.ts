/** The expressions of `@pattern`: those of RE2, whose time is linear in the text. They find, unless anchored. */
import { RE2JS } from 're2js';
import { bytesOf, decodeUtf8, isAscii } from '#base';

const compiled = new Map<string, RE2JS | undefined>();
const KEPT = 500;

/** Whether the text has a match; undefined when the pattern is none. Both are bytes. */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
  let expression = compiled.get(pattern);
  if (expression === undefined && !compiled.has(pattern)) {
    if (compiled.size >= KEPT) compiled.clear();
    expression = compile(pattern);
    compiled.set(pattern, expression);
  }
  return expression?.test(isAscii(text) ? text : bytesOf(text));
}

function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(decodeUtf8(pattern));
  } catch {
    return undefined;
  }
}
