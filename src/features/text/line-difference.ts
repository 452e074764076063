/** Long texts are compared by lines first, then by characters where lines differ: a hundred times less to search. */
import { alternationOf, type Difference } from './difference.ts';
import { type Budget, differences } from './shortest-difference.ts';

const worthLines = 500;
/** Each line becomes one character. */
const mostLines = 0xd7ff;

export function textDifferences(before: string, after: string, budget: Budget): Difference[] {
  if (Math.min(before.length, after.length) < worthLines) return differences(before, after, budget);
  const lines: string[] = [];
  const characters = new Map<string, string>();
  const byLines = (text: string) => {
    let result = '';
    for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
      let character = characters.get(line);
      if (character === undefined) {
        character = String.fromCharCode(lines.push(line) - 1);
        characters.set(line, character);
      }
      result += character;
    }
    return result;
  };
  const [one, other] = [byLines(before), byLines(after)];
  if (lines.length > mostLines) return differences(before, after, budget);
  const restore = (text: string) => Array.from(text, (each) => lines[each.charCodeAt(0)] ?? '').join('');
  const { kept, changes } = alternationOf(differences(one, other, budget));
  return kept.flatMap((text, index) => {
    const { taken = '', put = '' } = changes[index] ?? {};
    return [
      { operation: 'equal', text: restore(text) } as const,
      ...differences(restore(taken), restore(put), budget),
    ];
  });
}
