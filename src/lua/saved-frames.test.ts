import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Frame, host, type Value } from './machine.ts';
import { SavedFrames } from './saved-frames.ts';

const nothing = (): Value => undefined;
const plain = host('test.plain', nothing, { resume: nothing });
const boundary = host('test.boundary', nothing, { resume: nothing, boundary: nothing });

const frame = (takesErrors: boolean) =>
  new Frame(takesErrors ? boundary : plain, 0, undefined, undefined, undefined, undefined, null);

/** Frames as a run saves them, innermost first. */
function linked(frames: readonly Frame[]): Frame | null {
  for (const [i, each] of frames.entries()) each.next = frames[i + 1] ?? null;
  return frames[0] ?? null;
}

const step = fc.oneof(
  fc.record({ type: fc.constant('add' as const), frames: fc.array(fc.boolean(), { maxLength: 6 }) }),
  fc.record({ type: fc.constant('take' as const) }),
  fc.record({ type: fc.constant('error' as const) }),
  fc.record({ type: fc.constant('restore' as const) }),
);

test('what is known of the frames of a task is what a walk over them finds', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const known = new SavedFrames();
      /** Innermost first. */
      let frames = [frame(false)];
      for (const each of steps) {
        if (each.type === 'add') {
          const added = each.frames.map(frame);
          known.add(linked(added));
          frames = [...added, ...frames];
        } else if (each.type === 'take') {
          const innermost = frames.shift();
          if (innermost !== undefined) known.take(innermost);
        } else if (each.type === 'restore') {
          known.forget(0);
          known.learn(linked(frames));
        } else {
          const at = frames.findIndex(({ self }) => self === boundary);
          assert.equal(known.takeBoundary(), frames[at] ?? null);
          if (at >= 0) frames = frames.slice(at + 1);
        }
        assert.equal(known.depth, frames.length);
      }
    }),
  );
});
