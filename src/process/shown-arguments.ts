/**
 * Functions of modules that take any values as the texts that `tostring` makes of them: what is printed.
 *
 * `__tostring` is guest code and may stop anywhere, so the texts made so far are a frame (F4).
 */
import {
  callTostring,
  type Fn,
  Frame,
  fail,
  first,
  hostClosure,
  MULTI,
  plainText,
  push,
  R,
  S,
  type Value,
} from '#lua';

/** `shown(target)`: a function that calls `target` with the texts of its arguments. */
export const shown: (target: Fn) => Fn = hostClosure(
  'module.shown',
  (self, ...values) => showFrom(self, values, 0),
  {
    resume: (frame, value) => {
      const values = frame.a as Value[]; // as pushed below
      const at = frame.b as number;
      const text = plainText(first(value));
      if (text === undefined) return fail("'__tostring' must return a string");
      values[at] = text;
      return showFrom(frame.self, values, at + 1);
    },
  },
);

/** Turns the values into texts in place, from a position on. */
function showFrom(self: Fn, values: Value[], start: number): Value {
  for (let at = start; at < values.length; at++) {
    const text = callTostring(values[at]);
    if (text === S && R.why !== MULTI) {
      return push(new Frame(self, 0, values, at, undefined, undefined, null));
    }
    values[at] = text;
  }
  const target = self.up[0] as Fn; // given when it was made
  return target.code(target, ...values);
}
