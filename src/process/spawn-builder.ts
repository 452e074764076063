/** Starting processes from guest code: the spawn family, `exec`, and the builder that `process.with_…` gives. */
import { type HandleType, LuaTable, R, raise, ret2, Userdata, type Value, wait } from '#lua';
import {
  contextOf,
  emptySetup,
  namesIdentity,
  type Setup,
  withActor,
  withContext,
  withOptions,
  withScope,
} from './builder.ts';
import { under } from './context.ts';
import { ErrorValue, guestError, invalid, notFound } from './error-value.ts';
import { describeHandle, isId, refusal, refuse, wrongText } from './guest.ts';
import { begin, Wake } from './pending.ts';
import type { SpawnRequest } from './process.ts';
import { self, thisFiber } from './running.ts';
import { copied } from './spawner.ts';
import { here } from './surroundings.ts';

export interface SpawnSetup extends Setup {
  readonly name: string | undefined;
  readonly messages: readonly { readonly topic: string; readonly count: number; readonly value: Value }[];
}

export const plainSpawn: SpawnSetup = { ...emptySetup, name: undefined, messages: [] };

interface Tie {
  readonly isMonitored: boolean;
  readonly isLinked: boolean;
}

/** Fuel of a start: about the work that a process's beginning and end take. Who starts many gives way to them early,
 *  while they are few and young. */
const COST = 250;

/** `spawn(id, host, ...)` with what was collected. */
export function spawn(setup: SpawnSetup, tie: Tie, id: Value, host: Value, args: Value[]): Value {
  R.fuel -= COST;
  const request = requestOf(setup, tie, id, host, args, 'process.spawn');
  if (!('program' in request)) return refuse(request);
  const process = self();
  const pid = process.outbox.spawn(process, request);
  if (pid === null) return wait();
  return typeof pid === 'string' ? ret2(pid, undefined) : refuse(pid);
}

/** `exec(id, host, ...)`: the coroutine waits for the result. */
export function exec(setup: SpawnSetup, id: Value, host: Value, args: Value[]): Value {
  R.fuel -= COST;
  const tie = { isMonitored: false, isLinked: false };
  const request = requestOf(setup, tie, id, host, args, 'process.exec');
  if (request instanceof ErrorValue) return refuse(request);
  const process = self();
  const fiber = thisFiber();
  const facts = { module: 'process', function: 'exec', arguments: [id, host, ...args] };
  const operation = begin(process, facts, new Wake(fiber));
  fiber.wait = operation;
  const error = process.outbox.exec(process, request, operation);
  if (error === undefined) return wait();
  process.operations?.delete(operation.id);
  fiber.wait = null;
  return ret2(undefined, guestError(error));
}

/** The entry that was asked for last, at first some id. The same text is handed on when it comes again, so that nobody compares letters. */
let lastId = 'no:entry';

function requestOf(
  setup: SpawnSetup,
  tie: Tie,
  given: Value,
  host: Value,
  args: readonly Value[],
  action: string,
): SpawnRequest | ErrorValue {
  if (given !== lastId) {
    if (!isId(given)) return wrongText('the entry', given, 'an id such as namespace:name');
    lastId = given;
  }
  const id = lastId;
  if (typeof host !== 'string' || host === '')
    return wrongText('the host', host, 'an id such as namespace:name');
  const { programs, policy } = here();
  const refused = policy.isOpen ? undefined : refusedSpawn(tie, id, host, action);
  if (refused !== undefined) return refused;
  const process = self();
  const { view } = process;
  const program = programs.process(id, view);
  if (program === undefined) return notFound(`process ${id} not found`);
  const own = namesIdentity(setup) ? undefined : programs.identity(id, view);
  return {
    program,
    host,
    args,
    context: under(own, setup === plainSpawn ? process.context : contextOf(setup, process.context)),
    name: setup.name,
    messages: setup.messages,
    isMonitored: tie.isMonitored,
    isLinked: tie.isLinked,
    view,
    options: setup.options === emptySetup.options ? undefined : setup.options,
  };
}

function refusedSpawn(tie: Tie, id: string, host: string, action: string): ErrorValue | undefined {
  return (
    refusal(action, id) ??
    (tie.isMonitored ? refusal('process.spawn.monitored', id) : undefined) ??
    (tie.isLinked ? refusal('process.spawn.linked', id) : undefined) ??
    refusal('process.host', host)
  );
}

const builderHandle: HandleType = { name: 'process.SpawnBuilder', metatable: new LuaTable() };

/** The builder of a guest's value: nothing else has this handle. */
function setupIn(value: Value): SpawnSetup | undefined {
  return value instanceof Userdata && value.handle === builderHandle ? (value.live as SpawnSetup) : undefined;
}

/** A builder, or `nil, err`. */
export function built(setup: SpawnSetup | ErrorValue): Value {
  return setup instanceof ErrorValue ? refuse(setup) : new Userdata(builderHandle, setup);
}

function method(act: (setup: SpawnSetup, args: Value[]) => Value) {
  return (_: unknown, value: Value, ...args: Value[]) => {
    const setup = setupIn(value);
    return setup === undefined ? raise('bad self (spawn builder expected)', 1) : act(setup, args);
  };
}

function spawnMethod(isMonitored: boolean, isLinked: boolean) {
  const tie = { isMonitored, isLinked };
  return method((setup, [id, host, ...args]) => spawn(setup, tie, id, host, args));
}

function withName(setup: SpawnSetup, name: Value): SpawnSetup | ErrorValue {
  return typeof name === 'string' && name !== '' ? { ...setup, name } : wrongText('the name', name);
}

/** Nils at the end are no values: `send(to, topic, decode(text))` sends one, though `decode` gives `value, nil`. */
export function withoutLastNils(values: Value[]): Value[] {
  let count = values.length;
  while (count > 1 && values[count - 1] === undefined) count--;
  return count === values.length ? values : values.slice(0, count);
}

function withMessage(setup: SpawnSetup, topic: Value, given: Value[]): SpawnSetup | ErrorValue {
  if (typeof topic !== 'string' || topic === '') return wrongText('the topic', topic);
  if (topic.startsWith('@')) return invalid('topics that begin with @ belong to the runtime');
  const values = withoutLastNils(given);
  const count = values.length;
  const message = { topic, count, value: copied(count, count === 1 ? values[0] : values) };
  return { ...setup, messages: [...setup.messages, message] };
}

describeHandle(builderHandle, {
  spawn: spawnMethod(false, false),
  spawn_monitored: spawnMethod(true, false),
  spawn_linked: spawnMethod(false, true),
  spawn_linked_monitored: spawnMethod(true, true),
  exec: method((setup, [id, host, ...args]) => exec(setup, id, host, args)),
  with_context: method((setup, [values]) => built(withContext(setup, 'process', values))),
  with_options: method((setup, [options]) => built(withOptions(setup, 'process', options))),
  with_actor: method((setup, [actor]) => built(withActor(setup, 'process', actor))),
  with_scope: method((setup, [scope]) => built(withScope(setup, 'process', scope))),
  with_name: method((setup, [name]) => built(withName(setup, name))),
  with_message: method((setup, [topic, ...values]) => built(withMessage(setup, topic, values))),
});
