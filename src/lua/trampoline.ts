/**
 * Runs saved frames: each is given the value that the one inside it returned.
 *
 * Used for tasks and, nested, for coroutines. It never leaves an exception to its caller: what is thrown becomes
 * a Lua error, and goes to the nearest boundary among the frames.
 */
import { caught, caughtAbove, describe, Traceback } from './blame.ts';
import { ERROR, type Frame, MULTI, R, results, S, type Value } from './machine.ts';
import type { SavedFrames } from './saved-frames.ts';

/** Frames that were left when a run was suspended or ended by an error, innermost first; and then the traceback. */
export const left: { frames: Frame | null; trace: Traceback | null } = { frames: null, trace: null };

/**
 * Gives `value` (a value, or `S` with any reason) to the frames and runs them to the end.
 * Returns the last one's result, or `S` with: MULTI, the results are in the registers; ERROR, `R.error` is complete;
 * YIELD, WAIT or SLICE, `left.frames` is the rest of the work. `known`: the frames are those of a task, which keeps count of them.
 */
export function runFrames(start: Frame | null, value: Value, known: SavedFrames | null = null): Value {
  const outer = R.rest;
  const result = runAll(start, value, known);
  R.rest = outer;
  return result;
}

function runAll(start: Frame | null, value: Value, known: SavedFrames | null): Value {
  let frame = start;
  let current = value;
  for (;;) {
    if (current === S && R.why !== MULTI) {
      if (R.why !== ERROR) return suspended(frame, known);
      const error = describe(frame);
      const boundary = known === null ? nextBoundary(frame) : known.takeBoundary();
      if (boundary === null) {
        left.trace = new Traceback(R.head, frame);
        leave(frame);
        R.error = error;
        return S;
      }
      R.head = R.tail = null;
      frame = boundary.next;
      boundary.next = null;
      R.rest = frame;
      try {
        current = (boundary.self.proto.boundary as (frame: Frame, error: Value) => Value)(boundary, error);
      } catch (thrown) {
        current = caught(thrown);
      }
      continue;
    }
    if (frame === null) return current;
    const next: Frame | null = frame.next;
    frame.next = null;
    if (known !== null) known.take(frame);
    R.rest = next;
    try {
      current = frame.self.proto.resume(frame, current);
    } catch (thrown) {
      current = caughtAbove(thrown);
    }
    frame = next;
  }
}

/** The innermost frame that takes errors. Frames of this slice never do: their boundary is still on the JavaScript stack. */
function nextBoundary(rest: Frame | null): Frame | null {
  for (let frame = rest; frame !== null; frame = frame.next)
    if (frame.self.proto.boundary !== undefined) return frame;
  return null;
}

function suspended(rest: Frame | null, known: SavedFrames | null): Value {
  if (known !== null) known.add(R.head);
  leave(rest);
  return S;
}

/** What was saved on the way out, and then the rest. */
function leave(rest: Frame | null): void {
  const last = R.tail ?? R.head;
  if (last === null) left.frames = rest;
  else {
    last.next = rest;
    left.frames = R.head;
    R.head = R.tail = null;
  }
}

/** The results of a run that ended, as an array. */
export function resultsOf(value: Value): Value[] {
  return results(value);
}
