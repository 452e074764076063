/**
 * Checks entries without running them: what kinds and references say of them, and what the linter says of their code.
 *
 * Pure: the entries of one state go in, diagnostics come out. It serves a whole application, and changes that are laid over a
 * version before anybody applies them.
 */
import { encodeUtf8, isRecord, suggestion } from '#base';
import { exportsOf, lint, type Members, type Reach, type Severity } from '#lua';
import type { EntryId, Path } from '#plugin';
import {
  type EntryGraph,
  isEntryId,
  namespaceOf,
  qualify,
  type StoredEntry,
  type View,
  validateEntries,
} from '#registry';
import { isCodeKind } from './code-check.ts';
import { moduleSurfaces } from './module-surfaces.ts';

export interface Diagnostic {
  readonly entry: EntryId;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** In the source of code; otherwise 0, and `path` names the field. */
  readonly line: number;
  /** In characters. */
  readonly column: number;
  /** The field of the entry that is meant. */
  readonly path: Path;
}

export interface LintRun {
  /** Rules of style too. */
  readonly style?: boolean;
}

/** All that is wrong with these entries of a view, all of them when no ids are given. */
export function lintEntries(view: View, ids?: Iterable<EntryId>, options: LintRun = {}): Diagnostic[] {
  const { graph } = view;
  const checked = [...(ids ?? graph.entries.keys())];
  const problems = validateEntries({ graph, ids: checked }).map(
    ({ id, path, severity, message }): Diagnostic => ({
      entry: id,
      code: 'invalid_entry',
      severity,
      message,
      line: 0,
      column: 0,
      path,
    }),
  );
  return [...problems, ...lintCode(graph, checked, options)];
}

/** Entries, and what their kinds are. */
type State = Pick<EntryGraph, 'entries' | 'kinds'>;

/** What is wrong with the code of these entries. */
export function lintCode(graph: State, ids: Iterable<EntryId>, options: LintRun = {}): Diagnostic[] {
  return Array.from(ids).flatMap((id) => {
    const entry = graph.entries.get(id);
    return entry === undefined || !hasSource(entry, graph) ? [] : lintEntry(entry, graph, options);
  });
}

/** Whether the entry holds Lua as text. A reference to a file that could not be read is none. */
export function hasSource({ kind, data }: StoredEntry, graph: Pick<State, 'kinds'>): boolean {
  if (!isCodeKind(graph.kinds.get(kind)) || !isRecord(data)) return false;
  return typeof data.source === 'string' && !data.source.startsWith('file://');
}

function lintEntry(entry: StoredEntry, graph: State, { style = false }: LintRun): Diagnostic[] {
  // Asked by the caller.
  const data = entry.data as Readonly<Record<string, unknown>>;
  const source = encodeUtf8(String(data.source));
  const names = declaredNames(data);
  const unknown = names.modules.flatMap(({ name, path }) => unknownModule(entry.id, name, path));
  const found = lint(source, reachOf(names, namespaceOf(entry.id), graph), { style });
  return [
    ...unknown,
    ...found.map(({ code, severity, message, line, column }) => ({
      entry: entry.id,
      code,
      severity,
      message,
      line,
      column,
      path: ['source'],
    })),
  ];
}

interface DeclaredNames {
  /** Built-in modules, and under which name they are required. */
  readonly modules: readonly { readonly name: string; readonly alias: string; readonly path: Path }[];
  readonly libraries: readonly { readonly alias: string; readonly target: string }[];
}

function declaredNames({ modules, imports }: Readonly<Record<string, unknown>>): DeclaredNames {
  const listed: readonly unknown[] = Array.isArray(modules) ? modules : [];
  const imported = Object.entries(isRecord(imports) ? imports : {});
  const builtin = imported.filter(([, target]) => typeof target === 'string' && target.startsWith(':'));
  return {
    modules: [
      ...listed.flatMap((name, index) =>
        typeof name === 'string' ? [{ name, alias: name, path: ['modules', index] }] : [],
      ),
      ...builtin.map(([alias, target]) => ({
        name: String(target).slice(1),
        alias,
        path: ['imports', alias],
      })),
    ],
    libraries: imported
      .filter((each) => !builtin.includes(each))
      .map(([alias, target]) => ({ alias, target: String(target) })),
  };
}

function unknownModule(entry: EntryId, name: string, path: Path): Diagnostic[] {
  const surfaces = moduleSurfaces();
  if (surfaces.isModule(name)) return [];
  const message = `there is no module '${name}'${suggestion(name, surfaces.names)}`;
  return [{ entry, code: 'unknown_module', severity: 'error', message, line: 0, column: 0, path }];
}

function reachOf({ modules, libraries }: DeclaredNames, namespace: string, graph: State): Reach {
  const surfaces = moduleSurfaces();
  const declared: [string, Members | undefined][] = [
    ...modules.map(({ name, alias }): [string, Members | undefined] => [alias, surfaces.module(name)]),
    ...libraries.map(({ alias, target }): [string, Members | undefined] => [
      alias,
      exportsOfEntry(graph.entries.get(qualify(target, namespace))),
    ]),
  ];
  const ambient = [...surfaces.globals].filter(([name]) => surfaces.isModule(name));
  return {
    globals: new Map([...surfaces.globals, ...declared]),
    modules: new Map([...ambient, ...declared]),
    isModule: (name) => surfaces.isModule(name),
    libraries: new Set(libraries.map(({ alias }) => alias)),
    wrongEntry: (module, name, id) => wrongEntry(module, name, id, graph),
  };
}

const known = new WeakMap<StoredEntry, { readonly members: Members | undefined }>();

/** Entries never change, so each is looked at once. */
function exportsOfEntry(entry: StoredEntry | undefined): Members | undefined {
  if (entry === undefined || !isRecord(entry.data) || typeof entry.data.source !== 'string') return undefined;
  let found = known.get(entry);
  if (found === undefined) {
    found = { members: exportsOf(encodeUtf8(entry.data.source)) };
    known.set(entry, found);
  }
  return found.members;
}

/** Functions whose first argument is the id of an entry. */
const takeEntries: Readonly<Record<string, readonly string[]>> = {
  funcs: ['call', 'async'],
  process: ['spawn', 'spawn_monitored', 'spawn_linked', 'spawn_linked_monitored', 'exec'],
};

function wrongEntry(module: string, name: string, id: string, graph: State): string | undefined {
  if (takeEntries[module]?.includes(name) !== true || !isEntryId(id) || graph.entries.has(id))
    return undefined;
  return `there is no entry ${id}${suggestion(id, graph.entries.keys())}`;
}
