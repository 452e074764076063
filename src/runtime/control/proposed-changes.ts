/** Changes as they are asked for at the control socket, and what the registry is asked for then. */
import { type Data, type Failure, failure, isRecord } from '#base';
import { type Infer, type Meta, t } from '#plugin';
import {
  isEntryId,
  keepEntrySecrets,
  type ProposedEntry,
  type ProposedOp,
  type Registry,
  type StoredEntry,
  sameEntry,
} from '#registry';

/** A `put` creates what is not there and updates what is. Of a kind that is left out the present one stays. */
export const proposedOps = t.object({
  type: t.oneOf('create', 'update', 'put', 'delete'),
  id: t.text('an entry id of the form namespace:name', isEntryId),
  kind: t.optional(t.string),
  meta: t.optional(t.data),
  data: t.optional(t.data),
});

type Proposed = Infer<typeof proposedOps>;

/** Those that change something. Throws `Invalid` with all that says too little. */
export function proposalOf(
  changes: readonly Proposed[],
  { graph, kinds }: Pick<Registry, 'graph' | 'kinds'>,
  author: string,
): ProposedOp[] {
  const problems: Problem[] = [];
  /** What there will be once what comes before has been done. */
  const present = new Map<string, StoredEntry | undefined>();
  const ops = changes.flatMap((proposed): ProposedOp[] => {
    const { id } = proposed;
    const previous = present.has(id) ? present.get(id) : graph.entries.get(id);
    if (proposed.type === 'delete') {
      present.set(id, undefined);
      return [{ type: 'delete', id }];
    }
    // The registry says of one that is not there that it is not.
    const isMissing = proposed.type === 'update' && previous === undefined;
    const kind = proposed.kind ?? previous?.kind ?? (isMissing ? '?' : undefined);
    if (kind === undefined || kind === '') {
      problems.push({ id, path: 'kind', message: 'kind is required: a text such as function.lua' });
      return [];
    }
    const origin = { type: 'live', version: 0, author } as const;
    const written = { id, kind, meta: tableOf(proposed.meta), data: proposed.data ?? {}, origin };
    const { entry, unknown } = keepEntrySecrets(written, previous, kinds);
    for (const path of unknown) {
      const message = `${path.join('.')} is *** here, and there is no value that it could stand for`;
      problems.push({ id, path: path.join('.'), message });
    }
    if (previous !== undefined && proposed.type !== 'create' && sameEntry(previous, entry)) return [];
    present.set(id, entry);
    return [{ type: opType(proposed.type, previous), entry: withoutOrigin(entry) }];
  });
  if (problems.length > 0) throw refusal(problems);
  return ops;
}

interface Problem {
  readonly id: string;
  readonly path: string;
  readonly message: string;
}

function refusal(problems: readonly Problem[]): Failure {
  const message = problems.map((problem) => `${problem.id}: ${problem.message}`).join('; ');
  const details = problems.map(({ id, path, message: told }) => ({ id, path, message: told }));
  return failure('Invalid', message, { retryable: false, details: { problems: details } });
}

function opType(type: 'create' | 'update' | 'put', previous: StoredEntry | undefined): 'create' | 'update' {
  if (type !== 'put') return type;
  return previous === undefined ? 'create' : 'update';
}

function tableOf(meta: Data): Meta {
  return isRecord(meta) ? (meta as Meta) : {}; // data within data
}

function withoutOrigin({ id, kind, meta, data }: StoredEntry): ProposedEntry {
  return { id, kind, meta, data };
}
