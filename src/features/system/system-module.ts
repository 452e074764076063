/** The `system` module: this node, the machine it runs on, and what runs in it. */
import { arg, defineModule, fn, t } from '#plugin';
import { nodeOf, permit } from './access.ts';
import { cluster, lock, node, raft } from './cluster.ts';
import { osProcess, runtime } from './machine.ts';
import { gc, memory } from './memory.ts';
import { hosts, supervisor } from './population.ts';

export const system = defineModule({
  name: 'system',
  summary: 'This node: what runs in it, the memory it takes, and its end.',
  modules: [memory, gc, runtime, osProcess, hosts, supervisor, node, cluster, raft, lock],
  functions: {
    exit: fn({
      summary: 'Ends the whole node in good order, with an exit code.',
      args: [arg('code', t.integer({ min: 0, max: 255, default: 0 }))],
      returns: t.boolean,
      effect: 'external',
      run: (code, call) => {
        permit(call, 'system.exit', '');
        nodeOf(call).exit(code);
        return true;
      },
    }),

    modules: fn({
      summary: 'The modules that entries can declare, with what they give access to.',
      args: [],
      returns: t.list(t.object({ name: t.string, description: t.string, class: t.list(t.string) })),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'modules');
        const all = nodeOf(call).modules();
        return all.map(({ name, description, classes }) => ({ name, description, class: classes }));
      },
    }),
  },
});
