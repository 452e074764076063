/** What a restored process waits for outside of itself, taken up again (P3). */
import { continueCall } from './call-function.ts';
import { ErrorValue } from './error-value.ts';
import { accept } from './input.ts';
import type { Operation } from './pending.ts';
import type { Process } from './process.ts';
import { isAnsweredByStore } from './resting.ts';
import { running } from './running.ts';
import type { Surroundings } from './surroundings.ts';

/** Begins open calls of features' functions anew. */
export interface Resumer {
  /** False when the operation is none of a feature's function, or is not to be made again. */
  resume(process: Process, around: Surroundings, operation: Operation): boolean;
  /** Nobody outside notices when it is made once more. */
  isHarmless(operation: Operation): boolean;
  /** A durable step need not end for it (D9). */
  isWithin(operation: Operation): boolean;
}

/**
 * Begins to work again on the calls that were under way when the process was saved; to be called once it stands in its
 * place. A call is made again, or fails with `Unavailable`, as its definition says.
 */
export function resumeOperations(process: Process, resumer: Resumer, around: Surroundings): void {
  if (process.operations === null || process.operations.size === 0) return;
  const outer = { ...running };
  Object.assign(running, { process, fiber: null, surroundings: around });
  try {
    for (const operation of [...process.operations]) {
      if (isAnsweredByStore(operation, around.gate)) continue;
      operation.attempt++;
      if (resumer.resume(process, around, operation)) continue;
      if (operation.module === 'funcs' && operation.function === 'call') {
        continueCall(process, around, operation);
        continue;
      }
      const { module, function: name } = operation;
      const error = new ErrorValue(
        'Unavailable',
        `${module}.${name} was under way when the process stopped`,
        true,
      );
      accept(process, { type: 'result', id: 0, operation: operation.id, outcome: { type: 'failed', error } });
    }
  } finally {
    Object.assign(running, outer);
  }
}
