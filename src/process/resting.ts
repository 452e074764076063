/**
 * What works for a process that rests.
 *
 *   Re1  Clocks and durable processes whose end it waits for can be found again from what is saved. Whatever else the host
 *        does for it (a call, a subscription, something that is open) needs the process in memory.
 */
import { GuestBeat } from './beat.ts';
import type { DurableGate } from './durable-gate.ts';
import { HostWork } from './host-work.ts';
import { isDurable } from './keeping.ts';
import { isExec, type Operation } from './pending.ts';
import type { Pids } from './pids.ts';
import type { Process } from './process.ts';

/** The moment of one that does not rest, and at which nothing works. */
export const AT_ONCE = Number.NEGATIVE_INFINITY;

/**
 * The next moment that comes to the process by itself, in milliseconds of the monotonic clock; Infinity when only others can
 * wake it. Undefined when it must stay in memory.
 */
export function nextMoment(process: Process, gate: DurableGate | null): number | undefined {
  const { actor, isCall, attached, ties, memory, owned, operations, endsAt } = process;
  if (actor !== null || isCall || attached !== null || (memory?.measuring ?? null) !== null) return undefined;
  // Who can take over new code is told of it in memory.
  if (process.isUpgradable || endsAt !== undefined || (ties?.size ?? 0) > 0) return undefined;
  let next = Number.POSITIVE_INFINITY;
  for (const one of owned ?? []) {
    if (one instanceof GuestBeat) next = Math.min(next, one.at);
    // That of a sleep, which is among the operations.
    else if (!(one instanceof HostWork)) return undefined;
  }
  for (const operation of operations ?? []) {
    if (isSleep(operation)) next = Math.min(next, operation.deadline);
    else if (!isAnsweredByStore(operation, gate)) return undefined;
  }
  return next;
}

/** It goes on by itself, or something outside is done for it that is begun again when its node was lost (K1). */
function isAtWork({ hasReady, operations }: Process, gate: DurableGate | null): boolean {
  if (hasReady || operations === null) return hasReady;
  const isCall = (one: Operation) => !isSleep(one) && !isAnsweredByStore(one, gate);
  // Most that come to a commit have called one thing.
  if (operations.only !== null) return isCall(operations.only);
  for (const one of operations) if (isCall(one)) return true;
  return false;
}

/**
 * The same of a process that is in the store alone after its node was lost: `AT_ONCE` when it must be read then, undefined
 * when something must be done for it. Those it is tied to that are not durable are gone then.
 */
export function storedMoment(process: Process, gate: DurableGate | null): number | undefined {
  if (isAtWork(process, gate)) return undefined;
  if (isTiedToPlaces(process.watched) || isTiedToPlaces(process.links)) return AT_ONCE;
  return nextMoment(process, gate) ?? AT_ONCE;
}

function isTiedToPlaces(pids: Pids | null): boolean {
  return pids !== null && !pids.all.every(isDurable);
}

function isSleep(operation: Operation): operation is Operation & { readonly deadline: number } {
  return operation.module === 'time' && operation.function === 'sleep' && operation.deadline !== undefined;
}

/** The result comes by itself: what was started, or is to be, is in a durable store too. */
export function isAnsweredByStore(operation: Operation, gate: DurableGate | null | undefined): boolean {
  if (!isExec(operation)) return false;
  return operation.isStored ?? gate?.keeps(String(operation.arguments[1])) === true;
}
