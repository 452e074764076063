export type { Answered, Answering, StoreStatement } from './answering.ts';
export {
  type Arg,
  arg,
  type Results,
  type Returns,
  readArgument,
  readArguments,
  rest,
  type Values,
  writeResults,
} from './arguments.ts';
export type { Literal } from './choice.ts';
export type { Fields, ListOptions, ObjectOptions } from './composite.ts';
export {
  type AnyHandle,
  defineFeature,
  defineHandle,
  defineModule,
  defineTrait,
  type Feature,
  fn,
  type Module,
  method,
  type ProvidedEntry,
  serve,
} from './define.ts';
export {
  type AnyFunction,
  type Call,
  type Effect,
  type Fails,
  type GuestFunction,
  type GuestMethod,
  type Handle,
  Held,
  type Metamethods,
  type Resume,
  type Serving,
  type Trait,
} from './guest.ts';
export {
  type Actor,
  type Attachment,
  attach,
  type Carried,
  type Context,
  defineCarried,
  type EntryId,
  type Identity,
  type Pid,
  type Scope,
} from './identity.ts';
export type { JsonSchema, JsonValue } from './json-schema.ts';
export {
  type AnyKind,
  type Change,
  defineKind,
  type Entry,
  type Kind,
  type Meta,
  stopValue,
  undeclaredIn,
} from './kind.ts';
export { misfit } from './misfit.ts';
export type { NumberOptions } from './number.ts';
export {
  describe,
  type Path,
  type Problem,
  problemText,
  Reading,
  type ReadingOptions,
  type Reference,
} from './reading.ts';
export {
  type AnySchema,
  type Decoded,
  decode,
  decodeOrThrow,
  hideSecrets,
  type Infer,
  invalid,
  references,
  Schema,
  type Written,
} from './schema.ts';
export { defineService, type Ref, type Service } from './service.ts';
export type { Beat, Source } from './source.ts';
export { t } from './t.ts';
export type { DurationOptions, Target } from './text.ts';
export type {
  ActorOptions,
  Behaviour,
  CallOptions,
  Code,
  Input,
  Limits,
  Outcome,
  Program,
  Self,
  SpawnOptions,
  World,
} from './world.ts';
