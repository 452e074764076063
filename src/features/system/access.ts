/** How the functions of `system` ask: for permission, then the node. */
import { failure } from '#base';
import type { Call } from '#plugin';
import { type NodeSystem, nodeSystem, nodeSystemId } from './system-service.ts';

/** This module says `Invalid` where others say `PermissionDenied`. */
export function permit(call: Call, action: string, resource: string): void {
  if (call.isAllowed(action, resource)) return;
  const what = resource === '' ? action : `${action} on ${resource}`;
  throw failure('Invalid', `not allowed: ${what}`, { retryable: false });
}

export function nodeOf(call: Call): NodeSystem {
  return call.use(nodeSystem, nodeSystemId).current;
}

export function unavailable(what: string): Error {
  return failure('Internal', what, { retryable: false });
}
