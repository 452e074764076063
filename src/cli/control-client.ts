/**
 * The node that runs in this folder, for commands: asked over its control socket.
 *
 *   Cc1  A node of another protocol is told apart before anything is asked.
 *   Cc2  Who waits for an answer is told when the node goes, and when nothing comes for long.
 */
import { type Data, type Failure, failure, failureFromData } from '#base';
import {
  type Answer,
  type Answering,
  encodeLine,
  findNode,
  type Greeted,
  type Greeting,
  protocolVersion,
  readAnswer,
} from '#runtime';
import { nodeText } from './node-text.ts';

/** Milliseconds without a word from the node; it may have to ask whoever runs the entries (30 s). */
const PATIENCE = 60_000;

interface Waiting {
  readonly event: (event: Data) => void;
  readonly resolve: (result: Data) => void;
  readonly reject: (failure: Failure) => void;
}

export class ControlClient implements Answering {
  readonly greeting: Greeting;
  readonly #greeted: Greeted;
  readonly #waiting = new Map<number, Waiting>();
  /** Requests whose answer may take any time. */
  readonly #patient = new Set<number>();
  #last = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(greeted: Greeted) {
    const { greeting, socket, lines } = greeted;
    this.greeting = greeting;
    this.#greeted = greeted;
    socket.on('data', (chunk: Buffer) => {
      const found = lines.push(chunk);
      if (found === undefined) this.#end(failure('Internal', 'the node answers more than can be read'));
      else for (const line of found) this.#answered(readAnswer(line));
    });
    socket.on('close', () => {
      this.#end(failure('Unavailable', `the node ended (${nodeText(greeting)})`, { retryable: true }));
    });
    socket.resume();
  }

  /** Undefined when no node runs there. `program` is the version of this one. Throws `Unavailable` (Cc1). */
  static async find(directory: string, program: string): Promise<ControlClient | undefined> {
    const greeted = await findNode(directory);
    if (greeted === undefined) return undefined;
    const { greeting, socket } = greeted;
    if (greeting.control === protocolVersion) return new ControlClient(greeted);
    socket.destroy();
    const message =
      `the node (${nodeText(greeting)}) is of wippy ${greeting.program} and is asked in another way than this program knows, ` +
      `which is wippy ${program}; use the program that started it, or start it again with this one`;
    throw failure('Unavailable', message, { retryable: false });
  }

  /** Throws the failure that the node tells. Events come before it resolves. `isPatient`: the answer may take any time. */
  call(
    op: string,
    input: Data = {},
    event: (event: Data) => void = () => {},
    isPatient = false,
  ): Promise<Data> {
    const id = ++this.#last;
    if (isPatient) this.#patient.add(id);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { event, resolve, reject });
      this.#greeted.socket.write(encodeLine({ id, op, input }));
      this.#expect();
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#greeted.socket.removeAllListeners('close').destroy();
  }

  #answered(answer: Answer): void {
    this.#expect();
    const waiting = answer.id === null ? undefined : this.#waiting.get(answer.id);
    if ('event' in answer) {
      waiting?.event(answer.event);
      return;
    }
    if (answer.id !== null) {
      this.#waiting.delete(answer.id);
      this.#patient.delete(answer.id);
    }
    if ('result' in answer) waiting?.resolve(answer.result);
    else if (waiting !== undefined) waiting.reject(failureFromData(answer.failure));
    else this.#end(failureFromData(answer.failure));
  }

  /** Cc2. */
  #expect(): void {
    clearTimeout(this.#timer);
    if (this.#patient.size > 0) return;
    this.#timer = setTimeout(() => {
      const message = `the node did not answer within ${PATIENCE / 1000} s (${nodeText(this.greeting)})`;
      this.#end(failure('Timeout', message, { retryable: true }));
      this.close();
    }, PATIENCE);
  }

  #end(reason: Failure): void {
    clearTimeout(this.#timer);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(reason);
  }
}
