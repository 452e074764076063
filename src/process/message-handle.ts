/** Messages as guests hold them: `topic()`, `from()`, `payload()`. */
import { raise, tableOf, type Value } from '#lua';
import { describeHandle } from './guest.ts';
import { type Message, messageHandle, messageIn } from './message.ts';
import { wrapped } from './payload-value.ts';

function of(read: (message: Message) => Value) {
  return (_: unknown, value: Value) => {
    const message = messageIn(value);
    return message === undefined ? raise('bad self (message expected)', 1) : read(message);
  };
}

describeHandle(
  messageHandle,
  {
    topic: of((message) => message.topic),
    from: of((message) => message.from),
    payload: of(({ count, value }) => {
      if (count === 1) return wrapped(value);
      if (count === 0) return wrapped(undefined);
      return tableOf((value as Value[]).map(wrapped)); // several values are always a list
    }),
  },
  { __tostring: of((message) => `message{topic=${message.topic}, from=${message.from}}`) },
);
