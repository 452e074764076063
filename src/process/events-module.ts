/** The guest module `events`: publish and subscribe on the event bus. */
import { type Fn, type HandleType, host, LuaTable, library, R, raise, Userdata, type Value } from '#lua';
import { Channel } from './channel.ts';
import { guestChannel } from './channel-handle.ts';
import { type ErrorValue, invalid } from './error-value.ts';
import { describeHandle, refusal, refuse, refuseArgument, wrongText } from './guest.ts';
import type { Owned } from './process.ts';
import { self } from './running.ts';
import { here } from './surroundings.ts';

interface Subscription {
  readonly channel: Channel;
  readonly owned: Owned;
}

const subscriptionHandle: HandleType = { name: 'events.Subscription', metatable: new LuaTable() };

const COST = 8;

/** This module says `Invalid` for what is not allowed. */
function refused(action: string, system: string): ErrorValue | undefined {
  const error = refusal(action, system);
  return error === undefined ? undefined : invalid(error.message);
}

function subscribe(system: Value, kind: Value): Value {
  if (typeof system !== 'string' || system === '')
    return refuse(wrongText('the system', system, 'a text or a pattern'));
  if (kind !== undefined && (typeof kind !== 'string' || kind === '')) {
    return refuse(wrongText('the kind', kind, 'a text or a pattern'));
  }
  const error = refused('events.subscribe', system);
  if (error !== undefined) return refuse(error);
  const channel = new Channel(Number.POSITIVE_INFINITY, true);
  const filter = { system, kind: typeof kind === 'string' ? kind : undefined };
  const owned = here().bus.subscribe(self(), filter, channel);
  const subscription: Subscription = { channel, owned };
  return new Userdata(subscriptionHandle, subscription);
}

function send(system: Value, kind: Value, path: Value, data: Value): Value {
  if (typeof system !== 'string' || system === '') return refuse(wrongText('the system', system));
  if (typeof kind !== 'string' || kind === '') return refuse(wrongText('the kind', kind));
  if (typeof path !== 'string' || path === '') return refuse(wrongText('the path', path));
  R.fuel -= COST;
  const error = refused('events.send', system);
  if (error !== undefined) return refuse(error);
  const process = self();
  process.outbox.publish(process, { system, kind, path, data });
  return true;
}

function subscriptionIn(value: Value): Subscription | undefined {
  if (!(value instanceof Userdata) || value.handle !== subscriptionHandle) return undefined;
  return value.live as Subscription; // nothing else has this handle
}

function of(act: (subscription: Subscription) => Value) {
  return (_: unknown, value: Value) => {
    const subscription = subscriptionIn(value);
    return subscription === undefined ? raise('bad self (subscription expected)', 1) : act(subscription);
  };
}

function close({ owned }: Subscription): true {
  owned.release();
  return true;
}

describeHandle(subscriptionHandle, {
  channel: of(({ channel }) => guestChannel(channel)),
  close: of(close),
});

export const eventsModule: LuaTable = library('events', {
  subscribe: (_, system, kind) => subscribe(system, kind),
  send: (_, system, kind, path, data) => send(system, kind, path, data),
});

/** What all code has of it without declaring the module. */
export const eventGlobals: Readonly<Record<string, Fn>> = {
  subscribe: host('subscribe', (_, system, kind) => subscribe(system, kind)),
  unsubscribe: host('unsubscribe', (_, value) => {
    const subscription = subscriptionIn(value);
    return subscription === undefined
      ? refuseArgument('unsubscribe takes what subscribe has given')
      : close(subscription);
  }),
};
