/**
 * Checks entries: their data by the schemas of their kinds, the entries they name, circles among those.
 *
 * Pure: all entries and the ids to be looked at go in, problems come out. The same check serves the
 * start of an application and a change while it runs.
 *
 *   E1  A kind that nobody knows is a problem.
 *   E2  Data must be what the schema of its kind says; fields it does not know are warned of.
 *   E3  A reference must name an entry that is there and of a kind that fits.
 *   E4  Imports, lifecycle requirements, storages behind storages and variables made of variables form no circle.
 *   E5  A placeholder names a variable that is there, or has a default; and it has an end.
 *   E6  The public name of a variable belongs to no other.
 */
import { closest, failure, suggestion } from '#base';
import { type EntryId, type Path, problemText } from '#plugin';
import { type ChangeSet, idOf } from './change-set.ts';
import { parseEntryId, qualify, type StoredEntry } from './entry.ts';
import type { EntryGraph } from './entry-graph.ts';
import type { EntryProblem } from './link.ts';
import type { EntryReference } from './references.ts';
import { variableNames } from './referrers.ts';

export interface Validation {
  readonly graph: EntryGraph;
  /** The ids to be checked; all when left out. */
  readonly ids?: Iterable<EntryId>;
  /** Entries that were left out on purpose, for messages. */
  readonly disabled?: ReadonlySet<EntryId>;
}

export function validateEntries({ graph, ids, disabled }: Validation): EntryProblem[] {
  const checked = [...(ids ?? graph.entries.keys())];
  const problems: EntryProblem[] = [];
  for (const id of checked) {
    const entry = graph.entries.get(id);
    if (entry === undefined) continue;
    if (graph.kinds.get(entry.kind) === undefined) problems.push(unknownKind(entry, graph));
    problems.push(...ofSchema(entry, graph), ...sharedNames(entry, graph, checked));
    for (const reference of graph.references.of(entry)) {
      const message = wrongReference(reference, entry, graph, disabled);
      if (message !== undefined) problems.push({ ...message, id, path: reference.path });
    }
  }
  return [...problems, ...circleProblems(graph, checked)];
}

/** The entries that changes can have made wrong: those that changed, and those that name what went or became another kind. */
export function idsConcerned(changes: ChangeSet, before: EntryGraph): ReadonlySet<EntryId> {
  const ids = new Set<EntryId>();
  for (const op of changes) {
    if (op.type !== 'delete') ids.add(op.entry.id);
    const isOther = op.type === 'delete' || (op.type === 'update' && op.entry.kind !== op.previous.kind);
    if (isOther) for (const dependent of before.dependents(idOf(op))) ids.add(dependent);
  }
  return ids;
}

/** E1. */
function unknownKind(entry: StoredEntry, graph: EntryGraph): EntryProblem {
  const known = graph.kinds.all.map(({ kind }) => kind);
  const message = `there is no kind '${entry.kind}'${suggestion(entry.kind, known)}`;
  return { severity: 'error', id: entry.id, path: ['kind'], message };
}

/** E2. */
function ofSchema(entry: StoredEntry, graph: EntryGraph): EntryProblem[] {
  return graph.kinds.read(entry).problems.map((problem) => ({
    severity: problem.severity,
    id: entry.id,
    path: problem.path,
    message: problemText(problem, ''),
  }));
}

/** E6. Of those that are checked together all but the first are told of. */
function sharedNames(entry: StoredEntry, graph: EntryGraph, checked: readonly EntryId[]): EntryProblem[] {
  return variableNames(entry).flatMap((name): EntryProblem[] => {
    const others = graph.variablesNamed(name).filter((id) => id !== entry.id);
    const [first] = graph.variablesNamed(name);
    const isToldThere = first === entry.id && others.some((id) => checked.includes(id));
    if (others.length === 0 || isToldThere) return [];
    const message = `variable: ${name} is the public name of ${others[0]} already; give it another one`;
    return [{ severity: 'error', id: entry.id, path: ['variable'], message }];
  });
}

type Found = Pick<EntryProblem, 'severity' | 'message'>;

function wrongReference(
  reference: EntryReference,
  from: StoredEntry,
  graph: EntryGraph,
  disabled: ReadonlySet<EntryId> | undefined,
): Found | undefined {
  switch (reference.type) {
    case 'entry': {
      const { to, targets, path } = reference;
      const target = graph.entries.get(to);
      if (target === undefined) {
        const why = disabled?.has(to)
          ? 'which is disabled'
          : to.startsWith('system:')
            ? 'which is the own one of the node: code can use it, and entries name entries'
            : `which does not exist${similarId(to, targets, from, graph)}`;
        return { severity: 'error', message: `${dotted(path)} names ${to}, ${why}` };
      }
      if (targets.length === 0 || targets.some((each) => graph.kinds.satisfies(target.kind, each)))
        return undefined;
      // What is to be said of a kind that nobody knows is said once, where it stands.
      if (graph.kinds.get(target.kind) === undefined) return undefined;
      const wanted = targets.join(' or ');
      return {
        severity: 'error',
        message: `${dotted(path)} names ${to}, a ${target.kind}, where ${wanted} is needed`,
      };
    }
    case 'order': {
      if (!reference.isExpected || graph.entries.has(reference.to)) return undefined;
      const similar = similarId(reference.to, [], from, graph);
      const message = `${dotted(reference.path)} names ${reference.to}, which does not exist${similar}`;
      return { severity: 'warning', message };
    }
    case 'namespace': {
      if (graph.inNamespace(reference.namespace).length > 0) return undefined;
      const similar = suggestion(reference.namespace, graph.namespaces());
      const message = `${dotted(reference.path)} names the namespace ${reference.namespace}, which has no entries${similar}`;
      return { severity: 'warning', message };
    }
    case 'variable': {
      const { name, hasDefault, path } = reference;
      if (hasDefault || graph.variable(name) !== undefined) return undefined;
      const similar = suggestion(name, graph.variables());
      const message = `${dotted(path)} needs the variable ${name}, which no env.variable entry provides${similar}`;
      return { severity: 'error', message };
    }
    case 'unclosed': {
      const { text, path } = reference;
      const what = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
      const message = `${dotted(path)} has a placeholder without its }: ${what}; a plain \${ is written $\${`;
      return { severity: 'error', message };
    }
  }
}

/** Of a text that is wrong. */
const MOST_SHOWN = 60;

/** The closest id, first among the entries that would fit; in the own namespace by the name alone. */
function similarId(to: EntryId, targets: readonly string[], from: StoredEntry, graph: EntryGraph): string {
  const fits = (kind: string) =>
    targets.length === 0 || targets.some((each) => graph.kinds.satisfies(kind, each));
  const fitting = [...graph.entries.values()].filter((entry) => fits(entry.kind) && entry.id !== from.id);
  const { name, namespace } = parseEntryId(to);
  const siblings = fitting.map(({ id }) => parseEntryId(id)).filter((id) => id.namespace === namespace);
  const sibling = closest(
    name,
    siblings.map((id) => id.name),
  );
  if (sibling !== undefined) return `; did you mean '${qualify(sibling, namespace)}'?`;
  // The same name in another namespace is more often meant than a similar one.
  const namesake = fitting.find(({ id }) => parseEntryId(id).name === name);
  if (namesake !== undefined) return `; did you mean '${namesake.id}'?`;
  return suggestion(
    to,
    fitting.map(({ id }) => id),
  );
}

/** E4. */
function circleProblems(graph: EntryGraph, checked: readonly EntryId[]): EntryProblem[] {
  const isChecked = new Set(checked);
  return graph.circles(checked).flatMap((circle): EntryProblem[] => {
    if (!circle.some((id) => isChecked.has(id))) return [];
    const [first = '', second = ''] = circle;
    const reference = graph.strongReferences(first).find(({ to }) => to === second);
    const field = reference?.path[0];
    const isOfVariables = circle.some((id) => graph.entries.get(id)?.kind === 'env.variable');
    const named = field === 'lifecycle' ? 'requirements' : String(field);
    const what = isOfVariables ? 'variables' : named;
    const message = `the ${what} form a circle: ${circle.join(' -> ')}`;
    return [{ severity: 'error', id: first, path: reference?.path ?? [], message }];
  });
}

function dotted(path: Path): string {
  return problemText({ path, message: '', severity: 'error' }, '').trim();
}

/** The warnings. Throws `Invalid` with all errors when there are some. */
export function withoutErrors(problems: readonly EntryProblem[]): readonly EntryProblem[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return problems;
  const messages = errors.map(({ id, message, line, column }) =>
    line === undefined ? `${id}: ${message}` : `${id}:${line}:${column}: ${message}`,
  );
  const details = errors.map(({ id, path, message, line, column }) => ({
    id,
    path: path.join('.'),
    message,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  }));
  throw failure('Invalid', messages.join('; '), { retryable: false, details: { problems: details } });
}
