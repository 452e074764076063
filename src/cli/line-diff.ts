/** What differs between two texts, line by line: the fewest lines that go and come. */

export interface DiffLine {
  readonly type: 'same' | 'gone' | 'come';
  readonly text: string;
}

/** Beyond so many comparisons the differing middle is shown as replaced. */
const MOST_WORK = 4_000_000;

export function lineDiff(before: string, after: string): DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  const isSame = () => old[old.length - 1 - end] === now[now.length - 1 - end];
  while (end < old.length - start && end < now.length - start && isSame()) end++;
  return [
    ...marked('same', old.slice(0, start)),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...marked('same', old.slice(old.length - end)),
  ];
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return text.replace(/\n$/, '').split('\n');
}

function marked(type: DiffLine['type'], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ type, text }));
}

/** Along the longest common subsequence. */
function middle(old: readonly string[], now: readonly string[]): DiffLine[] {
  if (old.length * now.length > MOST_WORK) return [...marked('gone', old), ...marked('come', now)];
  const lengths = commonLengths(old, now);
  const width = now.length + 1;
  const result: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    const [a = '', b = ''] = [old[i], now[j]];
    if (a === b) {
      result.push({ type: 'same', text: a });
      i++;
      j++;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) {
      result.push({ type: 'gone', text: a });
      i++;
    } else {
      result.push({ type: 'come', text: b });
      j++;
    }
  }
  return [...result, ...marked('gone', old.slice(i)), ...marked('come', now.slice(j))];
}

/** At [i, j]: how many lines the rests from there have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array {
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        old[i] === now[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return lengths;
}
