/**
 * What the ids of entries mean to processes: programs to spawn and functions to call.
 *
 * Hot: every call of a function asks here, so an entry that did not change gives the same object again.
 */
import { type FunctionFacts, functionService } from '#features/functions';
import { processCode } from '#features/processes';
import type { EntryId, Identity } from '#plugin';
import type { Callable, Program, Programs } from '#process';
import type { LiveEntries } from './live-entries.ts';
import { LuaProgram } from './program.ts';

export class EntryPrograms implements Programs {
  #entries: LiveEntries | undefined;
  readonly #callables = new WeakMap<object, Callable>();

  /** Joins the two that need each other. */
  join(entries: LiveEntries): void {
    this.#entries = entries;
  }

  process(id: EntryId, view: string): Program | undefined {
    return luaProgram(this.#entries?.peek(processCode, id, view)?.program());
  }

  /** The code of an entry that is in force, whatever runs it. */
  program(id: EntryId): Program | undefined {
    return this.process(id, '') ?? this.function(id, '')?.program;
  }

  identity(id: EntryId, view: string): Identity | undefined {
    return this.#entries?.peek(processCode, id, view)?.identity();
  }

  function(id: EntryId, view: string): Callable | undefined {
    const found = this.#entries?.peek(functionService, id, view);
    if (found !== undefined) return this.#callable(found.facts());
    const program = this.process(id, view);
    return program === undefined ? undefined : this.#calledProcess(program, this.identity(id, view));
  }

  byHash(hash: string, entry: EntryId, view: string): Program | undefined {
    const program = this.function(entry, view)?.program;
    return program?.hash === hash ? program : undefined;
  }

  #callable(facts: ReturnType<FunctionFacts['facts']>): Callable | undefined {
    const known = this.#callables.get(facts);
    if (known !== undefined) return known;
    const program = luaProgram(facts.program);
    if (program === undefined) return undefined;
    const { pool, defaults, identity } = facts;
    const callable = { program, pool, defaults, identity };
    this.#callables.set(facts, callable);
    return callable;
  }

  /** A process entry that is called like a function. */
  #calledProcess(program: Program, identity: Identity | undefined): Callable {
    const known = this.#callables.get(program);
    if (known !== undefined && known.identity === identity) return known;
    const callable: Callable = { program, pool: { type: 'lazy' }, identity };
    this.#callables.set(program, callable);
    return callable;
  }
}

/** Kinds pass programs on without looking into them; those that this node made are LuaPrograms. */
function luaProgram(program: unknown): LuaProgram | undefined {
  return program instanceof LuaProgram ? program : undefined;
}
