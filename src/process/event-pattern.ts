/**
 * Patterns of the event bus, over names whose segments are parted by dots.
 *
 *   Ep1  A segment is exact, `*` (any one segment), `**` (any number of segments, none too), or contains `*` for any
 *        text within the segment and `(a|b)` for one of several texts.
 *   Ep2  Matching takes time in proportion to pattern times name, whatever the pattern.
 */
export type Matcher = (name: string) => boolean;

export function matcher(pattern: string): Matcher {
  if (pattern === '*' || pattern === '**') return () => true;
  if (!/[*(]/.test(pattern)) return (name) => name === pattern;
  const segments = pattern.split('.').map(segmentMatcher);
  return (name) => matchSegments(segments, name.split('.'));
}

/** undefined stands for `**`. */
type Segment = Matcher | undefined;

function segmentMatcher(segment: string): Segment {
  if (segment === '**') return undefined;
  if (segment === '*') return () => true;
  const alternatives = expanded(segment);
  return (name) => alternatives.some((text) => matchText(text, name));
}

/** The texts of a segment with one group of alternatives after the other written out; at most 64. */
function expanded(segment: string): string[] {
  let texts = [''];
  let rest = segment;
  for (;;) {
    const found = /^([^(]*)\(([^()]*)\)/.exec(rest);
    if (found === null) return texts.map((text) => text + rest);
    const [whole, before = '', group = ''] = found;
    texts = texts.flatMap((text) => group.split('|').map((one) => text + before + one)).slice(0, 64);
    rest = rest.slice(whole.length);
  }
}

/** Wildcards within one segment, from left to right without going back more than one star. */
function matchText(pattern: string, text: string): boolean {
  const [head = '', ...tail] = pattern.split('*');
  if (tail.length === 0) return text === head;
  if (!text.startsWith(head)) return false;
  let at = head.length;
  const last = tail.pop() ?? '';
  for (const part of tail) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** Row by row: which prefixes of the name the pattern's segments so far can match. */
function matchSegments(pattern: readonly Segment[], name: readonly string[]): boolean {
  let reached = [true, ...name.map(() => false)];
  for (const segment of pattern) {
    const next: boolean[] = [segment === undefined && reached[0] === true];
    for (const [i, text] of name.entries()) {
      next.push(
        segment === undefined
          ? next[i] === true || reached[i + 1] === true
          : reached[i] === true && segment(text),
      );
    }
    reached = next;
  }
  return reached[name.length] === true;
}
