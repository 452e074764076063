/** Durable processes: their hosts and their code. */
import { defineFeature } from '#plugin';
import { durableHost } from './durable-host.ts';
import { workflowLua } from './workflow-lua.ts';

export const durable = defineFeature({
  name: 'durable',
  summary: 'Processes that go on after any restart.',
  kinds: [durableHost, workflowLua],
});

export { type DurableHosts, type DurableSettings, durableHosts, durableHostsId } from './host-service.ts';
