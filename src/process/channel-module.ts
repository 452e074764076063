/** The guest module `channel`: channels between the coroutines of one process, and `select`. */
import {
  Fields,
  type HandleType,
  host,
  LuaTable,
  library,
  property,
  R,
  raise,
  ret2,
  Userdata,
  type Value,
  wait,
} from '#lua';
import { Channel, SEND_ON_CLOSED, Waiter } from './channel.ts';
import { channelHandle, channelIn, guestChannel } from './channel-handle.ts';
import { describeHandle } from './guest.ts';
import { thisFiber } from './running.ts';
import { Case, selectLater, selectReady } from './select.ts';

const caseHandle: HandleType = { name: 'channel.case', metatable: new LuaTable() };

/** Fuel of one operation. */
const COST = 2;
const LARGEST = 1 << 24;

/** `receive` of a channel by the running fiber, for every channel of the runtime too. */
export function receiveFrom(channel: Channel): Value {
  R.fuel -= COST;
  if (channel.hasValue) return ret2(channel.take(), true);
  if (channel.isClosed) return ret2(undefined, false);
  const fiber = thisFiber();
  fiber.wait = channel.parkReceiver(fiber);
  return wait();
}

function send(channel: Channel, value: Value): Value {
  R.fuel -= COST;
  if (channel.isSource) return raise('send on a channel of the runtime', 1);
  if (channel.isClosed) return raise(SEND_ON_CLOSED, 1);
  if (channel.hasRoom) {
    channel.put(value);
    return true;
  }
  const fiber = thisFiber();
  const waiter = new Waiter('send', fiber, channel, value, null);
  fiber.wait = waiter;
  channel.park(waiter);
  return wait();
}

function notChannel(name: string): Value {
  return raise(`bad argument #1 to '${name}' (channel expected)`, 1);
}

describeHandle(channelHandle, {
  receive: (_, value) => {
    const channel = channelIn(value);
    return channel === undefined ? notChannel('receive') : receiveFrom(channel);
  },
  send: (_, value, item) => {
    const channel = channelIn(value);
    return channel === undefined ? notChannel('send') : send(channel, item);
  },
  close: (_, value) => {
    const channel = channelIn(value);
    if (channel === undefined) return notChannel('close');
    if (channel.isSource) return raise('close of a channel of the runtime', 1);
    channel.close();
    return undefined;
  },
  case_receive: (_, value) => {
    const channel = channelIn(value);
    if (channel === undefined) return notChannel('case_receive');
    return new Userdata(caseHandle, new Case('receive', channel));
  },
  case_send: (_, value, item) => {
    const channel = channelIn(value);
    if (channel === undefined) return notChannel('case_send');
    if (channel.isSource) return raise('send on a channel of the runtime', 1);
    return new Userdata(caseHandle, new Case('send', channel, item));
  },
});
describeHandle(caseHandle, {});

const DEFAULT = property('default');
const OK = property('ok');

function nothingReady(): LuaTable {
  const fields = new Fields();
  fields[DEFAULT] = true;
  fields[OK] = true;
  return new LuaTable(fields);
}

/** A case's live value is a `Case`, and nothing else has this handle. */
function caseIn(value: Value): Case | undefined {
  return value instanceof Userdata && value.handle === caseHandle ? (value.live as Case) : undefined;
}

const select = host('channel.select', (_, given) => {
  if (!(given instanceof LuaTable)) return raise("bad argument #1 to 'select' (table of cases expected)", 1);
  const cases = new Array<Case>(given.length());
  for (let i = 1; i <= cases.length; i++) {
    const one = caseIn(given.get(i));
    if (one === undefined) return raise(`bad argument #1 to 'select' (element ${i} is no case)`, 1);
    cases[i - 1] = one;
  }
  R.fuel -= COST + cases.length;
  const ready = selectReady(cases);
  if (ready !== undefined) return ready;
  if (given.getText('default') === true) return nothingReady();
  // Nothing could ever end that wait; often the cases stand under names.
  if (cases.length === 0)
    return raise("bad argument #1 to 'select' (the list of cases is empty, and there is no default)", 1);
  selectLater(thisFiber(), cases);
  return wait();
});

const make = host('channel.new', (_, size) => {
  if (size === undefined) return guestChannel(new Channel(0));
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > LARGEST) {
    return raise("bad argument #1 to 'new' (size must be a whole number, not negative)", 1);
  }
  return guestChannel(new Channel(size));
});

export const channelModule: LuaTable = library('channel', { new: make, select });
