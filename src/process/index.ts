/** Processes: one scheduler and all that processes do, and the nodes that schedulers make together. */

export { ACTOR, SCOPE } from './builder.ts';
export { guestChannel } from './channel-handle.ts';
export { channelModule } from './channel-module.ts';
export { Codec } from './codec.ts';
export { type Context, emptyContext, merged, under, withValues } from './context.ts';
export { type Crossing, type CrossingHandle, copyValue } from './copy.ts';
export { coroutineSpawn } from './coroutine-spawn.ts';
export { ctxModule } from './ctx-module.ts';
export {
  DUMP_FORMAT,
  DUMP_VERSION,
  type DumpedCoroutine,
  type DumpedFrame,
  type PostMortem,
  type ProcessDump,
  type ProcessView,
  shownValue,
  viewOf,
} from './dump.ts';
export type { Arriving, DurableGate, Received } from './durable-gate.ts';
export {
  ErrorValue,
  errorFrom,
  errorFromFailure,
  errorHandle,
  errorIn,
  failureFromError,
  guestError,
  notFound,
  timeoutError,
} from './error-value.ts';
export { errorsModule } from './errors-module.ts';
export type { EventFilter } from './event-bus.ts';
export { eventKinds } from './event-table.ts';
export { eventGlobals, eventsModule } from './events-module.ts';
export { type AbnormalExit, type Exit, isFault, isNormal, TERMINATED, terminated } from './exit.ts';
export { funcsModule } from './funcs-module.ts';
export { kernelHandles } from './guest.ts';
export {
  between,
  bucketOf,
  edgeOf,
  type HealthCounts,
  merged as mergedHealth,
  percentile,
} from './health.ts';
export { type HandOver, type HeavyWork, heavyWork } from './heavy-work.ts';
export type { HostSettings } from './hosts.ts';
export { accept } from './input.ts';
export { beginning, Instance, programOf } from './instance.ts';
export { durablePid, hostOf, isDurable, type Keeper, type StoreAnswering, type Tie } from './keeping.ts';
export { limitsOf } from './limits.ts';
export { asText, fromData, toData } from './lua-data.ts';
export { type Input, Message } from './message.ts';
export { ModuleAdapter } from './module-adapter.ts';
export { taken } from './names.ts';
export {
  type ActorOptions,
  type CallOptions,
  Node,
  type NodeOptions,
  type RunningCall,
  type StartOptions,
} from './node.ts';
export { mailboxFull, tied } from './outbox.ts';
export { payloadModule } from './payload-module.ts';
export { payloadHandle } from './payload-value.ts';
export { awaitAnswer, isExec, type Operation } from './pending.ts';
export { incarnationOf, isPid, parsePid } from './pid.ts';
export { added, Pids } from './pids.ts';
export { openPolicy, type Policy, type Subject } from './policy.ts';
export { type BusEvent, IDLE, type Outbox, type Owned, Process, type SpawnRequest } from './process.ts';
export type { ProcessInfo, ProcessState } from './process-info.ts';
export { processModule } from './process-module.ts';
export {
  type MovedProgram,
  refillProcess,
  restoreProcess,
  type Saving,
  saveProcess,
} from './process-snapshot.ts';
export type { Callable, CallDefaults, Pool, Program, Programs, Retry, View } from './program.ts';
export { AT_ONCE, nextMoment, storedMoment } from './resting.ts';
export type { KnownHandles } from './restoring.ts';
export { type Resumer, resumeOperations } from './resume-operations.ts';
export { running, thisFiber } from './running.ts';
export type { Shard } from './shard.ts';
export { copied, copies, withCopies } from './spawner.ts';
export type { Surroundings, Use } from './surroundings.ts';
export type { Alarm } from './timers.ts';
export {
  listed,
  readContext,
  readExit,
  readList,
  readSpawn,
  writeContext,
  writeExit,
  writeList,
  writeSpawn,
} from './traffic.ts';
export type { WorkflowInfo } from './workflow-info.ts';
export { workflowModule } from './workflow-module.ts';
