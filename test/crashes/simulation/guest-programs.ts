/** The guests of simulations as programs: compiled once in the thread, for all nodes of all seeds. */
import { SystemClock, silentLog } from '../../../src/base/index.ts';
import { time } from '../../../src/features/time/index.ts';
import type { Callable, Program, Programs } from '../../../src/process/index.ts';
import { KindTable, Registry } from '../../../src/registry/index.ts';
import { moduleValues } from '../../../src/runtime/module-values.ts';
import { Compiler } from '../../../src/runtime/program.ts';
import { Archive } from '../../../src/runtime/program-archive.ts';
import { sources, workflows } from './guests.ts';
import { ledgerModule } from './ledger.ts';

const registry = new Registry({ kinds: new KindTable([]), clock: new SystemClock() });
export const modules = moduleValues({
  features: [time, { name: 'ledger', summary: ledgerModule.summary, modules: [ledgerModule] }],
  registry,
  viewOf: () => registry.view(),
  log: silentLog,
  handOver: undefined,
});
const compiler = new Compiler(modules);

const table = new Map<string, Callable>(
  Object.entries(sources).map(([name, text]) => {
    const id = `sim:${name}`;
    const code = {
      id,
      text,
      file: `${name}.lua`,
      method: 'main',
      modules: ['time', 'funcs', 'ctx', 'ledger'],
      imports: {},
    };
    const workflow = workflows.includes(name) ? { workflow: id } : {};
    const program: Program = compiler.compile({ ...code, ...workflow }, () => {
      throw new Error('nothing is imported');
    });
    return [id, { program, pool: { type: 'lazy' } }];
  }),
);

export const programs: Programs = {
  process: (id) => table.get(id)?.program,
  identity: () => undefined,
  function: (id) => table.get(id),
  byHash: (hash, entry) => {
    const program = table.get(entry)?.program;
    return program?.hash === hash ? program : undefined;
  },
};

export const archive = new Archive(compiler, programs);

export const saving = () => ({ catalog: compiler.catalog, handles: modules.handles() });
