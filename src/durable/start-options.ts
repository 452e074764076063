/** What may be said of a start on a durable host, in the options of `process.with_options`. */
import type { SpawnRequest } from '#process';

/** What happens when a living process has the name already. */
export type Conflict = 'use' | 'fail' | 'terminate';

const policies: Readonly<Record<string, Conflict>> = {
  use_existing: 'use',
  fail: 'fail',
  terminate_existing: 'terminate',
};

/** The name under which a process starts: that of the builder, or the id of the workflow. */
export function nameOf({ name, options }: SpawnRequest): string | undefined {
  if (name !== undefined) return name;
  const id = options?.['temporal.workflow.id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

export function conflictOf({ options }: SpawnRequest): Conflict {
  if (options?.['temporal.workflow.execution_error_when_already_started'] === true) return 'fail';
  const policy = options?.['temporal.workflow.id_conflict_policy'];
  return (typeof policy === 'string' ? policies[policy] : undefined) ?? 'use';
}
