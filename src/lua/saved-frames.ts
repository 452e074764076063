/**
 * What is known of the saved frames of a task without a walk over them: how many they are, and which take errors.
 *
 * A recursion may be a million frames deep. Counting them, or looking among them for a `pcall`, would take longer than a
 * slice; so both are kept while frames come and go. Between runs it is exact.
 */
import type { Frame } from './machine.ts';

/** A frame that takes errors, and how many frames there are from it on, itself included. */
interface Boundary {
  readonly frame: Frame;
  readonly depth: number;
}

/** Of a restored task nothing is known before it runs. */
const UNKNOWN: Boundary[] = [];

/** A base of tasks and no part of them: there may be a million. */
export class SavedFrames {
  depth = 1;
  /** Innermost last; null while there are none. */
  #boundaries: Boundary[] | null = null;

  /** Frames were put in the place of those that were; what is said of their number need not be exact. */
  forget(depth: number): void {
    this.depth = depth;
    this.#boundaries = UNKNOWN;
  }

  /** Walks over them if they are those of a restored task. */
  learn(frames: Frame | null): void {
    if (this.#boundaries !== UNKNOWN) return;
    this.depth = 0;
    this.#boundaries = null;
    this.add(frames);
  }

  /** The innermost frame is about to go on. */
  take(frame: Frame): void {
    this.depth--;
    if (this.#boundaries !== null && this.#boundaries.at(-1)?.frame === frame) this.#pop();
  }

  /** The innermost one that takes errors is about to go on, and those inside it are dropped. */
  takeBoundary(): Frame | null {
    const boundary = this.#boundaries?.at(-1);
    if (boundary === undefined) return null;
    this.depth = boundary.depth - 1;
    this.#pop();
    return boundary.frame;
  }

  /** Frames were saved on top of the others, innermost first. */
  add(head: Frame | null): void {
    let added = 0;
    let hasBoundary = false;
    for (let frame = head; frame !== null; frame = frame.next) {
      added++;
      if (frame.self.proto.boundary !== undefined) hasBoundary = true;
    }
    this.depth += added;
    if (hasBoundary) this.#addBoundaries(head);
  }

  #addBoundaries(head: Frame | null): void {
    const found: Boundary[] = [];
    let { depth } = this;
    for (let frame = head; frame !== null; frame = frame.next) {
      if (frame.self.proto.boundary !== undefined) found.push({ frame, depth });
      depth--;
    }
    this.#boundaries ??= [];
    while (found.length > 0) this.#boundaries.push(found.pop() as Boundary); // there is one
  }

  #pop(): void {
    this.#boundaries?.pop();
    if (this.#boundaries?.length === 0) this.#boundaries = null;
  }
}
