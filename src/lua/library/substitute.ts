/**
 * `string.gsub`.
 *
 * A replacement by a function, or by a table with `__index`, may suspend. So a substitution is a job whose state is
 * plain (F4): it is put into a frame, and goes on with the value that was waited for. So does one whose slice is used
 * up, in the midst of a search or between two matches.
 */
import { Fn, Frame, first, host, LuaError, MULTI, push, R, ret2, S, SLICE, type Value } from '../machine.ts';
import { index, typeName } from '../operations.ts';
import { LuaTable } from '../table.ts';
import { checkLength, integerArgument, textArgument, textOf, typeError } from './arguments.ts';
import { joinedPieces, keptPieces, lengthOf, NO_PIECES, PIECE, piecesIn } from './grown-pieces.ts';
import { goOn, matchStart, PAUSED, pausedAt, search, searchOn } from './matcher.ts';
import { compile, isPlainText, type Pattern, recent } from './pattern.ts';
import { detached, flat } from './piece.ts';
import { capture, captureList, matchedPiece } from './search.ts';

/** A host function between two Lua functions takes room on the stack as well. */
const FRAME_COST = 8;

/** Stands for the searches of a job (By1). */
class Searches {}

class Job {
  readonly subject: string;
  readonly pattern: Pattern;
  readonly replacement: Value;
  readonly limit: number;
  /** The result so far, which stands for the subject up to `copied`: whole pieces, the one that grows, and then the latest parts. */
  pieces: readonly string[] = NO_PIECES;
  /** Of the pieces. */
  length = 0;
  out = '';
  tail = '';
  /** The replacements in the tail. */
  parts = 0;
  copied = 0;
  /** The end of the last match, where no empty one may follow; -1 before the first. */
  last = -1;
  count = 0;
  /** The match that is being replaced. */
  start = 0;
  end = 0;
  /** Where the search began that has paused. */
  from = 0;
  readonly searches = new Searches();

  constructor(subject: string, pattern: Pattern, replacement: Value, limit: number) {
    this.subject = subject;
    this.pattern = pattern;
    this.replacement = replacement;
    this.limit = limit;
  }
}

/** What a frame waits for: a replacement, a search that has paused, its next slice, or that of a plain text. */
const REPLACING = 0;
const SEARCHING = 1;
const BETWEEN = 2;
const PLAIN = 3;

/** What looking for the next match comes to, besides PAUSED. */
const NONE = 0;
const FOUND = 1;

export const gsub = host(
  'string.gsub',
  (_self, s, p, replacement, n) => {
    const subject = textArgument(s, 1, 'gsub');
    const text = textArgument(p, 2, 'gsub');
    const limit = n === undefined ? Number.POSITIVE_INFINITY : integerArgument(n, 4, 'gsub');
    const isCalled = replacement instanceof Fn || replacement instanceof LuaTable;
    const template = isCalled ? undefined : textOf(replacement);
    if (!isCalled && template === undefined) {
      throw typeError(3, 'gsub', 'string/function/table', replacement);
    }
    const known = recent(text);
    if (known === undefined && template !== undefined && isPlain(text, template)) {
      return replacePlain(subject, text, template, limit);
    }
    const pattern = known ?? compile(text);
    const end = limit > 0 ? search(pattern, subject, 0) : -1;
    if (end === -1) return ret2(subject, 0);
    const job = new Job(subject, pattern, template ?? replacement, limit);
    if (end === PAUSED) return leave(frameOf(job, SEARCHING));
    job.start = matchStart;
    job.end = end;
    return proceed(job, FOUND);
  },
  {
    resume: (frame, value) => {
      if (frame.site === PLAIN) return resumePlain(frame);
      const job = jobOf(frame);
      switch (frame.site) {
        case REPLACING:
          accept(job, first(value));
          return proceed(job, next(job));
        case SEARCHING:
          return proceed(job, seek(job, job.from, (frame.more as number[]).slice(PROGRESS)));
        default:
          return proceed(job, next(job));
      }
    },
  },
);

function isPlain(pattern: string, template: string): boolean {
  return pattern !== '' && !pattern.includes(')') && isPlainText(pattern) && !template.includes('%');
}

/** The numbers of a job in its frame, before those of a paused search. */
const PROGRESS = 7;

function frameOf(job: Job, site: number): Frame {
  const progress = [job.limit, job.copied, job.last, job.count, job.start, job.end, job.from];
  if (site === SEARCHING) progress.push(...pausedAt);
  const out = keptPieces(job.pieces, job.out + job.tail);
  return new Frame(gsub, site, job.subject, job.pattern.text, job.replacement, out, progress);
}

function jobOf(frame: Frame): Job {
  const progress = frame.more as number[];
  const job = new Job(frame.a as string, compile(frame.b as string), frame.c, progress[0] as number);
  const { pieces, last } = piecesIn(frame.d);
  job.pieces = pieces;
  job.length = lengthOf(pieces);
  job.out = last;
  setProgress(job, progress);
  return job;
}

/** A list with a limit that has no end keeps its other numbers as fractions too: they are made small integers again. */
function setProgress(job: Job, progress: readonly number[]): void {
  job.copied = (progress[1] as number) | 0;
  job.last = (progress[2] as number) | 0;
  job.count = (progress[3] as number) | 0;
  job.start = (progress[4] as number) | 0;
  job.end = (progress[5] as number) | 0;
  job.from = (progress[6] as number) | 0;
}

/** As in settled-shapes.ts: a job has held all that its fields may. */
export function settleJobs(): void {
  const pattern = compile('.');
  pattern.worked = 1;
  pattern.compiled = pattern.compiledForBytes = () => 0;
  pattern.compiled = pattern.compiledForBytes = undefined;
  pattern.worked = 0;
  for (const replacement of ['', new LuaTable(), gsub]) {
    const job = new Job('', pattern, replacement, Number.POSITIVE_INFINITY);
    job.out = job.tail = '.';
    job.parts = 1;
    for (const number of [1, 2]) setProgress(job, new Array(PROGRESS).fill(number));
  }
}

/** The slice is used up: the job goes on in another one. */
function leave(frame: Frame): Value {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = undefined;
  return push(frame);
}

/** Finds the next match to replace. */
function next(job: Job): number {
  if (job.count >= job.limit || (job.pattern.isAnchored && job.last >= 0)) return NONE;
  return seek(job, Math.max(job.last, 0), undefined);
}

function seek(job: Job, begun: number, paused: readonly number[] | undefined): number {
  const { subject, pattern } = job;
  let from = begun;
  let going = paused;
  for (;;) {
    const end =
      going === undefined ? searchOn(job.searches, pattern, subject, from) : goOn(pattern, subject, going);
    going = undefined;
    if (end === PAUSED) {
      job.from = from;
      return PAUSED;
    }
    if (end < 0) return NONE;
    if (end !== job.last) {
      job.start = matchStart;
      job.end = end;
      return FOUND;
    }
    if (++from > subject.length) return NONE;
  }
}

/**
 * So many replacements are made one piece at a time: of a text of millions of parts V8 would make one at once, when it is
 * first read, and each part takes 32 bytes until then.
 */
const PARTS_AT_ONCE = 1024;

/** Puts the text in the place of the match. */
function replace(job: Job, text: string): void {
  const { subject, copied, start } = job;
  job.tail += copied === start ? text : subject.substring(copied, start) + text;
  checkLength(job.length + job.out.length + job.tail.length);
  job.copied = job.last = job.end;
  job.count++;
  if (++job.parts < PARTS_AT_ONCE && job.tail.length < PIECE) return;
  job.out += flat(job.tail);
  if (job.out.length >= PIECE) {
    job.pieces = [...job.pieces, job.out];
    job.length += job.out.length;
    job.out = '';
  }
  job.tail = '';
  job.parts = 0;
}

function finish(job: Job): Value {
  const { subject, copied, count } = job;
  const out = joinedPieces(job.pieces, job.out + job.tail);
  R.fuel -= (out.length + subject.length) >> 6;
  checkLength(out.length + subject.length - copied);
  return ret2(
    copied === 0 && out === '' ? subject : detached(out + subject.substring(copied), subject),
    count,
  );
}

/** Replaces the match at hand and those after it. */
function proceed(job: Job, found: number): Value {
  const { replacement } = job;
  const template = typeof replacement === 'string' ? replacement : undefined;
  const parts = template?.includes('%') ? parse(template, Math.max(1, job.pattern.captures)) : undefined;
  for (let state = found; state !== NONE; state = next(job)) {
    if (state === PAUSED) return leave(frameOf(job, SEARCHING));
    if (template === undefined) {
      const value = replacementOf(job);
      if (value === S && R.why !== MULTI) return push(frameOf(job, REPLACING));
      accept(job, first(value));
    } else replace(job, parts === undefined ? template : expand(job, parts));
    if (R.fuel <= 0) return leave(frameOf(job, BETWEEN));
  }
  return finish(job);
}

function replacementOf({ subject, pattern, replacement, start, end }: Job): Value {
  const one = pattern.captures === 0 ? matchedPiece(subject, start, end) : capture(subject, 0);
  if (replacement instanceof Fn) {
    R.fuel -= FRAME_COST;
    if (pattern.captures <= 1) return replacement.code(replacement, one);
    if (pattern.captures === 2) return replacement.code(replacement, one, capture(subject, 1));
    return replacement.code(replacement, ...captureList(pattern, subject, end));
  }
  const table = replacement as LuaTable;
  return table.mt === null ? table.get(one) : index(table, one);
}

/** Takes the value of a replacement: nothing leaves the match as it is. */
function accept(job: Job, value: Value): void {
  if (value === undefined || value === false) {
    job.last = job.end;
    job.count++;
    return;
  }
  const text = textOf(value);
  if (text === undefined) throw new LuaError(`invalid replacement value (a ${typeName(value)})`);
  replace(job, text);
}

/** A piece of text, or the number of a capture; 0 is the whole match. */
type Part = string | number;

function parse(template: string, captures: number): Part[] {
  const parts: Part[] = [];
  let text = '';
  for (let i = 0; i < template.length; i++) {
    if (template[i] !== '%') {
      text += template[i];
      continue;
    }
    const code = template.charCodeAt(++i);
    if (code === 37) text += '%';
    else if (code >= 48 && code <= 57) {
      if (code - 48 > captures)
        throw new LuaError(`invalid capture index %${code - 48} in replacement string`);
      if (text !== '') parts.push(text);
      text = '';
      parts.push(code - 48);
    } else throw new LuaError("invalid use of '%' in replacement string");
  }
  if (text !== '') parts.push(text);
  return parts;
}

function expand({ subject, pattern, start, end }: Job, parts: readonly Part[]): string {
  let out = '';
  for (const part of parts) {
    if (typeof part === 'string') out += part;
    else if (part === 0 || pattern.captures === 0) out += subject.substring(start, end);
    else out += capture(subject, part - 1);
  }
  return out;
}

/** What so many matches of a plain text cost. */
const PLAIN_COST = 512;

function replacePlain(subject: string, text: string, replacement: string, limit: number): Value {
  R.fuel -= subject.length >> 6;
  return replaceFrom(subject, text, replacement, limit, '', 0, 0);
}

function replaceFrom(
  subject: string,
  text: string,
  replacement: string,
  limit: number,
  before: Value,
  from: number,
  done: number,
): Value {
  let pieces = NO_PIECES;
  let out = '';
  if (before !== '') ({ pieces, last: out } = piecesIn(before));
  let length = lengthOf(pieces);
  let tail = '';
  let copied = from;
  let count = done;
  while (count < limit) {
    const at = subject.indexOf(text, copied);
    if (at < 0) break;
    tail += subject.substring(copied, at) + replacement;
    checkLength(length + out.length + tail.length);
    copied = at + text.length;
    if (++count % PARTS_AT_ONCE !== 0 && tail.length < PIECE) continue;
    out += flat(tail);
    tail = '';
    if (out.length >= PIECE) {
      pieces = [...pieces, out];
      length += out.length;
      out = '';
    }
    R.fuel -= PLAIN_COST;
    if (R.fuel <= 0) {
      const more = [replacement, limit, copied, count];
      return leave(new Frame(gsub, PLAIN, subject, text, undefined, keptPieces(pieces, out), more));
    }
  }
  out = joinedPieces(pieces, out + tail);
  R.fuel -= out.length >> 6;
  return ret2(count === 0 ? subject : detached(out + subject.substring(copied), subject), count);
}

function resumePlain(frame: Frame): Value {
  const [replacement, limit, copied, count] = frame.more as [string, number, number, number]; // as in replaceFrom
  return replaceFrom(frame.a as string, frame.b as string, replacement, limit, frame.d, copied, count);
}
