/**
 * Kind `process.service`: one process that the supervisor keeps alive.
 *
 *   Ps1  It is ready when its process has been spawned; whether it does its work well it shows by living.
 *   Ps2  A process that returns has done its work: the service rests. One that fails is a failed service.
 *   Ps3  To stop it is to cancel its process and to wait until that is gone.
 *   Ps4  A durable process is the service's as long as it lives, and has its id as a name: each start, of any node, finds it,
 *        and a stop leaves it to its host.
 */
import type { Data } from '#base';
import { defineKind, defineService, type Outcome, type Pid, t, type World } from '#plugin';
import { isDurable } from '#process';
import { hostService } from './host-service.ts';
import { processCode } from './process-code.ts';

const data = t.object({
  process: t.ref(processCode).describe('The code that is run.'),
  host: t.ref(hostService, 'terminal.host').describe('Where it runs.'),
  input: t.list(t.data).default([]).describe('The arguments of its function.'),
});

/** What a running service is to the node. */
export interface ServiceProcess {
  pid(): Pid;
}

export const serviceProcess = defineService<ServiceProcess>({
  name: 'process.service',
  summary: 'A supervised process.',
  methods: ['pid'],
});

interface Running extends ServiceProcess {
  stop(): Promise<void>;
}

export const processService = defineKind({
  kind: 'process.service',
  summary: 'A process that the supervisor starts, watches and restarts.',
  data,
  provides: serviceProcess,
  place: 'one',
  isSupervised: true,
  start: ({ data: { process, host, input } }, world): Promise<Running> => {
    // The texts of the entry become the byte strings that guests have.
    const args = input.map((each) => t.data.write(each) as Data);
    return start(process, host, args, world);
  },
  update: 'restart',
  stop: (live) => live.stop(),
});

async function start(process: string, host: string, args: readonly Data[], world: World): Promise<Running> {
  let isStopping = false;
  let gone: () => void = () => {};
  const isGone = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const onExit = (outcome: Outcome) => {
    gone();
    if (!isStopping) world.ended(outcome.type === 'failure' ? outcome.failure : undefined);
  };
  const pid = await world.spawn(process, host, args, { onExit, lastingName: world.entry });
  return {
    pid: () => pid,
    stop: async () => {
      isStopping = true;
      if (isDurable(pid)) return;
      world.cancel(pid);
      return isGone;
    },
  };
}
