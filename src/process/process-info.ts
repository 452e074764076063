/** Processes as people see them: for listings, the console and `system`. */
import type { Sleeper } from './hibernation.ts';
import type { Process } from './process.ts';
import { ENDED, IDLE, RUNNING } from './process.ts';
import type { Programs } from './program.ts';
import type { Scheduler } from './scheduler.ts';

export type ProcessState = 'ready' | 'running' | 'waiting' | 'hibernated' | 'ended';

export interface ProcessInfo {
  readonly pid: string;
  readonly host: string;
  readonly entry: string;
  /** The hash of its code; '' when that is TypeScript. */
  readonly program: string;
  /** A call of a function. */
  readonly isCall: boolean;
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
  /** It goes on with code that its entry, or what that imports, has no more. */
  readonly isOutdated: boolean;
  /** It asked to be told of newer code. */
  readonly isUpgradable: boolean;
}

/** Who tells the code that entries have now. */
type Current = Pick<Programs, 'process' | 'function'>;

export function processInfo(process: Process, scheduler: number, current: Current): ProcessInfo {
  return {
    pid: process.pid,
    host: process.host,
    entry: process.entry,
    program: process.program?.hash ?? '',
    isCall: process.isCall,
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
    isOutdated: isOutdated(process, current),
    isUpgradable: process.isUpgradable,
  };
}

export function processInfos(scheduler: Scheduler, current: Current): ProcessInfo[] {
  return [
    ...Array.from(scheduler.awake(), (process) => processInfo(process, scheduler.index, current)),
    ...Array.from(scheduler.sleepers(), (sleeper) => sleeperInfo(sleeper, scheduler.index, current)),
  ];
}

/** Hashes are made only where the program is another object. */
function isOutdated({ program, entry, view }: Pick<Process, 'program' | 'entry' | 'view'>, current: Current) {
  if (program === null) return false;
  const now = current.process(entry, view) ?? current.function(entry, view)?.program;
  return now !== program && now?.hash !== program.hash;
}

/** Of a process that sleeps only what stands beside its bytes is known. */
function sleeperInfo(sleeper: Sleeper, scheduler: number, current: Current): ProcessInfo {
  const { pid, host, entry, parent, startedAt, context } = sleeper;
  return {
    ...{ pid, host, entry, parent, startedAt, scheduler, state: 'hibernated' },
    ...{
      actor: context.actor?.id ?? '',
      trace: context.trace ?? '',
      reductions: Math.round(sleeper.reductions),
    },
    ...{ program: sleeper.program?.hash ?? '', isCall: false },
    ...{ mailbox: sleeper.mailbox, inputs: 0, fibers: 1, links: 0, watchers: 0 },
    ...{ isOutdated: isOutdated(sleeper, current), isUpgradable: false },
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
