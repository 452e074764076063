/** `system.runtime` and `system.process`: the machine and the process of the operating system. */
import { availableParallelism, hostname } from 'node:os';
import { failure } from '#base';
import { arg, defineModule, fn, t } from '#plugin';
import { nodeOf, permit, unavailable } from './access.ts';

export const runtime = defineModule({
  name: 'runtime',
  summary: 'What runs, and on how many cores.',
  functions: {
    goroutines: fn({
      summary: 'How many coroutines the processes of this node have.',
      args: [],
      returns: t.integer(),
      effect: 'read',
      run: async (call) => {
        permit(call, 'system.read', 'goroutines');
        const processes = await nodeOf(call).processes();
        return processes.reduce((sum, { fibers }) => sum + fibers, 0);
      },
    }),

    max_procs: fn({
      summary:
        'On how many cores the node should run; with a number notes it and gives what was noted before.',
      args: [arg('n', t.optional(t.integer()))],
      returns: t.integer(),
      effect: 'external',
      run: (wanted, call) => {
        permit(call, 'system.read', 'gomaxprocs');
        const node = nodeOf(call);
        const before = node.setting('max_procs') ?? availableParallelism();
        if (wanted === undefined) return before;
        if (wanted < 1) throw failure('Invalid', 'n must be an integer of at least 1', { retryable: false });
        permit(call, 'system.control', 'gomaxprocs');
        node.set('max_procs', wanted);
        return before;
      },
    }),

    cpu_count: fn({
      summary: 'How many cores there are.',
      args: [],
      returns: t.integer(),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'cpu');
        return availableParallelism();
      },
    }),
  },
});

export const osProcess = defineModule({
  name: 'process',
  summary: 'The process of the operating system that this node is.',
  functions: {
    pid: fn({
      summary: 'Its id in the operating system.',
      args: [],
      returns: t.integer(),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'pid');
        return process.pid;
      },
    }),

    hostname: fn({
      summary: 'The name of the machine.',
      args: [],
      returns: t.string,
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'hostname');
        return hostname();
      },
    }),

    cwd: fn({
      summary: 'The folder it was started in.',
      args: [],
      returns: t.string,
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'cwd');
        return workingDirectory();
      },
    }),
  },
});

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (cause) {
    // The folder was taken away.
    throw Object.assign(unavailable('the working directory is gone'), { cause });
  }
}
