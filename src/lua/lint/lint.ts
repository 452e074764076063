/**
 * The linter: what is wrong with a source, or looks wrong, without running it.
 *
 * In: a source and what its code can reach. Out: findings in the order of the text, each with code, severity and place. A
 * source that is no program has one finding, P0001. Types are not looked at.
 */
import { parse } from '../parser.ts';
import { LuaSyntaxError } from '../syntax-error.ts';
import { nameRules } from './name-rules.ts';
import type { Finding, Reach, Rule } from './rule.ts';
import { styleRules } from './style-rules.ts';
import { survey } from './survey.ts';

export const lintRules: readonly Rule[] = [...nameRules, ...styleRules];

export interface LintOptions {
  /** Look at style too. */
  readonly style?: boolean;
}

/** A finding with its place: line and column from 1, the column in characters. */
export interface PlacedFinding extends Finding {
  readonly line: number;
  readonly column: number;
}

/** `source` is a byte string. */
export function lint(source: string, reach: Reach, options: LintOptions = {}): PlacedFinding[] {
  const findings = findingsIn(source, reach, options.style === true);
  const lines = new Lines(source);
  return findings
    .sort((a, b) => a.at.start - b.at.start)
    .map((finding) => ({ ...finding, ...lines.place(finding.at.start) }));
}

function findingsIn(source: string, reach: Reach, style: boolean): Finding[] {
  let tree: ReturnType<typeof parse>;
  try {
    tree = parse(source, '');
  } catch (thrown) {
    if (!(thrown instanceof LuaSyntaxError)) throw thrown;
    const { problem, near, offset } = thrown;
    const where = near === undefined ? '' : near === '<eof>' ? ' near the end' : ` near '${near}'`;
    return [
      { code: 'P0001', severity: 'error', message: `${problem}${where}`, at: { start: offset, end: offset } },
    ];
  }
  const found = survey(source, tree.body);
  return lintRules.flatMap((rule) => {
    if (rule.isStyle && !style) return [];
    return Array.from(rule.check(found, reach), ({ severity = rule.severity, message, at }) => ({
      code: rule.code,
      severity,
      message,
      at,
    }));
  });
}

/** Where lines begin. */
class Lines {
  readonly #source: string;
  readonly #starts: number[] = [0];

  constructor(source: string) {
    this.#source = source;
    const end = /\r\n|\n\r|\n|\r/g;
    while (end.exec(source) !== null) this.#starts.push(end.lastIndex);
  }

  place(offset: number): { readonly line: number; readonly column: number } {
    let [from, to] = [0, this.#starts.length - 1];
    while (from < to) {
      const middle = (from + to + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) from = middle;
      else to = middle - 1;
    }
    const before = this.#source.slice(this.#starts[from], offset);
    return { line: from + 1, column: [...Buffer.from(before, 'latin1').toString('utf8')].length + 1 };
  }
}
