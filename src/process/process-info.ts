/** Processes as people see them: for listings, the console and `system`. */
import type { Sleeper } from './hibernation.ts';
import type { Process } from './process.ts';
import { ENDED, IDLE, RUNNING } from './process.ts';
import type { Scheduler } from './scheduler.ts';

export type ProcessState = 'ready' | 'running' | 'waiting' | 'hibernated' | 'ended';

export interface ProcessInfo {
  readonly pid: string;
  readonly host: string;
  readonly entry: string;
  readonly state: ProcessState;
  readonly parent: string;
  readonly actor: string;
  /** Of the call chain that it belongs to; '' when nobody traces it. */
  readonly trace: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly reductions: number;
  /** Messages that nobody has received. */
  readonly mailbox: number;
  readonly inputs: number;
  readonly fibers: number;
  readonly links: number;
  readonly watchers: number;
  readonly scheduler: number;
}

export function processInfo(process: Process, scheduler: number): ProcessInfo {
  return {
    pid: process.pid,
    host: process.host,
    entry: process.entry,
    state: stateOf(process),
    parent: process.parent,
    actor: process.context.actor?.id ?? '',
    trace: process.context.trace ?? '',
    startedAt: process.startedAt,
    reductions: Math.round(process.reductions),
    mailbox: process.mailbox.length,
    inputs: process.inputs,
    fibers: (process.main === null ? 0 : 1) + (process.fibers?.length ?? 0),
    links: process.links?.size ?? 0,
    watchers: process.watchers?.size ?? 0,
    scheduler,
  };
}

export function processInfos(scheduler: Scheduler): ProcessInfo[] {
  return [
    ...Array.from(scheduler.awake(), (process) => processInfo(process, scheduler.index)),
    ...Array.from(scheduler.sleepers(), (sleeper) => sleeperInfo(sleeper, scheduler.index)),
  ];
}

/** Of a process that sleeps only what stands beside its bytes is known. */
function sleeperInfo(sleeper: Sleeper, scheduler: number): ProcessInfo {
  const { pid, host, entry, parent, startedAt, context } = sleeper;
  return {
    ...{ pid, host, entry, parent, startedAt, scheduler, state: 'hibernated' },
    ...{
      actor: context.actor?.id ?? '',
      trace: context.trace ?? '',
      reductions: Math.round(sleeper.reductions),
    },
    ...{ mailbox: sleeper.mailbox, inputs: 0, fibers: 1, links: 0, watchers: 0 },
  };
}

function stateOf(process: Process): ProcessState {
  switch (process.standing) {
    case IDLE:
      return 'waiting';
    case RUNNING:
      return 'running';
    case ENDED:
      return 'ended';
    default:
      return 'ready';
  }
}
