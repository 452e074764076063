/**
 * `string.find` and `string.match` by a pattern that the source names: emitted code asks the pattern's own function, which V8
 * puts into the code that asks (emit/library-calls.ts). Until the pattern has worked for a while, that function is the
 * library's.
 *
 *   L1  It takes texts and places that need no conversion, in subjects that are searched without a pause, by patterns that
 *       never give back (pattern-code.ts). All else goes to the library, which begins anew.
 *   L2  The text of the function is made of numbers alone (G1); the pattern is handed over as a value.
 */
import { type Code, type Fn, MULTI, R, S, type Value } from '../machine.ts';
import { OF_SEARCHES, SKIPPED } from './matcher.ts';
import { isPlainText, type Pattern, recent } from './pattern.ts';
import { GIVEN_UP, makeOfSearch, searchText } from './pattern-code.ts';
import { piece } from './piece.ts';
import { find, match } from './search.ts';

export interface LiteralSearch {
  readonly pattern: string;
  readonly library: Code;
  /** The library's fourth argument. */
  readonly isPlain: boolean;
  /** `self` is the library's function, as in a call of it. */
  run(of: LiteralSearch, self: Fn, subject: Value, init: Value): Value;
}

const searches = {
  find: new Map<string, LiteralSearch>(),
  /** Of a text that is no pattern, whatever is in it. */
  findPlain: new Map<string, LiteralSearch>(),
  match: new Map<string, LiteralSearch>(),
};
export type SearchName = keyof typeof searches;

/** The search by a pattern; all places that name the same one share it. */
export function literalSearch(name: SearchName, pattern: string): LiteralSearch {
  let known = searches[name].get(pattern);
  if (known === undefined) {
    const library = (name === 'match' ? match : find).code;
    const isPlain = name === 'findPlain';
    const isText = isPlain || (name === 'find' && isPlainText(pattern));
    known = { pattern, library, isPlain, run: onlyLibrary };
    // Set twice: what V8 sees set but once it takes for constant, until the pattern's own function comes.
    known.run = isText ? findText : byLibrary;
    searches[name].set(pattern, known);
  }
  return known;
}

function byLibrary(of: LiteralSearch, self: Fn, subject: Value, init: Value): Value {
  const pattern = recent(of.pattern);
  if (pattern?.compiled !== undefined) of.run = ownSearch(of, pattern) ?? onlyLibrary;
  return of.library(self, subject, of.pattern, init);
}

function onlyLibrary(of: LiteralSearch, self: Fn, subject: Value, init: Value): Value {
  return of.library(self, subject, of.pattern, init);
}

/** A text without special characters. */
function findText(of: LiteralSearch, self: Fn, subject: Value, init: Value): Value {
  if (
    typeof subject !== 'string' ||
    (init !== undefined && !(typeof init === 'number' && init >= 1)) ||
    R.loose !== 0
  )
    return of.library(self, subject, of.pattern, init, of.isPlain);
  const from = init === undefined ? 0 : Math.trunc(init) - 1;
  if (from > subject.length) return undefined;
  const at = subject.indexOf(of.pattern, from);
  R.fuel -= ((at < 0 ? subject.length : at) - from) >> 6;
  if (at < 0) return undefined;
  R.why = MULTI;
  R.n = 2;
  R.r0 = at + 1;
  R.r1 = at + of.pattern.length;
  R.r2 = undefined;
  return S;
}

function ownSearch(of: LiteralSearch, pattern: Pattern): LiteralSearch['run'] | undefined {
  const search = searchText(pattern, false);
  const found = of.library === find.code ? foundText(pattern) : matchedText(pattern);
  if (search === undefined || found === undefined) return undefined;
  const text = `const search = ${search}; return function run(of, self, s, init) {
    if (typeof s !== 'string' || R.loose !== 0) return of.library(self, s, of.pattern, init);
    let from = 0;
    if (init !== undefined) {
      from = init - 1 | 0;
      if (from < 0 || from + 1 !== init) return of.library(self, s, of.pattern, init);
    }
    if (from > s.length) return undefined;
    const end = s.length - from > SKIPPED ? GIVEN_UP : search(s, from);
    if (end === GIVEN_UP) return of.library(self, s, of.pattern, init);
    R.fuel -= (starts[STEPS] >> 3) + 1;
    if (end < 0) return undefined;
    ${found}
  };`;
  return makeOfSearch(text, pattern, OF_SEARCHES, { R, S, MULTI, SKIPPED, GIVEN_UP, piece });
}

const results = (values: readonly string[]): string =>
  `R.why = MULTI; R.n = ${values.length}; ${[0, 1, 2].map((i) => `R.r${i} = ${values[i]};`).join(' ')} return S;`;

function foundText({ captures }: Pattern): string | undefined {
  return captures === 0 ? results(['starts[BEGAN] + 1', 'end']) : undefined;
}

function matchedText({ captures }: Pattern): string | undefined {
  if (captures > 3) return undefined;
  if (captures === 0) return 'return piece(s, starts[BEGAN], end);';
  const values = Array.from(
    { length: captures },
    (_, i) => `ends[${i}] < 0 ? starts[${i}] + 1 : piece(s, starts[${i}], ends[${i}])`,
  );
  return captures === 1 ? `return ${values[0]};` : results(values);
}
