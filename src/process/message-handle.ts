/** Messages as guests hold them: `topic()`, `from()`, `payload()`. */
import { raise, tableOf, type Value } from '#lua';
import { describeHandle } from './guest.ts';
import { Message, messageHandle } from './message.ts';
import { wrapped } from './payload-value.ts';

function notMessage(): Value {
  return raise('bad self (message expected)', 1);
}

function payload({ count, value }: Message): Value {
  if (count === 1) return wrapped(value);
  if (count === 0) return wrapped(undefined);
  return tableOf((value as Value[]).map(wrapped)); // several values are always a list
}

// Each method is written out, so that V8 sees what it calls.
describeHandle(
  messageHandle,
  {
    topic: (_, value) => (value instanceof Message ? value.topic : notMessage()),
    from: (_, value) => (value instanceof Message ? value.from : notMessage()),
    payload: (_, value) => (value instanceof Message ? payload(value) : notMessage()),
  },
  {
    __tostring: (_, value) =>
      value instanceof Message ? `message{topic=${value.topic}, from=${value.from}}` : notMessage(),
  },
);
