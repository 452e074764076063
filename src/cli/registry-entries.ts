/** Entries for the commands that show them, of a running node or of the files. */
import type { Data } from '#base';
import { type Filter, Finder, hideEntrySecrets, searchEntry } from '#registry';
import type { Invocation } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { projectOf } from './project-options.ts';
import type { ToldEntry } from './registry-answers.ts';
import { nodeAsked, type sourceOptions } from './registry-node.ts';
import { tellProblems } from './registry-output.ts';

export interface Wanted {
  readonly filter: Filter;
  readonly words?: readonly string[];
  /** With their data. */
  readonly whole: boolean;
}

export interface Findings {
  /** By their ids. */
  readonly entries: readonly ToldEntry[];
  readonly code: number;
}

/** Undefined when the application cannot be read, which is told. */
export async function findEntries(
  invocation: Invocation<typeof sourceOptions>,
  command: string,
  wanted: Wanted,
): Promise<Findings | undefined> {
  const node = await nodeAsked(invocation, command);
  if (node === undefined) return inFiles(invocation, wanted);
  try {
    const entries: ToldEntry[] = [];
    const { filter, words = [], whole } = wanted;
    const { version } = (await node.call('registry.find', { filter, words, whole }, (part) => {
      entries.push(...(part as unknown as readonly ToldEntry[]));
    })) as unknown as { readonly version: number };
    if (invocation.err.isTerminal) {
      invocation.err.write(
        `wippy: version ${version} of the running node; --files shows what the files say\n`,
      );
    }
    return { entries, code: exitCodes.success };
  } finally {
    node.close();
  }
}

async function inFiles(
  invocation: Invocation<typeof sourceOptions>,
  { filter, words = [] }: Wanted,
): Promise<Findings | undefined> {
  const project = await projectOf(invocation);
  if (!tellProblems(project, invocation)) return undefined;
  const { entries: found } = new Finder().find(project.application.entries, filter);
  const entries = found.flatMap((stored): ToldEntry[] => {
    const { id, kind, meta, data, origin: _origin } = hideEntrySecrets(stored, project.kindTable);
    const matches = searchEntry({ ...stored, meta, data }, words);
    return matches === undefined ? [] : [{ id, kind, meta, data, ...(words.length > 0 && { matches }) }];
  });
  entries.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { entries, code: project.isBroken ? exitCodes.failed : exitCodes.success };
}

export function titleOf({ meta }: ToldEntry): string {
  return firstText(meta.title, meta.comment, meta.description);
}

function firstText(...values: readonly Data[]): string {
  for (const value of values) if (typeof value === 'string') return value.split('\n')[0] ?? '';
  return '';
}
