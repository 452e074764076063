/**
 * The control socket of a running node: how the command line and other tools of the same user talk to it.
 *
 *   Ct1  It keeps no program alive, and whatever goes wrong with it is a matter of the log.
 *   Ct2  Who asks is the user whose socket it is: nobody else gets through to it. Every operation asks the policy in that
 *        user's name.
 *   Ct3  While the node ends the socket stays, so that nobody else takes the folder; what is asked then is refused.
 */
import { lstatSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { type Data, failure, type Log } from '#base';
import type { Actor } from '#plugin';
import { emptyContext } from '#process';
import type { RunningNode } from '../node.ts';
import { Connection } from './connection.ts';
import { greet } from './greet.ts';
import type { AnyOperation, ControlCall } from './operation.ts';
import { type Greeting, protocolVersion } from './protocol.ts';
import { leave, listenAt } from './socket-place.ts';
import { userOfSystem } from './system-user.ts';

export interface ControlOptions {
  readonly path: string;
  readonly directory: string;
  readonly program: string;
  readonly since: number;
  /** The process that is run in place of the application. */
  readonly runs?: string | undefined;
  readonly node: RunningNode;
  readonly operations: readonly AnyOperation[];
  readonly log: Log;
}

const MOST_CONNECTIONS = 64;

export class ControlServer {
  readonly #options: ControlOptions;
  readonly #server: Server;
  readonly #greeting: Greeting;
  readonly #operations: ReadonlyMap<string, AnyOperation>;
  readonly #connections = new Set<Connection>();
  readonly #actor: Actor = userOfSystem();
  #ino = 0;
  #refuses: string | undefined;

  private constructor(options: ControlOptions) {
    const { program, since, directory, runs, operations } = options;
    this.#options = options;
    this.#operations = new Map(operations.map((operation) => [operation.name, operation]));
    this.#greeting = { control: protocolVersion, program, pid: process.pid, since, directory, runs };
    this.#server = createServer((socket) =>
      this.#connected(new Connection(socket.unref(), this.#parts()), socket),
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.unref();
  }

  /** Undefined when another node has the socket. Throws `Unavailable`. */
  static async open(options: ControlOptions): Promise<ControlServer | undefined> {
    const made = new ControlServer(options);
    if (await listenAt(made.#server, options.path, isAlive)) {
      made.#ino = lstatSync(options.path).ino;
      made.#server.on('error', (cause) => options.log.warn('the control socket failed', { cause }));
      return made;
    }
    await made.#stop();
    return undefined;
  }

  /** Ct3. */
  refuse(reason: string): void {
    this.#refuses = reason;
    for (const connection of this.#connections) connection.refuse(reason);
  }

  async close(): Promise<void> {
    leave(this.#options.path, this.#ino);
    for (const connection of this.#connections) connection.close();
    await this.#stop();
  }

  #stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #connected(connection: Connection, socket: { once(event: 'close', run: () => void): unknown }): void {
    if (this.#refuses !== undefined) connection.refuse(this.#refuses);
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }

  #parts() {
    return {
      greeting: this.#greeting,
      operations: this.#operations,
      log: this.#options.log,
      around: (request: Pick<ControlCall, 'signal' | 'emit'>) => this.#call(request),
    };
  }

  /** Ct2. */
  #call(request: Pick<ControlCall, 'signal' | 'emit'>): ControlCall {
    const { node } = this.#options;
    const subject = { pid: '', entry: '', context: { ...emptyContext, actor: this.#actor } };
    const isAllowed = (action: string, resource: string, attributes?: Data): boolean => {
      if (node.policy.isOpen) return true;
      const given = typeof attributes === 'object' && attributes !== null ? attributes : {};
      return node.policy.allow(subject, action, resource, { ...given });
    };
    return {
      ...request,
      node,
      actor: this.#actor,
      isAllowed,
      allow: (action, resource, attributes) => {
        if (isAllowed(action, resource, attributes)) return;
        const on = resource === '' ? '' : ` on ${resource}`;
        throw failure('PermissionDenied', `${this.#actor.id} may not do this: ${action}${on}`, {
          retryable: false,
        });
      },
    };
  }
}

/** Nobody who answers in any way is dead, though it were no node. */
async function isAlive(path: string): Promise<boolean> {
  try {
    const greeted = await greet(path);
    greeted?.socket.destroy();
    return greeted !== undefined;
  } catch {
    return true;
  }
}
