/**
 * `system.node`, `system.cluster`, `system.raft` and `system.lock` as a node answers that is alone: it has no
 * membership, nobody leads, and what needs others to agree is not available.
 */
import { arg, defineModule, fn, t } from '#plugin';
import { nodeOf, permit, unavailable } from './access.ts';

const noRaft = 'raft not available';
const noMembership = 'membership unavailable';

export const node = defineModule({
  name: 'node',
  summary: 'This node among others.',
  functions: {
    id: fn({
      summary: 'The id of this node.',
      args: [],
      returns: t.string,
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'node');
        return nodeOf(call).id;
      },
    }),

    addr: fn({
      summary: 'The address at which other nodes find this one.',
      args: [],
      returns: t.string,
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'node');
        throw unavailable(noMembership);
      },
    }),

    role: fn({
      summary: 'leader, voter, standby or non-member.',
      args: [],
      returns: t.string,
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'node');
        return 'non-member';
      },
    }),
  },
});

export const cluster = defineModule({
  name: 'cluster',
  summary: 'The nodes that belong together.',
  functions: {
    members: fn({
      summary: 'All nodes, this one first.',
      args: [],
      returns: t.list(
        t.object({
          id: t.string,
          is_local: t.boolean,
          addr: t.optional(t.string),
          meta: t.optional(t.map(t.string)),
        }),
      ),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'cluster');
        throw unavailable(noMembership);
      },
    }),

    leader: fn({
      summary: 'The id of the leader; empty when there is none.',
      args: [],
      returns: t.string,
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'cluster');
        return '';
      },
    }),

    size: fn({
      summary: 'How many nodes are seen; 0 without membership.',
      args: [],
      returns: t.integer(),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'cluster');
        return 0;
      },
    }),
  },
});

function raftFunction<const R extends typeof t.boolean | typeof t.string | ReturnType<typeof t.integer>>(
  summary: string,
  returns: R,
) {
  return fn({
    summary,
    args: [],
    returns,
    effect: 'read',
    run: (call) => {
      permit(call, 'system.read', 'raft');
      throw unavailable(noRaft);
    },
  });
}

export const raft = defineModule({
  name: 'raft',
  summary: 'The agreement among the nodes.',
  functions: {
    is_leader: raftFunction('Whether this node leads.', t.boolean),
    is_member: raftFunction('Whether this node takes part.', t.boolean),
    role: raftFunction('leader, voter, standby or non-member.', t.string),
    term: raftFunction('The current term.', t.integer()),
    commit_index: raftFunction('The last entry that is agreed on.', t.integer()),
    stats: fn({
      summary: 'All that is known, as texts.',
      args: [],
      returns: t.map(t.string),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'raft_stats');
        throw unavailable(noRaft);
      },
    }),
  },
});

const lockName = t.text('the name of a lock', (text) => text !== '');

export const lock = defineModule({
  name: 'lock',
  summary: 'Locks that only one process of all nodes holds.',
  functions: {
    acquire: fn({
      summary: 'Takes a lock, or fails at once when another process has it.',
      args: [arg('name', lockName)],
      returns: t.boolean,
      effect: 'external',
      run: (name, call) => {
        permit(call, 'system.lock', name);
        throw unavailable('locks need a cluster, and this node is alone');
      },
    }),

    release: fn({
      summary: 'Gives a lock back.',
      args: [arg('name', lockName)],
      returns: t.boolean,
      effect: 'external',
      run: (name, call) => {
        permit(call, 'system.lock', name);
        throw unavailable('locks need a cluster, and this node is alone');
      },
    }),
  },
});
