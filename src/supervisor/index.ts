/** What starts, restarts and stops live values, in order. */
export { identityOf, type Lifecycle, lifecycleSchema, type Security, securitySchema } from './lifecycle.ts';
export { type Decision, decide, type Exit, type RestartPolicy } from './restart.ts';
export { isUp, type ServiceState, type Status } from './service-state.ts';
export { type StartOrder, startOrder } from './start-order.ts';
export type { Definition, Run, Supervised } from './supervised.ts';
export { type Announcement, Supervisor, type SupervisorOptions } from './supervisor.ts';
