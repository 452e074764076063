/**
 * What the thread of a SQLite history runs: steps in the order in which they come, each answered when it is on the disk.
 *
 *   Sw1  Lines of the audit trail wait for the next step for a moment, so that they cost no commit of their own.
 *   Sw2  After a commit that failed, the file is opened anew and looked at: what it holds is what a start would find. When
 *        the version is there and can be made to stay, it was written; otherwise it was not. A file that cannot be looked at
 *        takes nothing any more.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { failure, failureToData, toFailure } from '#base';
import type { AuditLine } from '../audit.ts';
import type { Step } from '../history.ts';
import { SqliteFile } from './sqlite-file.ts';

export type Request =
  | { readonly type: 'write'; readonly step: Step }
  | { readonly type: 'record'; readonly line: AuditLine }
  | { readonly type: 'changes'; readonly version: number }
  | { readonly type: 'recorded'; readonly most: number }
  | { readonly type: 'close' };

export interface Call {
  readonly id: number;
  readonly request: Request;
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: unknown };

/** Sw1: milliseconds. */
const LINES_WAIT = 50;

const path = String(workerData);
let file = SqliteFile.open(path);
/** Why nothing can be written any more. */
let broken: unknown;
let lines: AuditLine[] = [];
let waiting: NodeJS.Timeout | undefined;

function run(request: Request): unknown {
  switch (request.type) {
    case 'write':
      write(request.step);
      return undefined;
    case 'record':
      lines.push(request.line);
      waiting ??= setTimeout(writeLines, LINES_WAIT);
      return undefined;
    case 'changes':
      return file.changes(request.version);
    case 'recorded':
      writeLines();
      return file.recorded(request.most);
    case 'close':
      writeLines();
      file.close();
      return undefined;
  }
}

function write(step: Step): void {
  if (broken !== undefined) throw broken;
  try {
    file.write(step, lines);
    lines = [];
  } catch (thrown) {
    if (!isOfTheDisk(thrown)) throw thrown;
    if (!isThere(step)) throw unwritable(thrown);
  }
}

/** What cannot be kept of the trail waits for the next chance. */
function writeLines(): void {
  clearTimeout(waiting);
  waiting = undefined;
  if (lines.length === 0 || broken !== undefined) return;
  file.write(undefined, lines);
  lines = [];
}

/** Sw2. */
function isThere(step: Step): boolean {
  try {
    file.close();
    file = SqliteFile.open(path);
    const { head } = file.read();
    const id =
      step.type === 'append' || step.type === 'begin' ? step.version.id : step.type === 'move' ? step.to : -1;
    file.touch();
    return head?.version.id === id;
  } catch (thrown) {
    broken = unwritable(thrown);
    return false;
  }
}

function unwritable(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return failure('Unavailable', `the history ${path} cannot be written: ${reason}`, {
    retryable: true,
    cause,
  });
}

function isOfTheDisk(thrown: unknown): boolean {
  return thrown instanceof Error && 'errcode' in thrown;
}

parentPort?.on('message', ({ id, request }: Call) => {
  let answer: Answer;
  try {
    answer = { id, value: run(request) };
  } catch (thrown) {
    answer = { id, failure: failureToData(toFailure(thrown)) };
  }
  parentPort?.postMessage(answer);
  if (request.type === 'close') parentPort?.close();
});
