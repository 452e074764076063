/**
 * What the ids of entries mean to processes: programs to spawn and functions to call.
 *
 * Hot: every call of a function asks here, so an entry that did not change gives the same object again.
 */
import { type FunctionFacts, functionService } from '#features/functions';
import { processCode } from '#features/processes';
import type { EntryId } from '#plugin';
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

  function(id: EntryId): Callable | undefined {
    const found = this.#entries?.peek(functionService, id);
    if (found !== undefined) return this.#callable(found.facts());
    const program = this.process(id);
    return program === undefined ? undefined : this.#calledProcess(program);
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
    const callable = { program, pool: facts.pool, defaults: facts.defaults };
    this.#callables.set(facts, callable);
    return callable;
  }

  /** A process entry that is called like a function. */
  #calledProcess(program: Program): Callable {
    const known = this.#callables.get(program);
    if (known !== undefined) return known;
    const callable: Callable = { program, pool: { type: 'lazy' } };
    this.#callables.set(program, callable);
    return callable;
  }
}

/** Kinds pass programs on without looking into them; those that this node made are LuaPrograms. */
function luaProgram(program: unknown): LuaProgram | undefined {
  return program instanceof LuaProgram ? program : undefined;
}
