/**
 * The states of a supervised service, and how one follows from another.
 *
 *      Unknown --start--> Starting --ready--> Running --stop--> Stopping --down--> Stopped
 *
 *   St1  A state changes only along a line of the table below; whatever else happens changes nothing
 *        (a service that becomes ready after it was told to stop).
 *   St2  Running is reached from Starting only, Stopped only after somebody asked for it.
 *   St3  Failed may start again. Exited ended by itself or will not be tried again; it starts again
 *        only when somebody asks.
 */
export const statuses = [
  'Unknown',
  'Starting',
  'Running',
  'Stopping',
  'Stopped',
  'Failed',
  'Exited',
] as const;
export type Status = (typeof statuses)[number];

export const occurrences = ['start', 'ready', 'stop', 'down', 'fail', 'end'] as const;
/** `down`: is gone, as was asked. `end`: ended by itself, or is not tried again. */
export type Occurrence = (typeof occurrences)[number];

const lines: Readonly<Record<Status, Partial<Record<Occurrence, Status>>>> = {
  Unknown: { start: 'Starting', stop: 'Stopped' },
  Starting: { ready: 'Running', stop: 'Stopping', fail: 'Failed', end: 'Exited' },
  Running: { stop: 'Stopping', fail: 'Failed', end: 'Exited' },
  Stopping: { down: 'Stopped' },
  Stopped: { start: 'Starting' },
  Failed: { start: 'Starting', stop: 'Stopped', end: 'Exited' },
  Exited: { start: 'Starting', stop: 'Stopped' },
};

/** The state that follows; the same one when nothing does. */
export function next(status: Status, occurrence: Occurrence): Status {
  return lines[status][occurrence] ?? status;
}

/** Something of it may be alive. */
export function isUp(status: Status): boolean {
  return status === 'Starting' || status === 'Running' || status === 'Stopping';
}

/** A service as others see it: `system.supervisor.state`, the console, the log. */
export interface ServiceState {
  readonly id: string;
  readonly status: Status;
  readonly desired: 'Running' | 'Stopped';
  /** Failed attempts since it last ran stably. */
  readonly retryCount: number;
  /** Nanoseconds since 1970. */
  readonly lastUpdate: bigint;
  /** Nanoseconds since 1970; 0 before its first run. */
  readonly startedAt: bigint;
  /** What it said at last: why it failed, or what hinders it while it runs. */
  readonly details?: string | undefined;
}
