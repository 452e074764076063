/** What the command line asks of the benchmarks. */
import { parseArgs } from 'node:util';

export const SECTIONS = [
  'compute',
  'compile',
  'processes',
  'start',
  'hostile',
  'snapshot',
  'changes',
  'durable',
] as const;
export type Section = (typeof SECTIONS)[number];

export interface Settings {
  readonly sections: readonly Section[];
  /** Fresh processes for each figure. */
  readonly runs: number;
  /** Rows to measure; all when empty. */
  readonly only: ReadonlySet<string>;
  /** Leaves ours out: the peers alone. */
  readonly peersOnly: boolean;
  /** How often a compute program does its work in one process; the last time is measured. */
  readonly rounds: number;
}

export const usage = `npm run bench [-- [compute] [compile] [processes] [start] [hostile] [snapshot] [changes] [durable] [--runs N] [--only fib,json] [--peers-only] [--rounds N]]`;

export function readSettings(args: string[]): Settings {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      'peers-only': { type: 'boolean', default: false },
      rounds: { type: 'string', default: '1' },
    },
  });
  const runs = Number(values.runs);
  const rounds = Number(values.rounds);
  for (const [name, number] of Object.entries({ runs, rounds }))
    if (!Number.isInteger(number) || number < 1)
      throw new TypeError(`--${name} must be a whole number from 1 up\n${usage}`);
  const sections = positionals.map((name) => {
    const section = SECTIONS.find((known) => known === name);
    if (section === undefined) throw new TypeError(`unknown section ${name}\n${usage}`);
    return section;
  });
  return {
    sections: sections.length === 0 ? SECTIONS : sections,
    runs,
    only: new Set(values.only.split(',').filter((name) => name !== '')),
    peersOnly: values['peers-only'],
    rounds,
  };
}

export function isAsked(settings: Settings, row: string): boolean {
  return settings.only.size === 0 || settings.only.has(row);
}
