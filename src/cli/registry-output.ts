/** Entries for people and for programs. */
import { type Data, rawJSON } from '#base';
import type { Project } from '#runtime';
import type { Output, Surroundings } from './command.ts';
import type { ToldEntry } from './registry-answers.ts';

export function shownEntry({ id, kind, meta, data }: ToldEntry): { readonly [key: string]: Data } {
  return { id, kind, meta, data };
}

/** Tells what is wrong with the project; false when its entries are not those that were asked for. */
export function tellProblems(project: Project, { err }: Pick<Surroundings, 'err'>): boolean {
  if (project.problems.length > 0) err.write(`${project.report()}\n`);
  const { isMisread, hasLockFile } = project.application;
  if (!isMisread && !hasLockFile)
    err.write("wippy: there is no lock file, so there are no entries; 'wippy init' writes one\n");
  return !isMisread;
}

export interface Form {
  readonly json: boolean;
  readonly yaml: boolean;
}

/** As JSON, or as YAML when that is asked for or nothing is. */
export async function writeData(data: Data, { json }: Form, out: Output): Promise<void> {
  if (json) {
    writeJson(data, out);
    return;
  }
  const { stringify } = await import('yaml');
  out.write(stringify(data, { lineWidth: 0 }));
}

export function writeJson(data: Data, out: Output): void {
  out.write(`${JSON.stringify(data, exact, 2)}\n`);
}

/** Integers beyond 2^53 keep their digits. */
function exact(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJSON(String(value)) : value;
}
