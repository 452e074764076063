/** What every node does for those who ask at its control socket. A new operation gets a line here. */

import { t } from '#plugin';
import { guardOperations } from './guard-operations.ts';
import type { AnyOperation } from './operation.ts';
import { defineOperation } from './operation.ts';
import { registryOperations } from './registry-operations.ts';
import { workflowOperations } from './workflow-operations.ts';

const status = defineOperation({
  name: 'node.status',
  summary: 'What the node is doing: its services, and the version of its registry.',
  input: t.object({}),
  run: (_, { node: { supervisor, registry } }) => ({
    version: registry.version.id,
    entries: registry.graph.entries.size,
    services: supervisor.states().map(({ id, status: state, details }) => ({ id, status: state, details })),
  }),
});

const outdated = defineOperation({
  name: 'node.outdated',
  summary: 'The processes that go on with older code than their entries have.',
  input: t.object({}),
  run: async (_, { node }) => {
    const all = await node.outdated();
    return all.map(({ pid, host, entry, isUpgradable }) => ({ pid, host, entry, upgradable: isUpgradable }));
  },
});

export const nodeOperations: readonly AnyOperation[] = [
  status,
  outdated,
  ...registryOperations,
  ...guardOperations,
  ...workflowOperations,
];
