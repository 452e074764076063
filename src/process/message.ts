/**
 * What reaches a process. Every input has an id, given at the door (input.ts) in the order of arrival; what a process
 * does follows from its state and the order of its inputs (P2).
 */
import {
  defineState,
  type Fields,
  type HandleType,
  LuaTable,
  NO_FIELDS,
  parts,
  tableOf,
  Userdata,
  type Value,
} from '#lua';
import type { Channel } from './channel.ts';
import type { Exit } from './exit.ts';
import { dataOf, type Payload, payloadIn } from './payload-value.ts';

/** The metatable is filled by the process module. */
export const messageHandle: HandleType = { name: 'message', metatable: new LuaTable() };

/**
 * A message of another process, its values copied for the receiver: the value by which guests hold it, too.
 *
 * It is a userdata by its prototype and not by `extends`: V8 does not inline constructors that call `super` (measured:
 * 65 ns a message against 26).
 */
export class Message implements Userdata {
  readonly s: Fields;
  id = 0;
  /** The sender's pid, '' when nobody in particular sent it. */
  from: string;
  topic: string;
  /** How many values were sent. */
  count: number;
  /** The value when it is one, otherwise the list of values. */
  value: Value;

  constructor(from: string, topic: string, count: number, value: Value) {
    this.s = messageHandle.methods ?? NO_FIELDS;
    this.from = from;
    this.topic = topic;
    this.count = count;
    this.value = value;
  }

  get type(): 'message' {
    return 'message';
  }

  get handle(): HandleType {
    return messageHandle;
  }

  get live(): undefined {
    return undefined;
  }
}
Object.setPrototypeOf(Message.prototype, Userdata.prototype);

defineState({
  name: 'message/1',
  type: Message,
  changes: 'never',
  save: ({ id, from, topic, count, value }): Value[] => [id, from, topic, count, value],
  make: () => new Message('', '', 0, undefined),
  fill(message, [id, from, topic, count, value]) {
    message.id = parts.number(id);
    message.from = parts.text(from);
    message.topic = parts.text(topic);
    message.count = parts.number(count);
    message.value = message.count === 1 ? value : parts.of(Array<Value>, value);
  },
});

export type Input =
  | Message
  /** A watched process has ended. */
  | { readonly type: 'exit'; id: number; readonly from: string; readonly exit: Exit }
  /** A linked process has ended, not in the normal way. */
  | { readonly type: 'link-down'; id: number; readonly from: string; readonly exit: Exit }
  /** Somebody asks to end; when `wait` milliseconds have passed it is done by force. */
  | {
      readonly type: 'cancel';
      id: number;
      readonly from: string;
      readonly reason: string;
      readonly wait: number | undefined;
      /** The same as an instant, in milliseconds since 1970. */
      readonly deadline: number | undefined;
      /** Milliseconds after which it is done by force to a process that never asked for its events (In5). */
      readonly grace?: number | undefined;
    }
  /** The code that runs, or something it imports, has a newer version. */
  | { readonly type: 'outdated'; id: number; readonly sources: readonly string[] }
  /** A timer is due or an event of the bus has come: something for a channel of this process. */
  | { readonly type: 'offer'; id: number; readonly channel: Channel; readonly value: Value }
  /** A pending operation has come to its end. */
  | { readonly type: 'result'; id: number; readonly operation: number; readonly outcome: Exit };

/** What a plain listener gets: the value without its envelope, or the list of the values. */
export function rawValue(message: Message): Value {
  if (message.count === 1) return bare(message.value);
  if (message.count === 0) return undefined;
  return tableOf((message.value as Value[]).map(bare)); // several values are always a list
}

/** The value without its envelope. */
export function bare(value: Value): Value {
  const payload = typeof value === 'object' ? payloadIn(value) : undefined;
  return payload === undefined ? value : readable(payload);
}

/** What is no text of its format arrives as the text it is. */
function readable(payload: Payload): Value {
  try {
    return dataOf(payload);
  } catch {
    return payload.value;
  }
}
