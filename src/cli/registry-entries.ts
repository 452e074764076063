/** Entries for the commands that show them, of a running node or of the files. */
import type { Data } from '#base';
import { type Filter, Finder, hideEntrySecrets, isLasting, searchEntry } from '#registry';
import { type Answering, askStopped, type Project } from '#runtime';
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
  if (node === undefined) return inProject(invocation, wanted);
  if (invocation.err.isTerminal) {
    invocation.err.write('wippy: of the running node; --files shows what the files say\n');
  }
  return { entries: await askedOf(node, wanted), code: exitCodes.success };
}

async function askedOf(registry: Answering, wanted: Wanted): Promise<ToldEntry[]> {
  try {
    const entries: ToldEntry[] = [];
    const { filter, words = [], whole } = wanted;
    await registry.call('registry.find', { filter, words, whole }, (part) => {
      entries.push(...(part as unknown as readonly ToldEntry[]));
    });
    return entries;
  } finally {
    await registry.close();
  }
}

async function inProject(
  invocation: Invocation<typeof sourceOptions>,
  wanted: Wanted,
): Promise<Findings | undefined> {
  const project = await projectOf(invocation);
  if (!tellProblems(project, invocation)) return undefined;
  const code = project.isBroken ? exitCodes.failed : exitCodes.success;
  if (isKept(project, invocation))
    return { entries: await askedOf(await askStopped(project, 'loaded'), wanted), code };
  return { entries: inFiles(project, wanted), code };
}

/** What the next start would load is then not only what the files say. */
export function isKept(
  project: Project,
  { options }: Pick<Invocation<typeof sourceOptions>, 'options'>,
): boolean {
  return !options.files && !project.isBroken && isLasting(project.settings);
}

function inFiles({ application, kindTable }: Project, { filter, words = [] }: Wanted): ToldEntry[] {
  const { entries: found } = new Finder().find(application.entries, filter);
  const entries = found.flatMap((stored): ToldEntry[] => {
    const hidden = hideEntrySecrets(stored, kindTable);
    const { id, kind, meta, data } = hidden;
    const matches = searchEntry(hidden, words);
    return matches === undefined ? [] : [{ id, kind, meta, data, ...(words.length > 0 && { matches }) }];
  });
  return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function titleOf({ meta }: ToldEntry): string {
  return firstText(meta.title, meta.comment, meta.description);
}

function firstText(...values: readonly Data[]): string {
  for (const value of values) if (typeof value === 'string') return value.split('\n')[0] ?? '';
  return '';
}
