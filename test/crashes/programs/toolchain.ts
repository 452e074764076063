/** Compiler and modules that all lives of all programs share: what a node would make anew at each start. */

import { silentLog } from '../../../src/base/index.ts';
import { features } from '../../../src/features/index.ts';
import { arg, type Code, defineFeature, defineModule, fn, t } from '../../../src/plugin/index.ts';
import type { Callable, Program, Programs } from '../../../src/process/index.ts';
import { KindTable, Registry } from '../../../src/registry/index.ts';
import { moduleValues } from '../../../src/runtime/module-values.ts';
import { Compiler, type LuaProgram } from '../../../src/runtime/program.ts';
import { VirtualClock } from '../../../src/testing/index.ts';

/** What the world outside saw of a program, and says to it: it outlives every crash. */
export interface Ledger {
  /** An effect with its key; gives how often it was asked for before. */
  happened(call: string, key: string): number;
}

let current: Ledger | undefined;

/** Effects from now on are noted here. */
export function noteIn(ledger: Ledger | undefined): void {
  current = ledger;
}

const outside = defineModule({
  name: 'outside',
  summary: 'The world outside, which notices.',
  functions: {
    happened: fn({
      summary: 'Something that the world notices; gives how often it has happened before.',
      args: [arg('call', t.string), arg('key', t.string)],
      returns: t.integer({}),
      effect: 'external',
      run: (call, key) => current?.happened(call, key) ?? 0,
    }),
  },
});

const registry = new Registry({ kinds: new KindTable([]), clock: new VirtualClock() });
const feature = defineFeature({ name: 'outside', summary: 'For tests.', modules: [outside] });

export const modules = moduleValues({
  features: [...features, feature],
  registry,
  viewOf: () => registry.view(),
  log: silentLog,
  handOver: undefined,
});

export const compiler = new Compiler(modules);

/** The entries of an application, compiled once for all its lives. */
export class Entries implements Programs {
  readonly #programs = new Map<string, LuaProgram>();
  readonly #callables = new Map<string, Callable>();

  constructor(codes: readonly Code[]) {
    for (const code of codes) this.set(code);
  }

  /** The same ones and one more. */
  with(code: Code): Entries {
    const entries = new Entries([]);
    for (const [id, program] of this.#programs) entries.#programs.set(id, program);
    for (const [id, callable] of this.#callables) entries.#callables.set(id, callable);
    entries.set(code);
    return entries;
  }

  /** Libraries come before those who import them. */
  set(code: Code): void {
    const library = (id: string) => {
      const found = this.#programs.get(id);
      if (found === undefined) throw new Error(`there is no library ${id}`);
      return found;
    };
    const program = compiler.compile(code, library);
    this.#programs.set(code.id, program);
    this.#callables.set(code.id, { program, pool: { type: 'lazy' } });
  }

  process(id: string): Program | undefined {
    return this.#programs.get(id);
  }

  identity(): undefined {
    return undefined;
  }

  function(id: string): Callable | undefined {
    return this.#callables.get(id);
  }

  byHash(hash: string, entry: string): Program | undefined {
    const program = this.#programs.get(entry);
    return program?.hash === hash ? program : undefined;
  }
}
