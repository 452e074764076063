/** Processes: their code, the hosts on which they run, and those that the supervisor keeps alive. */
import { defineFeature } from '#plugin';
import { processHost } from './process-host.ts';
import { processLua } from './process-lua.ts';
import { processService } from './process-service.ts';

export const processes = defineFeature({
  name: 'processes',
  summary: 'Code of processes, hosts that run them, and supervised instances.',
  kinds: [processLua, processHost, processService],
});

export {
  type Host,
  type HostSettings,
  hostService,
  type NodeHosts,
  nodeHosts,
  nodeHostsId,
} from './host-service.ts';
export { type ProcessCode, processCode } from './process-code.ts';
export { type ServiceProcess, serviceProcess } from './process-service.ts';
