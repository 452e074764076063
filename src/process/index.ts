/** Processes: one scheduler and all that processes do, and the nodes that schedulers make together. */
export { Codec } from './codec.ts';
export { type Context, emptyContext, merged } from './context.ts';
export { type Crossing, type CrossingHandle, copyValue } from './copy.ts';
export {
  ErrorValue,
  errorFrom,
  errorFromFailure,
  errorHandle,
  errorIn,
  failureFromError,
  guestError,
} from './error-value.ts';
export type { EventFilter } from './event-bus.ts';
export { eventKinds } from './event-table.ts';
export { type Exit, isNormal } from './exit.ts';
export type { HostSettings } from './hosts.ts';
export { asText, fromData, toData } from './lua-data.ts';
export {
  type ActorOptions,
  type CallOptions,
  Node,
  type NodeOptions,
  type RunningCall,
  type StartOptions,
} from './node.ts';
export { openPolicy, type Policy, type Subject } from './policy.ts';
export type { BusEvent, Owned } from './process.ts';
export type { ProcessInfo, ProcessState } from './process-info.ts';
export type { Callable, CallDefaults, Pool, Program, Programs, Retry, View } from './program.ts';
