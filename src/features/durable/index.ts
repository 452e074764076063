/** Durable processes: their hosts and their code. */
import { defineFeature } from '#plugin';
import { durableHost } from './durable-host.ts';
import { temporalClient, temporalWorker } from './temporal.ts';
import { workflowLua } from './workflow-lua.ts';

export const durable = defineFeature({
  name: 'durable',
  summary: 'Processes that go on after any restart.',
  kinds: [durableHost, workflowLua, temporalClient, temporalWorker],
});

export { type DurableHosts, durableHosts, durableHostsId, type HostStore } from './host-service.ts';
