/** The guest module `process`: identity, messages, spawning, links, monitors, names, upgrade. */
import { type Fn, host, LuaTable, library, R, ret2, type Value, wait } from '#lua';
import { withContext, withOptions } from './builder.ts';
import { channelIn, guestChannel } from './channel-handle.ts';
import { type ErrorValue, guestError, invalid, notFound } from './error-value.ts';
import { eventKinds } from './event-table.ts';
import { done, refusal, refuse, refuseArgument, wrongText } from './guest.ts';
import { millisOf } from './guest-duration.ts';
import { tellOutdated } from './input.ts';
import { isPid } from './pid.ts';
import type { Process } from './process.ts';
import { self } from './running.ts';
import { built, exec, plainSpawn, spawn, withoutLastNils } from './spawn-builder.ts';
import { here } from './surroundings.ts';
import { upgrade } from './upgrade.ts';
import './message-handle.ts';

/** Fuel of one message. */
const COST = 4;

/** Scopes of names; on a node alone they all mean the node. */
const scopes = { LOCAL: 0, EVENTUAL: 1, CONSISTENT: 2, STRONG: 3 } as const;

const scopeSuffixes = ['', '.eventual', '.consistent', '.strong'];

const send: Fn = host('process.send', function (_, to, topic, value) {
  if (typeof to !== 'string' || to === '') return refuse(wrongText('the destination', to, 'a pid or a name'));
  if (typeof topic !== 'string' || topic === '') return refuse(wrongText('the topic', topic));
  if (topic.charCodeAt(0) === 0x40) return refuseArgument('topics that begin with @ belong to the runtime');
  R.fuel -= COST;
  const refused = refusal('process.send', targetOf(to));
  if (refused !== undefined) return refuse(refused);
  const process = self();
  // biome-ignore lint/complexity/noArguments: counting them so makes no array for the one value of nearly all messages
  if (arguments.length === 4) return sent(process.outbox.send(process, to, topic, 1, value));
  // biome-ignore lint/complexity/noArguments: as above
  const values = withoutLastNils(Array.prototype.slice.call(arguments, 3));
  const count = values.length;
  return sent(process.outbox.send(process, to, topic, count, count === 1 ? value : values));
});

/** A message to a durable process is sent when it is stored. */
function sent(result: ErrorValue | undefined | null): Value {
  return result === null ? wait() : done(result);
}

/** Permissions speak of pids. */
function targetOf(to: string): string {
  return isPid(to) ? to : (here().names.lookup(to) ?? to);
}

/** An act towards another process, permitted by its own name. */
function towards(
  name: string,
  act: (process: Process, to: string, ...args: Value[]) => ErrorValue | undefined,
) {
  return (_: Fn, to: Value, ...args: Value[]): Value => {
    if (typeof to !== 'string' || to === '')
      return refuse(wrongText('the destination', to, 'a pid or a name'));
    const refused = refusal(`process.${name}`, targetOf(to));
    if (refused !== undefined) return refuse(refused);
    const process = self();
    const error = act(process, to, ...args);
    // Whoever ends itself does not go on.
    return error === undefined && !process.isAlive ? wait() : done(error);
  };
}

/** The second argument is a deadline when it reads as one, else the reason; a deadline may stand third. */
function cancel(process: Process, to: string, second: Value, third: Value): ErrorValue | undefined {
  const deadline = millisOf(second);
  if (deadline !== undefined) return process.outbox.cancel(process, to, '', deadline);
  if (second !== undefined && typeof second !== 'string') return invalid('the deadline must be a duration');
  const wait = millisOf(third);
  if (third !== undefined && wait === undefined) return invalid('the deadline must be a duration');
  return process.outbox.cancel(process, to, second ?? '', wait);
}

function listen(topic: Value, options: Value): Value {
  if (typeof topic !== 'string' || topic === '') return refuse(wrongText('the topic', topic));
  if (topic.startsWith('@')) return refuseArgument('topics that begin with @ belong to the runtime');
  const givesMessages = options instanceof LuaTable && options.getText('message') === true;
  return guestChannel(self().mailbox.listen(topic, givesMessages));
}

function setOptions(options: Value): Value {
  if (!(options instanceof LuaTable)) return refuseOptions('options must be a table');
  const process = self();
  for (const [key, value] of options.entries()) {
    if (key !== 'trap_links' && key !== 'upgradable') return refuseOptions(`unknown option ${String(key)}`);
    if (typeof value !== 'boolean') return refuseOptions(`${key} must be true or false`);
  }
  const traps = options.getText('trap_links');
  const upgradable = options.getText('upgradable');
  if (typeof traps === 'boolean') process.trapsLinks = traps;
  if (typeof upgradable === 'boolean') {
    process.isUpgradable = upgradable;
    if (upgradable) tellOutdated(process);
  }
  return true;
}

function refuseOptions(message: string): Value {
  return ret2(false, guestError(invalid(message)));
}

function getOptions(): Value {
  const process = self();
  const table = new LuaTable();
  table.setField('trap_links', process.trapsLinks);
  table.setField('upgradable', process.isUpgradable);
  return table;
}

function scopeOf(scope: Value): number | undefined {
  if (scope === undefined) return scopes.LOCAL;
  return typeof scope === 'number' && scopeSuffixes[scope] !== undefined ? scope : undefined;
}

function register(name: Value, pid: Value, scope: Value): Value {
  if (typeof name !== 'string' || name === '') return refuse(wrongText('the name', name));
  if (isPid(name)) return refuseArgument('a name must not begin with a brace');
  const process = self();
  const owner = pid ?? process.pid;
  if (typeof owner !== 'string' || !isPid(owner))
    return refuse(wrongText('the pid', owner, 'a text such as {host|0x1}'));
  const number = scopeOf(scope);
  if (number === undefined) return refuseArgument('the scope must be one of process.registry');
  const refused =
    refusal(`process.registry.register${scopeSuffixes[number]}`, name) ??
    (owner === process.pid ? undefined : refusal('process.registry.foreign', owner));
  if (refused !== undefined) return refuse(refused);
  const result = process.outbox.register(process, name, owner);
  if (result === null) return wait();
  return result === true ? true : refuse(result);
}

function unregister(name: Value, scope: Value): Value {
  if (typeof name !== 'string' || name === '') return refuse(wrongText('the name', name));
  const number = scopeOf(scope);
  if (number === undefined) return refuseArgument('the scope must be one of process.registry');
  const refused = refusal(`process.registry.unregister${scopeSuffixes[number]}`, name);
  if (refused !== undefined) return refuse(refused);
  const process = self();
  return process.outbox.unregister(process, name) ?? wait();
}

function lookup(name: Value): Value {
  if (typeof name !== 'string' || name === '') return refuse(wrongText('the name', name));
  const pid = here().names.lookup(name);
  return pid === undefined ? refuse(notFound(`name '${name}' not found`)) : ret2(pid, undefined);
}

function spawnFunction(isMonitored: boolean, isLinked: boolean) {
  const tie = { isMonitored, isLinked };
  return (_: Fn, id: Value, hostId: Value, ...args: Value[]) => spawn(plainSpawn, tie, id, hostId, args);
}

export const processModule: LuaTable = library(
  'process',
  {
    id: () => {
      const process = self();
      return `${process.entry}#${process.slot.toString(16)}.${process.generation.toString(16)}`;
    },
    pid: () => self().pid,
    send,
    spawn: spawnFunction(false, false),
    spawn_monitored: spawnFunction(true, false),
    spawn_linked: spawnFunction(false, true),
    spawn_linked_monitored: spawnFunction(true, true),
    exec: (_, id, hostId, ...args) => exec(plainSpawn, id, hostId, args),
    with_context: (_, values) => built(withContext(plainSpawn, 'process', values)),
    with_options: (_, options) => built(withOptions(plainSpawn, 'process', options)),
    terminate: towards('terminate', (process, to) => process.outbox.terminate(process, to)),
    cancel: towards('cancel', cancel),
    monitor: towards('monitor', (process, to) => process.outbox.monitor(process, to)),
    unmonitor: towards('unmonitor', (process, to) => process.outbox.unmonitor(process, to)),
    link: towards('link', (process, to) => process.outbox.link(process, to)),
    unlink: towards('unlink', (process, to) => process.outbox.unlink(process, to)),
    get_options: getOptions,
    set_options: (_, options) => setOptions(options),
    inbox: () => guestChannel(self().mailbox.inbox()),
    events: () => guestChannel(self().mailbox.events()),
    listen: (_, topic, options) => listen(topic, options),
    unlisten: (_, value) => {
      const channel = channelIn(value);
      if (channel === undefined) return refuseArgument('a channel of listen expected');
      return self().mailbox.unlisten(channel)
        ? true
        : refuseArgument('the channel is no listener of this process');
    },
    upgrade,
  },
  {
    event: library('process.event', {}, eventKinds),
    registry: library(
      'process.registry',
      {
        register: (_, name, pid, scope) => register(name, pid, scope),
        unregister: (_, name, scope) => unregister(name, scope),
        lookup: (_, name) => lookup(name),
      },
      scopes,
    ),
  },
);
