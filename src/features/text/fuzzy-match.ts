/**
 * Finds where a short text stands in a long one, or the place that is most like it and nearest to where it is
 * expected (Wu and Manber, "Fast Text Searching Allowing Errors", 1992).
 */
export interface MatchOptions {
  /** 0 takes an exact match only, 1 takes anything. */
  readonly threshold: number;
  /** So far from the expected place a match counts as one that is all wrong. */
  readonly distance: number;
}

/** A pattern is searched for in one machine word. */
export const longestPattern = 32;

/** The place of the best match; -1 when none is good enough. The pattern has at most `longestPattern` characters. */
export function fuzzyIndexOf(text: string, pattern: string, expected: number, options: MatchOptions): number {
  const place = Math.max(0, Math.min(expected, text.length));
  if (text === pattern) return 0;
  if (text.startsWith(pattern, place)) return place;
  return search(text, pattern, place, options);
}

function search(
  text: string,
  pattern: string,
  expected: number,
  { threshold, distance }: MatchOptions,
): number {
  const score = (errors: number, at: number): number => {
    const away = Math.abs(expected - at);
    if (distance === 0) return away === 0 ? errors / pattern.length : 1;
    return errors / pattern.length + away / distance;
  };
  const alphabet = bitsOf(pattern);
  const hit = 1 << (pattern.length - 1);
  let worst = threshold;
  for (const near of [
    text.indexOf(pattern, expected),
    text.lastIndexOf(pattern, expected + pattern.length),
  ]) {
    if (near >= 0) worst = Math.min(score(0, near), worst);
  }
  let best = -1;
  let before = new Int32Array(0);
  let reach = pattern.length + text.length;
  for (let errors = 0; errors < pattern.length; errors++) {
    if (score(errors, expected) > worst) break;
    reach = farthest(reach, (away) => score(errors, expected + away) <= worst);
    let start = Math.max(1, expected - reach + 1);
    const finish = Math.min(expected + reach, text.length) + pattern.length;
    const states = new Int32Array(finish + 2);
    states[finish + 1] = (1 << errors) - 1;
    for (let at = finish; at >= start; at--) {
      const fits = alphabet.get(text.charCodeAt(at - 1)) ?? 0;
      let state = (((states[at + 1] ?? 0) << 1) | 1) & fits;
      if (errors > 0) {
        state |= (((before[at + 1] ?? 0) | (before[at] ?? 0)) << 1) | 1 | (before[at + 1] ?? 0);
      }
      states[at] = state;
      if ((state & hit) === 0) continue;
      const found = score(errors, at - 1);
      if (found > worst) continue;
      worst = found;
      best = at - 1;
      if (best <= expected) break;
      start = Math.max(1, 2 * expected - best);
    }
    before = states;
  }
  return best;
}

/** The largest number up to `most` for which it holds, given that it holds for all below. */
function farthest(most: number, holds: (number: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** For each character, the places of the pattern at which it stands, the last one lowest. */
function bitsOf(pattern: string): ReadonlyMap<number, number> {
  const bits = new Map<number, number>();
  for (let i = 0; i < pattern.length; i++) {
    const code = pattern.charCodeAt(i);
    bits.set(code, (bits.get(code) ?? 0) | (1 << (pattern.length - i - 1)));
  }
  return bits;
}
