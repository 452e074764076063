/** Changes tried out: all that would refuse them is asked, and nothing of it stays. */
import { type ChangeSet, type ProposedOp, prepareAll, proposedId } from '#registry';
import type { RunningNode } from '../node.ts';

/** Milliseconds that whoever takes part may take to prepare. */
const PATIENCE = 30_000;

/** What would change. Throws what would refuse it. */
export async function rehearse(
  { registry, clock }: Pick<RunningNode, 'registry' | 'clock'>,
  ops: readonly ProposedOp[],
  { author, base }: { readonly author: string; readonly base?: number },
): Promise<ChangeSet> {
  await registry.refuseStale(ops.map(proposedId), base);
  const { prepared: changes } = await registry.lay(ops, async (transaction, participants) => {
    registry.gate.admit({ act: 'apply', author, changes: transaction.ops });
    const prepared = await prepareAll(participants, transaction, clock, PATIENCE);
    for (const change of prepared.toReversed()) change.discard?.();
    return transaction.ops;
  });
  return changes;
}

/** A known change set as somebody would ask for it. */
export function askedFor(changes: ChangeSet): ProposedOp[] {
  return changes.flatMap((op): ProposedOp[] => {
    if (op.type === 'delete') return [{ type: 'delete', id: op.previous.id }];
    const { origin: _origin, ...entry } = op.entry;
    if (op.type === 'create' || op.previous.kind === entry.kind) return [{ type: op.type, entry }];
    // An update keeps the kind.
    return [
      { type: 'delete', id: entry.id },
      { type: 'create', entry },
    ];
  });
}
