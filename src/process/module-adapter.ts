/**
 * Makes guest modules of what features define: frozen tables of host functions.
 *
 *   Ad1  Arguments are read by their schemas; a wrong one is an `Invalid` failure and never reaches the function. Where the
 *        definition says what stands for the result then (`misfit`), the guest gets that.
 *   Ad2  A failure becomes what the definition says: `nil, err`, `false, err`, `err`, or a raised error. Anything else
 *        that is thrown is a bug: the guest gets `Internal`, and the log has the cause.
 *   Ad3  While a promise is open the coroutine waits for a pending operation (P3), and its result comes in by the
 *        process's door (P2). When the process ends before, the call's signal aborts. Heavy work is done by a
 *        service thread (heavy-work.ts).
 *   Ad4  Success gives the results alone, without a nil for the error.
 */
import { readFileSync } from 'node:fs';
import { encodeUtf8, toFailure } from '#base';
import {
  type Code,
  DONE,
  type EnvironmentShape,
  type Fn,
  FROZEN,
  host,
  LuaTable,
  library,
  R,
  raise,
  retN,
  run,
  Task,
  Unit,
  type Value,
  wait,
} from '#lua';
import {
  type Answered,
  type AnyFunction,
  type AnyHandle,
  type Arg,
  type Held,
  type Module,
  misfit,
  readArgument,
  Schema,
  writeResults,
} from '#plugin';
import { givenTo, isNoticed, isOutside, isSimple, readGiven } from './call-form.ts';
import type { CrossingHandle } from './copy.ts';
import { type ErrorValue, errorFromFailure } from './error-value.ts';
import type { Exit } from './exit.ts';
import { frozen } from './frozen.ts';
import { GuestCall } from './guest-call.ts';
import { readGuest, writeGuest } from './guest-value.ts';
import { type FeatureHandle, HandleTypes, ofHandle } from './handle-types.ts';
import { type HandOver, heavyWork } from './heavy-work.ts';
import { accept } from './input.ts';
import { type Keeper, whenCommitted } from './keeping.ts';
import { fromData } from './lua-data.ts';
import { metamethods } from './metamethods.ts';
import { isLater, Nap } from './nap.ts';
import { begin, type Operation } from './pending.ts';
import type { Process } from './process.ts';
import { failed, Results } from './results.ts';
import { self, thisFiber } from './running.ts';
import { shown } from './shown-arguments.ts';
import { here, type Surroundings } from './surroundings.ts';

/** Fuel of a call, above what it spends itself. */
const COST = 8;
/** Calls with so many bytes of arguments are watched, and logged when they take more milliseconds. */
const LARGE = 65_536;
/** Texts that are shorter cost no fuel of their own. */
const SHORT = 64;
const LONG_CALL = 10;
/** Fuel for a prelude, which only defines functions. */
const PRELUDE_FUEL = 1_000_000;

/** A definition with a name that says where it belongs. */
interface Named {
  readonly module: string;
  readonly name: string;
  readonly definition: AnyFunction;
  /** Of a method: what it is called on. */
  readonly handle?: AnyHandle;
}

export class ModuleAdapter {
  /** All functions and methods that were made, by their paths. */
  readonly #named = new Map<string, Named>();
  /** The guest's types of the handles. */
  readonly types = new HandleTypes((type, handle) => this.#describe(type, handle));
  readonly #preludeGlobals: EnvironmentShape;
  readonly #handOver: HandOver | undefined;

  /** `preludeGlobals`: what the Lua parts of modules see. Without `handOver` heavy work is done at once, here. */
  constructor(preludeGlobals: EnvironmentShape, handOver?: HandOver) {
    this.#preludeGlobals = preludeGlobals;
    this.#handOver = handOver;
  }

  /** The module as guests get it. */
  module(definition: Module, path = definition.name): LuaTable {
    const table = new LuaTable();
    for (const [name, value] of Object.entries(definition.constants ?? {})) {
      table.setField(name, frozen(fromData(value, { text: encodeUtf8 })));
    }
    for (const [name, held] of Object.entries(definition.values ?? {}))
      table.setField(name, this.userdata(held));
    for (const [name, one] of Object.entries(definition.functions)) {
      table.setField(name, this.#function({ module: path, name, definition: one }));
    }
    for (const inner of definition.modules ?? []) {
      table.setField(inner.name, this.module(inner, `${path}.${inner.name}`));
    }
    const complete =
      definition.prelude === undefined ? table : this.#prelude(definition.prelude, path, table);
    complete.mark = FROZEN;
    return complete;
  }

  /** The handles of these whose values cross between processes, for the node's codec. */
  crossing(handles: Iterable<AnyHandle>): CrossingHandle[] {
    return Array.from(handles, (handle) => this.types.typeOf(handle)).filter(
      (type): type is FeatureHandle & CrossingHandle => type.crossing !== undefined,
    );
  }

  /** The guest's value of a held one. */
  userdata(held: Held): Value {
    return this.types.userdata(held);
  }

  #prelude(file: URL, name: string, table: LuaTable): LuaTable {
    const unit = new Unit(readFileSync(file, 'latin1'), `${name}.lua`);
    const task = new Task(unit.load(this.#preludeGlobals.make()), [table]);
    R.fuel = PRELUDE_FUEL;
    const [made] = run(task, undefined) === DONE ? task.values : [];
    if (!(made instanceof LuaTable)) throw new Error(`the prelude of ${name} failed: ${String(task.error)}`);
    return made;
  }

  #function(named: Named): Fn {
    const path = `${named.module}.${named.name}`;
    this.#named.set(path, named);
    const [first] = named.definition.args;
    const made = host(
      path,
      isSimple(named.definition, 1) && first !== undefined
        ? this.#ofOne(named, first)
        : (_, ...given) => this.#invoke(named, given, none),
    );
    return named.definition.shows === true ? shown(made) : made;
  }

  /** Calls the definition; for methods `held` is what they are called on, and `before` its live value. */
  #invoke(named: Named, given: Value[], before: readonly unknown[], held?: Held): Value {
    R.fuel -= COST;
    const { definition } = named;
    try {
      const bytes = bytesIn(given);
      if (bytes >= LARGE) return this.#large(named, given, before, held, bytes);
      R.fuel -= bytes >> 6;
      return this.#call(named, given, before, held);
    } catch (thrown) {
      return failed(definition, this.#failure(named, thrown));
    }
  }

  /** The code of a function of one argument, which is read without lists. */
  #ofOne(named: Named, arg: Arg): Code {
    const args = [arg] as const;
    const call = (value: Value) => this.#callOne(named, args, value);
    const invoke = (given: Value[]) => this.#invoke(named, given, none);
    return function (_, value) {
      // biome-ignore lint/complexity/noArguments: counting them so makes no array
      if (arguments.length === 2 && !(typeof value === 'string' && value.length >= SHORT)) return call(value);
      // biome-ignore lint/complexity/noArguments: as above
      return invoke(Array.prototype.slice.call(arguments, 1));
    };
  }

  #callOne(named: Named, args: readonly [Arg], value: Value): Value {
    const { definition } = named;
    const process = self();
    if (process.keeper !== null && isOutside(named, [value])) return this.#invoke(named, [value], none);
    R.fuel -= COST;
    try {
      const read = readArgument(args, args[0].schema.isRaw ? value : readGuest(value));
      const call = new GuestCall(process, here(), this.types);
      // Its schema has read the argument.
      const result = (definition.run as Run)(read, call);
      if (isLater(result)) return this.#await(named, [value], result, call);
      return this.#results(definition, result);
    } catch (thrown) {
      return failed(definition, this.#failure(named, thrown));
    }
  }

  /** The code of a method without arguments; those that are given all the same are not looked at. */
  #callNone(named: Named, owner: Value, held: Held): Value {
    const { definition } = named;
    const process = self();
    if (process.keeper !== null && isOutside(named, [held.live]))
      return this.#invoke(named, [], [held.live], held);
    R.fuel -= COST;
    try {
      const call = new GuestCall(process, here(), this.types);
      const result = (definition.run as Run)(held.live, call);
      if (isLater(result)) return this.#await(named, [owner], result, call);
      return this.#results(definition, result);
    } catch (thrown) {
      return failed(definition, this.#failure(named, thrown));
    }
  }

  /** A call with much to look at is watched. */
  #large(
    named: Named,
    given: Value[],
    before: readonly unknown[],
    held: Held | undefined,
    bytes: number,
  ): Value {
    R.fuel -= bytes >> 6;
    const { clock, log } = here();
    const began = clock.monotonic();
    const result = this.#call(named, given, before, held);
    const took = Math.round(clock.monotonic() - began);
    if (took > LONG_CALL) {
      const { module, name } = named;
      log.warn(`${module}.${name} took ${took} ms`, { entry: self().entry, bytes });
    }
    return result;
  }

  #call(named: Named, given: Value[], before: readonly unknown[], held: Held | undefined): Value {
    const { definition } = named;
    const process = self();
    if (process.keeper !== null && isOutside(named, [...before, ...given]))
      return this.#later(
        process.keeper,
        process,
        named,
        held === undefined ? given : [this.userdata(held), ...given],
      );
    const call = new GuestCall(process, here(), this.types);
    const result = this.#run(named, given, before, held, call);
    if (isLater(result)) {
      const all = held === undefined ? given : [this.userdata(held), ...given];
      return this.#await(named, all, result, call);
    }
    return this.#results(definition, result);
  }

  #results(definition: AnyFunction, result: unknown): Value {
    const { returns } = definition;
    // `run` was checked by its type to return what the schema writes.
    if (returns instanceof Schema) return paid(writeGuest(returns.write(result as never), this.types));
    return retN(this.#write(definition, result).map(paid));
  }

  /** What the function returns: done here, or by a service thread when it is heavy. */
  #run(
    named: Named,
    given: readonly Value[],
    before: readonly unknown[],
    held: Held | undefined,
    call: GuestCall,
  ): unknown {
    const { definition } = named;
    let read: readonly unknown[];
    try {
      read = readGiven(definition, given);
    } catch (thrown) {
      return misfit(definition, thrown, before, call);
    }
    if (this.#handOver !== undefined && definition.heavy !== undefined) {
      const work = heavyWork(named, read, held);
      if (work !== undefined) return this.#handOver(work, call.signal);
    }
    // Its schemas have read the arguments, which is all that the type of `run` asks for.
    return applied(definition.run as Run, before, read, call);
  }

  #write({ returns }: AnyFunction, result: unknown): Value[] {
    return writeResults(returns, result).map((value) => writeGuest(value, this.types));
  }

  /** `given` begins with the value that a method is called on. */
  #await(named: Named, given: Value[], promise: Promise<unknown>, call: GuestCall): Value {
    const process = self();
    const operation = this.#begin(process, named, given, call.sleepsUntil);
    this.#follow(process, operation.id, named, promise, call);
    return wait();
  }

  #begin(
    process: Process,
    { definition, module, name }: Named,
    given: Value[],
    deadline?: number,
  ): Operation {
    const fiber = thisFiber();
    const facts = { module, function: name, arguments: given, deadline };
    const operation = begin(process, facts, new Results(fiber, definition.fails ?? 'nil, err'));
    fiber.wait = operation;
    return operation;
  }

  /** The world would notice the call, so that of a durable process begins when all that led to it is committed. */
  #later(keeper: Keeper, process: Process, named: Named, given: Value[]): Value {
    const around = here();
    const operation = this.#begin(process, named, given);
    whenCommitted(keeper, process, operation, () => this.#work(process, around, operation, named));
    return wait();
  }

  /**
   * Works again on an operation of a restored process. False when nobody here can: it is none of a feature's function,
   * or its definition says that the call is not to be made again.
   */
  resume(process: Process, around: Surroundings, operation: Operation): boolean {
    const named = this.#named.get(`${operation.module}.${operation.function}`);
    if (named === undefined) return false;
    const { resume, effect } = named.definition;
    const way = resume ?? (effect === 'external' ? 'fail' : 'repeat');
    if (way === 'fail') return false;
    this.#work(process, around, operation, named, way === 'find');
    return true;
  }

  isHarmless(operation: Operation): boolean {
    const named = this.#named.get(`${operation.module}.${operation.function}`);
    return (
      named !== undefined &&
      (named.definition.effect !== 'external' ||
        named.definition.isRead?.(...givenTo(named, operation)) === true)
    );
  }

  /** A durable step need not end for it (D9): what only reads, and what is done to a value that lives within the step. */
  isWithin(operation: Operation): boolean {
    const named = this.#named.get(`${operation.module}.${operation.function}`);
    return (
      named !== undefined && operation.deadline === undefined && !isNoticed(named, givenTo(named, operation))
    );
  }

  /** Makes the call of an operation. */
  #work(process: Process, around: Surroundings, operation: Operation, named: Named, isAgain = false): void {
    const call = new GuestCall(process, around, this.types);
    call.isAgain = isAgain;
    call.pending = { operation: operation.id, exitOf: (answered) => this.#exitOf(named, answered) };
    call.sleepsUntil = operation.deadline;
    let result: Promise<unknown>;
    try {
      const given = [...operation.arguments];
      const held = named.handle === undefined ? undefined : ofHandle(named.handle, given.shift());
      const before = named.handle === undefined ? [] : [held?.live];
      const made = this.#run(named, given, before, held, call);
      result = isLater(made) ? made : Promise.resolve(made);
    } catch (thrown) {
      result = Promise.reject(thrown);
    }
    this.#follow(process, operation.id, named, result, call);
  }

  #follow(process: Process, id: number, named: Named, promise: Promise<unknown>, call: GuestCall): void {
    const { definition } = named;
    const { returns } = definition;
    if (promise instanceof Nap && Array.isArray(returns) && returns.length === 0 && !call.isWatching) {
      promise.ends(id);
      return;
    }
    const { log } = here();
    promise
      .then((result) => {
        call.settled();
        return this.#write(definition, result);
      })
      .then(
        (value): Exit => ({ type: 'normal', value }),
        (thrown): Exit => {
          call.settled();
          return { type: 'failed', error: this.#failure(named, thrown, log) };
        },
      )
      .then((outcome) => {
        if (!call.isAnswered) accept(process, { type: 'result', id: 0, operation: id, outcome });
      });
  }

  /** As it is stored: the only result of the function. */
  #exitOf(named: Named, answered: Answered): Exit {
    return answered.type === 'result'
      ? { type: 'normal', value: this.#write(named.definition, answered.value)[0] }
      : { type: 'failed', error: this.#failure(named, answered.thrown) };
  }

  #failure({ module, name }: Named, thrown: unknown, log = here().log): ErrorValue {
    const failure = toFailure(thrown);
    // What was no failure when it was thrown is a bug of the function.
    if (failure !== thrown && failure.kind === 'Internal')
      log.error(`${module}.${name} failed`, { error: failure });
    return errorFromFailure(failure);
  }

  #describe(type: FeatureHandle, handle: AnyHandle): void {
    const { metatable } = type;
    const methods: Record<string, Fn> = {};
    for (const [name, definition] of Object.entries(handle.methods)) {
      methods[name] = this.#method(handle, { module: handle.name, name, definition });
    }
    const table = library(handle.name, methods);
    type.methods = table.s;
    metatable.setField('__name', handle.name);
    metatable.setField('__metatable', handle.name);
    metatable.setField('__index', this.#index(handle, table));
    const method = (name: string, definition: AnyFunction) =>
      this.#method(handle, { module: handle.name, name, definition });
    for (const [name, code] of Object.entries(metamethods(handle, method))) {
      metatable.setField(name, host(`${handle.name}.${name}`, code));
    }
    metatable.mark = FROZEN;
  }

  #method(handle: AnyHandle, described: Named): Fn {
    const named = { ...described, handle };
    const path = `${named.module}.${named.name}`;
    this.#named.set(path, named);
    if (isSimple(named.definition, 0))
      return host(path, (_, owner) => {
        const held = ofHandle(handle, owner);
        return held === undefined ? badSelf(named, handle) : this.#callNone(named, owner, held);
      });
    return host(path, (_, owner, ...given) => {
      const held = ofHandle(handle, owner);
      return held === undefined ? badSelf(named, handle) : this.#invoke(named, given, [held.live], held);
    });
  }

  /** The methods, then those whose names are known at run time, then other fields. */
  #index(handle: AnyHandle, methods: LuaTable): Value {
    const { method, meta } = handle;
    if (method === undefined && meta?.index === undefined) return methods;
    const late = new Map<AnyFunction, Fn>();
    return host(`${handle.name}.__index`, (_, owner, key) => {
      const held = ofHandle(handle, owner);
      const known = typeof key === 'string' ? methods.getText(key) : undefined;
      if (known !== undefined || held === undefined) return known;
      const found = typeof key === 'string' ? method?.(held.live, key) : undefined;
      if (found === undefined)
        return writeGuest(meta?.index?.(held.live, readGuest(key) as string), this.types);
      let made = late.get(found);
      if (made === undefined) {
        made = this.#method(handle, { module: handle.name, name: String(key), definition: found });
        late.set(found, made);
      }
      return made;
    });
  }
}

type Run = (...all: unknown[]) => unknown;

const none: readonly unknown[] = [];

function badSelf({ name }: Named, handle: AnyHandle): Value {
  return raise(`bad self to '${name}' (${handle.name} expected)`, 1);
}

/** Most functions take few arguments, and need no list of them. */
function applied(run: Run, before: readonly unknown[], read: readonly unknown[], call: GuestCall): unknown {
  if (read.length === 0) return before.length === 0 ? run(call) : run(before[0], call);
  if (read.length === 1) return before.length === 0 ? run(read[0], call) : run(before[0], read[0], call);
  return run(...before, ...read, call);
}

/** The bytes of the texts among the arguments. */
function bytesIn(given: readonly Value[]): number {
  let bytes = 0;
  for (const value of given) if (typeof value === 'string') bytes += value.length;
  return bytes;
}

/** A text that a function gives costs fuel for its bytes. */
function paid(value: Value): Value {
  if (typeof value === 'string') R.fuel -= value.length >> 6;
  return value;
}
