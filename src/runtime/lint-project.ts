/** What is wrong with an application, or looks wrong: with its files, its entries and their code, each at its place. */
import { isRecord } from '#base';
import type { EntryId } from '#plugin';
import { excerptOf, formatPlace, type Place, type Problem } from '#registry';
import { type Diagnostic, hasSource, type LintRun, lintCode } from './lint.ts';
import { commandProblems } from './named-commands.ts';
import type { Project } from './project.ts';

export interface PlacedDiagnostic extends Diagnostic {
  /** `src/handler.lua:10:5`; '' for what stands in no file. */
  readonly at: string;
  /** The line with a caret below; '' when there is none. */
  readonly excerpt: string;
}

export interface ProjectLint {
  /** In the order of entries and lines. */
  readonly diagnostics: readonly PlacedDiagnostic[];
  /** Entries with code that were looked at. */
  readonly entries: number;
}

/** `isWanted` chooses entries by their ids; those of modules are left out without it. */
export function lintProject(
  project: Project,
  options: LintRun & { readonly isWanted?: ((id: EntryId) => boolean) | undefined } = {},
): ProjectLint {
  const { application, kindTable: kinds } = project;
  const { entries } = application;
  const isWanted = options.isWanted ?? ((id) => entries.get(id)?.origin.type !== 'module');
  const ids = [...entries.keys()].filter((id) => {
    const entry = entries.get(id);
    return entry !== undefined && isWanted(id) && hasSource(entry, { kinds });
  });
  const code = lintCode({ entries, kinds }, ids, options).map((each) => placedInCode(each, project));
  const rest = [...application.problems, ...commandProblems(application)]
    .map((problem) => placedProblem(problem, project))
    .filter(({ entry }) => (entry === '' ? options.isWanted === undefined : isWanted(entry)));
  return { diagnostics: [...rest, ...code].sort(inOrder), entries: ids.length };
}

/** Problems of entries begin with the id. */
function placedProblem({ message, place, severity }: Problem, project: Project): PlacedDiagnostic {
  const [, id = '', rest] = /^([^\s:]+:[^\s:]+): ([\s\S]*)$/.exec(message) ?? [];
  const isEntry = rest !== undefined && project.application.entries.has(id);
  return {
    entry: isEntry ? id : '',
    code: isEntry ? 'invalid_entry' : 'project',
    severity,
    message: isEntry ? rest : message,
    line: place?.line ?? 0,
    column: place?.column ?? 0,
    path: [],
    ...inFile(place, project),
  };
}

function inFile(place: Place | undefined, project: Project): Pick<PlacedDiagnostic, 'at' | 'excerpt'> {
  if (place === undefined) return { at: '', excerpt: '' };
  const text = project.textOf(place.path);
  return { at: formatPlace(place), excerpt: text === undefined ? '' : excerptOf(place, text) };
}

function placedInCode(found: Diagnostic, project: Project): PlacedDiagnostic {
  const { application } = project;
  const entry = application.entries.get(found.entry);
  if (found.line === 0) {
    const place = application.place(found.entry, found.path);
    return { ...found, line: place?.line ?? 0, column: place?.column ?? 0, ...inFile(place, project) };
  }
  const origin = entry?.origin;
  const file = origin === undefined || origin.type === 'live' ? undefined : origin.included?.source;
  const { line, column } = found;
  const source = isRecord(entry?.data) ? String(entry.data.source) : '';
  const excerpt = excerptOf({ path: '', line, column }, source);
  if (file !== undefined) return { ...found, at: formatPlace({ path: file, line, column }), excerpt };
  // The text stands in the definition, where its lines cannot be told by counting.
  const place = application.place(found.entry, ['source']);
  const at = place === undefined ? found.entry : `${formatPlace(place)} (line ${line} of the source)`;
  return { ...found, at, excerpt };
}

const weight = { error: 0, warning: 1, hint: 2 } as const;

function inOrder(a: PlacedDiagnostic, b: PlacedDiagnostic): number {
  if (a.entry !== b.entry) return a.entry < b.entry ? -1 : 1;
  return weight[a.severity] - weight[b.severity] || a.line - b.line || a.column - b.column;
}
