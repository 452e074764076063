/** What a node does for whoever asks at its control socket: operations, defined like functions of a module. */
import type { Data } from '#base';
import type { Actor, AnySchema, Schema } from '#plugin';
import type { RunningNode } from '../node.ts';

/** All that an operation may know of who asks. */
export interface ControlCall {
  readonly node: RunningNode;
  /** The user of the operating system whose socket it is: `os:ann`. */
  readonly actor: Actor;
  /** The request was taken back, who asked has gone, or the node ends. */
  readonly signal: AbortSignal;
  /** Tells something before the result. Resolves when there is room for more; whoever tells much waits for it. */
  emit(event: Data): Promise<void>;
  /** Throws `PermissionDenied`. */
  allow(action: string, resource: string, attributes?: Data): void;
  isAllowed(action: string, resource: string, attributes?: Data): boolean;
}

export interface Operation<I> {
  /** `registry.apply`. */
  readonly name: string;
  readonly summary: string;
  readonly input: Schema<I, never>;
  /** Throws a failure, which is told as it is; anything else is a bug. */
  run(input: I, call: ControlCall): Data | Promise<Data>;
}

export interface AnyOperation {
  readonly name: string;
  readonly summary: string;
  readonly input: AnySchema;
  /** Given what its own schema has read. */
  run(input: never, call: ControlCall): Data | Promise<Data>;
}

export function defineOperation<I>(operation: Operation<I>): AnyOperation {
  return operation;
}
