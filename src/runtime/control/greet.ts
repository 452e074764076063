/** Finds out who is at a control socket, and leaves the connection to whoever wants to go on talking. */
import { connect, type Socket } from 'node:net';
import { failure } from '#base';
import { LineReader } from './line-reader.ts';
import { type Greeting, LONGEST_ANSWER, readGreeting } from './protocol.ts';

export interface Greeted {
  readonly greeting: Greeting;
  /** Paused; what comes next is the answers to requests. */
  readonly socket: Socket;
  readonly lines: LineReader;
}

/** A node that is busy answers late, but it answers. */
const PATIENCE = 5000;

/**
 * Undefined when nobody is there: no socket, or that of a node that died. Throws `Timeout` when somebody is and says nothing,
 * `PermissionDenied` when it is another user's.
 */
export function greet(path: string, patience = PATIENCE): Promise<Greeted | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const lines = new LineReader(LONGEST_ANSWER);
    const end = (isWanted: boolean) => {
      clearTimeout(timer);
      socket.off('error', onError).off('close', onClose).off('data', onData);
      // Whatever comes before somebody else listens.
      socket.on('error', () => {});
      if (!isWanted) socket.destroy();
    };
    const refuse = (reason: unknown) => {
      end(false);
      reject(reason);
    };
    const onError = (cause: Error) => {
      const code = 'code' in cause ? cause.code : undefined;
      if (code === 'EACCES' || code === 'EPERM') {
        refuse(
          failure('PermissionDenied', `the node at ${path} belongs to another user`, { retryable: false }),
        );
      } else onClose();
    };
    // Nobody, or a node that is just ending.
    const onClose = () => {
      end(false);
      resolve(undefined);
    };
    const onData = (chunk: Buffer) => {
      const [line] = lines.push(chunk) ?? [''];
      if (line === undefined) return;
      try {
        const greeting = readGreeting(line);
        socket.pause();
        end(true);
        resolve({ greeting, socket, lines });
      } catch (thrown) {
        refuse(thrown);
      }
    };
    const timer = setTimeout(() => {
      const message = `the node at ${path} did not answer within ${patience / 1000} s`;
      refuse(failure('Timeout', message, { retryable: true }));
    }, patience);
    socket.on('error', onError).on('close', onClose).on('data', onData);
  });
}
