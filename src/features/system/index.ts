/** This node, for guests. */
import { defineFeature } from '#plugin';
import { system as systemModule } from './system-module.ts';

export const system = defineFeature({
  name: 'system',
  summary: 'This node: what runs in it, the memory it takes, and its end.',
  modules: [systemModule],
});

export {
  type HostInfo,
  type ModuleInfo,
  type NodeSetting,
  type NodeSystem,
  nodeSystem,
  nodeSystemId,
} from './system-service.ts';
