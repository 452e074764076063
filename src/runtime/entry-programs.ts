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

  process(id: EntryId): Program | undefined {
    return luaProgram(this.#entries?.peek(processCode, id)?.program());
  }

  identity(id: EntryId): Identity | undefined {
    return this.#entries?.peek(processCode, id)?.identity();
  }

  function(id: EntryId): Callable | undefined {
    const found = this.#entries?.peek(functionService, id);
    if (found !== undefined) return this.#callable(found.facts());
    const program = this.process(id);
    return program === undefined ? undefined : this.#calledProcess(program, this.identity(id));
  }

  byHash(hash: string, entry: EntryId): Program | undefined {
    const program = this.function(entry)?.program;
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
