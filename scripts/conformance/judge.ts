/** What came of a script, held against what is known of it. */
import type { Result } from './run.ts';
import type { Script } from './scripts.ts';

/** A statement needs something that the dialect has not. */
const ABSENT =
  /(?:global|upvalue|local|field) '(debug|T|setfenv|getfenv|io|setlocale|dump|_ENV|newproxy|foreachi?|maxn|rawlen|gfind|arg)'|no module (debug|utf8)/;

export interface Judgement {
  readonly held: number;
  /** Statements that do not hold, by reason. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly unexplained: readonly string[];
  /** Deviations of the list that hold after all. */
  readonly obsolete: readonly string[];
}

/** `left`: the lines that were left out. */
export function judge(script: Script, left: readonly number[], { held, failed, broken }: Result): Judgement {
  const reasonOf = new Map<string, string>();
  for (const [reason, lines] of Object.entries(script.deviations))
    for (const line of lines.split(' ')) reasonOf.set(line, reason);
  const reasons = new Map<string, number>();
  const unexplained: string[] = [];
  const seen = new Set<string>();
  const note = (line: string, absent: string | undefined, shown: string): void => {
    const reason = absent === undefined ? reasonOf.get(line) : `needs \`${absent}\``;
    if (reason === undefined) unexplained.push(shown);
    else if (!seen.has(line)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    seen.add(line);
  };
  for (const [line, problem] of broken) {
    // A script that ended early is never explained.
    const absent = line === 'all' ? null : ABSENT.exec(problem);
    note(line, absent?.[1] ?? absent?.[2], `line ${line}: ${problem.split('\n')[0]}`);
  }
  for (const place of failed)
    note(place.split('<').at(-1) ?? place, undefined, `line ${place}: assertion failed`);
  return {
    held,
    reasons,
    unexplained,
    obsolete: [...reasonOf.keys()].filter((line) => !seen.has(line) && !left.includes(Number(line))),
  };
}
