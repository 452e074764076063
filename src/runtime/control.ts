/**
 * The control socket of a node, and the way to that of another. What does the work is loaded late: most runs of the program
 * neither serve nor ask.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#base';
import type { ControlServer } from './control/control-server.ts';
import type { Greeted } from './control/greet.ts';
import type { AnyOperation } from './control/operation.ts';
import { isTaken, socketPath } from './control/socket-place.ts';
import type { Answering, StoppedMode } from './control/stopped-project.ts';
import type { RunningNode } from './node.ts';
import type { Project } from './project.ts';

export interface OpenControl {
  readonly node: RunningNode;
  /** The folder of the application. */
  readonly directory: string;
  /** The version of the program. */
  readonly program: string;
  /** When the node began, in milliseconds since 1970. */
  readonly since: number;
  /** The process that it runs in place of the application. */
  readonly runs?: string | undefined;
  readonly log: Log;
  /** Whose files live changes can be written into. */
  readonly project?: Project;
  /** What is asked besides what every node answers. */
  readonly operations?: readonly AnyOperation[];
}

/** Serves until it is closed. Undefined when there is no place for a socket, or none can be had; the log says so. */
export async function openControl(options: OpenControl): Promise<ControlServer | undefined> {
  const { directory, log, project, operations = [] } = options;
  const path = socketPath(directory);
  if (path === undefined) {
    if (existsSync(join(directory, 'wippy.lock'))) {
      log.info('commands cannot reach this node: .wippy/state cannot be made, or is not of this user alone');
    }
    return undefined;
  }
  try {
    const [{ ControlServer: server }, { nodeOperations }, { exportOperation }] = await Promise.all([
      import('./control/control-server.ts'),
      import('./control/node-operations.ts'),
      import('./control/export-operation.ts'),
    ]);
    const own = project === undefined ? [] : [exportOperation(project)];
    const all = [...nodeOperations, ...own, ...operations];
    const opened = await server.open({ ...options, path, operations: all });
    if (opened === undefined) log.warn('another node of this application has the control socket', { path });
    else log.debug('the control socket is open', { path });
    return opened;
  } catch (cause) {
    log.warn('the control socket cannot be opened', { path, cause });
    return undefined;
  }
}

/** The node that runs in a folder, or undefined. Throws `Timeout` when it does not answer. */
export async function findNode(directory: string): Promise<Greeted | undefined> {
  const path = socketPath(directory);
  if (path === undefined || !isTaken(path)) return undefined;
  const { greet } = await import('./control/greet.ts');
  return greet(path);
}

/** The registry of a project that no node runs. Throws `Unavailable` where there is nothing to be looked at or changed. */
export async function askStopped(project: Project, mode: StoppedMode): Promise<Answering> {
  const { openStopped } = await import('./control/stopped-project.ts');
  return openStopped(project, mode);
}
