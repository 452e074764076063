/**
 * The guest module `workflow`: what a durable process knows of itself, children that it waits for, and which way through
 * changed code it took.
 */

import { toFailure } from '#base';
import { LuaTable, library, R, recordOf, type Value } from '#lua';
import { decodeOrThrow, t } from '#plugin';
import { ErrorValue, errorFromFailure, invalid } from './error-value.ts';
import { isId, refuse, refuseArgument, wrongText } from './guest.ts';
import { onlyData } from './lua-data.ts';
import { self } from './running.ts';
import { exec, plainSpawn } from './spawn-builder.ts';
import { here } from './surroundings.ts';
import type { WorkflowInfo } from './workflow-info.ts';

const COST = 20;

const described = t.object(
  { search: t.optional(t.map(t.data)), memo: t.optional(t.map(t.data)) },
  { unknown: 'refuse' },
);

function known(): WorkflowInfo | ErrorValue {
  R.fuel -= COST;
  return here().gate?.info(self()) ?? invalid('this is no durable process: spawn it on a durable host');
}

function info(): Value {
  const found = known();
  if (found instanceof ErrorValue) return refuse(found);
  const { id, run, type, queue, namespace, attempt, steps, bytes } = found;
  return recordOf({
    workflow_id: id,
    run_id: run,
    workflow_type: type,
    task_queue: queue,
    namespace,
    attempt,
    history_length: steps,
    history_size: bytes,
  });
}

function count(field: 'steps' | 'bytes'): Value {
  const found = known();
  return found instanceof ErrorValue ? refuse(found) : found[field];
}

/** A child on the same host; the coroutine waits for its result. */
function execute(id: Value, args: Value[]): Value {
  const found = known();
  if (found instanceof ErrorValue) return refuse(found);
  if (!isId(id)) return refuse(wrongText('the workflow', id, 'an id such as namespace:name'));
  return exec(plainSpawn, id, self().host, args);
}

/** The same number for the same change as long as the process lives, the newest for one that meets it first. */
function version(change: Value, least: Value, most: Value): Value {
  const found = known();
  if (found instanceof ErrorValue) return refuse(found);
  if (typeof change !== 'string' || change === '') return refuse(wrongText('the name of the change', change));
  if (!Number.isInteger(least) || !Number.isInteger(most) || (least as number) > (most as number))
    return refuseArgument('the versions must be whole numbers, the smallest first');
  const process = self();
  const recorded = process.versions?.get(change);
  if (recorded === undefined) {
    process.versions ??= new Map();
    process.versions.set(change, most as number); // an integer, as was checked
    return most;
  }
  if (recorded >= (least as number) && recorded <= (most as number)) return recorded;
  return refuseArgument(
    `${change} went the way of version ${recorded}; the code supports ${least} to ${most} only`,
  );
}

function attributes(given: Value): Value {
  const found = known();
  if (found instanceof ErrorValue) return refuse(found);
  if (!(given instanceof LuaTable))
    return refuseArgument('the attributes must be a table with search and memo');
  try {
    const { search, memo } = decodeOrThrow(described, onlyData(given, 'attributes'), 'attributes');
    here().gate?.describe(self(), {
      ...(search !== undefined && { search }),
      ...(memo !== undefined && { memo }),
    });
    return true;
  } catch (thrown) {
    return refuse(errorFromFailure(toFailure(thrown)));
  }
}

export const workflowModule: LuaTable = library('workflow', {
  info,
  exec: (_, id, ...args) => execute(id, args),
  version: (_, change, least, most) => version(change, least, most),
  attrs: (_, given) => attributes(given),
  history_length: () => count('steps'),
  history_size: () => count('bytes'),
});
