/**
 * `string.gsub`.
 *
 * A replacement by a function, or by a table with `__index`, may suspend. So a substitution is a job whose state is
 * plain (F4): it is put into a frame, and goes on with the value that was waited for.
 */
import { Fn, Frame, first, host, LuaError, MULTI, push, R, ret2, S, type Value } from '../machine.ts';
import { index, typeName } from '../operations.ts';
import { LuaTable } from '../table.ts';
import { checkLength, integerArgument, textArgument, textOf, typeError } from './arguments.ts';
import { matchStart, search } from './matcher.ts';
import { compile, isPlainText, type Pattern, recent } from './pattern.ts';
import { detached } from './piece.ts';
import { capture, captureList } from './search.ts';

/** A host function between two Lua functions takes room on the stack as well. */
const FRAME_COST = 8;

interface Job {
  readonly subject: string;
  readonly pattern: Pattern;
  readonly replacement: Value;
  readonly limit: number;
  /** The result so far, which stands for the subject up to `copied`. */
  out: string;
  copied: number;
  /** The end of the last match, where no empty one may follow; -1 before the first. */
  last: number;
  count: number;
  /** The match that is being replaced. */
  start: number;
  end: number;
}

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
    if (template !== undefined && recent(text) === undefined && isPlain(text, template)) {
      return replacePlain(subject, text, template, limit);
    }
    const pattern = compile(text);
    const end = limit > 0 ? search(pattern, subject, 0) : -1;
    if (end < 0) return ret2(subject, 0);
    const job = newJob(subject, pattern, template ?? replacement, limit);
    job.start = matchStart;
    job.end = end;
    return template === undefined ? substitute(job) : expandAll(job);
  },
  {
    resume: (frame, value) => {
      const job = accept(jobOf(frame), first(value));
      return next(job) ? substitute(job) : finish(job);
    },
  },
);

function isPlain(pattern: string, template: string): boolean {
  return pattern !== '' && isPlainText(pattern) && !template.includes('%');
}

function newJob(subject: string, pattern: Pattern, replacement: Value, limit: number): Job {
  return { subject, pattern, replacement, limit, out: '', copied: 0, last: -1, count: 0, start: 0, end: 0 };
}

function frameOf(job: Job): Frame {
  const progress = [job.limit, job.copied, job.last, job.count, job.start, job.end];
  return new Frame(gsub, 0, job.subject, job.pattern.text, job.replacement, job.out, progress);
}

function jobOf(frame: Frame): Job {
  const [limit, copied, last, count, start, end] = frame.more as number[];
  const job = newJob(frame.a as string, compile(frame.b as string), frame.c, limit as number);
  return Object.assign(job, { out: frame.d as string, copied, last, count, start, end });
}

/** Finds the next match to replace. */
function next(job: Job): boolean {
  const { subject, pattern } = job;
  if (job.count >= job.limit || (pattern.isAnchored && job.last >= 0)) return false;
  let from = Math.max(job.last, 0);
  for (;;) {
    const end = search(pattern, subject, from);
    if (end < 0) return false;
    if (end !== job.last) {
      job.start = matchStart;
      job.end = end;
      return true;
    }
    if (++from > subject.length) return false;
  }
}

/** Puts the text in the place of the match. */
function replace(job: Job, text: string): void {
  const { subject, copied, start } = job;
  job.out += copied === start ? text : subject.substring(copied, start) + text;
  checkLength(job.out.length);
  job.copied = job.last = job.end;
  job.count++;
}

function finish(job: Job): Value {
  const { subject, copied, out, count } = job;
  R.fuel -= (out.length + subject.length) >> 6;
  checkLength(out.length + subject.length - copied);
  return ret2(
    copied === 0 && out === '' ? subject : detached(out + subject.substring(copied), subject),
    count,
  );
}

/** Replaces the match at hand and those after it by a function or a table. */
function substitute(job: Job): Value {
  do {
    const value = replacementOf(job);
    if (value === S && R.why !== MULTI) return push(frameOf(job));
    accept(job, first(value));
  } while (next(job));
  return finish(job);
}

function replacementOf({ subject, pattern, replacement, start, end }: Job): Value {
  const one = pattern.captures === 0 ? subject.substring(start, end) : capture(subject, 0);
  if (replacement instanceof Fn) {
    R.fuel -= FRAME_COST;
    if (pattern.captures <= 1) return replacement.code(replacement, one);
    return replacement.code(replacement, ...captureList(pattern, subject, end));
  }
  const table = replacement as LuaTable;
  return table.mt === null ? table.get(one) : index(table, one);
}

/** Takes the value of a replacement: nothing leaves the match as it is. */
function accept(job: Job, value: Value): Job {
  if (value === undefined || value === false) {
    job.last = job.end;
    job.count++;
    return job;
  }
  const text = textOf(value);
  if (text === undefined) throw new LuaError(`invalid replacement value (a ${typeName(value)})`);
  replace(job, text);
  return job;
}

/** Replaces the match at hand and those after it by a text in which `%1` stands for a capture. */
function expandAll(job: Job): Value {
  const template = job.replacement as string;
  const parts = template.includes('%') ? parse(template, Math.max(1, job.pattern.captures)) : undefined;
  do replace(job, parts === undefined ? template : expand(job, parts));
  while (next(job));
  return finish(job);
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

function replacePlain(subject: string, text: string, replacement: string, limit: number): Value {
  let out = '';
  let copied = 0;
  let count = 0;
  while (count < limit) {
    const at = subject.indexOf(text, copied);
    if (at < 0) break;
    out += subject.substring(copied, at) + replacement;
    checkLength(out.length);
    copied = at + text.length;
    count++;
  }
  R.fuel -= ((out.length + subject.length) >> 6) + (count >> 2);
  return ret2(count === 0 ? subject : detached(out + subject.substring(copied), subject), count);
}
