/** What reaches durable processes, as bytes in a store. */
import { failure } from '#base';
import type { Value } from '#lua';
import {
  type Exit,
  type Input,
  listed,
  Message,
  notFound,
  readExit,
  readList,
  type Tie,
  writeExit,
  writeList,
} from '#process';
import type { ValueCodec } from './checked-codec.ts';
import { type Decision, readDecision } from './claims.ts';
import type { Bytes } from './store/records.ts';

export type Entering = Input | Tie | Decision;

/** What who wants to be tied to a process is told when that does not live, or has ended so; undefined for what is no such wish. */
export function tieToDead(
  to: string,
  what: Entering,
  exit: Exit = { type: 'failed', error: notFound(`process ${to} not found`) },
) {
  if (what.type !== 'monitor' && what.type !== 'link') return undefined;
  const type = what.type === 'monitor' ? ('exit' as const) : ('link-down' as const);
  return { type, id: 0, from: to, exit } as const;
}

/** Throws a failure for what does not reach a process from outside. */
export function writeInput(codec: ValueCodec, what: Entering): Bytes {
  return codec.encode(writeList(contentOf(what)));
}

function contentOf(what: Entering): readonly Value[] {
  switch (what.type) {
    case 'message':
      return [what.topic, what.count, ...listed(what.count, what.value)];
    case 'exit':
    case 'link-down':
      return writeExit(what.exit);
    case 'cancel':
      return [what.reason, what.wait, what.deadline, what.grace];
    case 'result':
      return [what.operation, ...writeExit(what.outcome)];
    case 'monitor':
    case 'unmonitor':
    case 'link':
    case 'unlink':
    case 'terminate':
      return [];
    default:
      throw failure('Internal', `${what.type} is no input that is stored`);
  }
}

/** Throws a failure for bytes that are none of these. */
export function readInput(codec: ValueCodec, kind: string, from: string, body: Bytes): Entering {
  const content = readList(codec.decode(body));
  switch (kind) {
    case 'message': {
      const [topic, count, ...values] = content;
      const one = Number(count) === 1;
      return new Message(from, String(topic), Number(count), one ? values[0] : values);
    }
    case 'exit':
    case 'link-down':
      return { type: kind, id: 0, from, exit: readExit(content[0], content[1]) };
    case 'cancel': {
      const [reason, wait, deadline, grace] = content;
      return {
        type: kind,
        id: 0,
        from,
        reason: String(reason),
        wait: numberOf(wait),
        deadline: numberOf(deadline),
        grace: numberOf(grace),
      };
    }
    case 'result': {
      const [operation, type, value] = content;
      return { type: kind, id: 0, operation: Number(operation), outcome: readExit(type, value) };
    }
    case 'decided':
      return readDecision(codec, from, body);
    case 'monitor':
    case 'unmonitor':
    case 'link':
    case 'unlink':
    case 'terminate':
      return { type: kind, from };
    default:
      throw failure('Internal', `the store has an input of the unknown kind '${kind}'`);
  }
}

function numberOf(value: Value): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** How a process ended, in its line. */
export function writeEnd(codec: ValueCodec, exit: Exit): Bytes {
  return codec.encode(writeList(writeExit(exit)));
}

export function readEnd(codec: ValueCodec, bytes: Bytes): Exit {
  const [type, value] = readList(codec.decode(bytes));
  return readExit(type, value);
}
