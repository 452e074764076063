/**
 * The registry of a project that no node runs: what is asked at a control socket, answered from its files and its history.
 *
 *   Sp1  Nothing is written for who only looks. `loaded` shows what the next start would load, `kept` what the history has.
 *   Sp2  Who changes something changes the history, where it stands; the next start goes on from there. So nothing can be
 *        changed in a project whose versions go with the node.
 *   Sp3  Changes are checked like those of a running node, but for what only what runs could say against them.
 */
import { type Data, failure, SystemClock } from '#base';
import { decodeOrThrow } from '#plugin';
import { openPolicy } from '#process';
import { Gate, type History, isLasting, openBorrowed, openHistory, Registry, type Settings } from '#registry';
import { isCodeKind } from '../code-check.ts';
import type { RunningNode } from '../node.ts';
import type { Project } from '../project.ts';
import { ServiceOrder } from '../service-order.ts';
import { exportOperation } from './export-operation.ts';
import type { AnyOperation, ControlCall } from './operation.ts';
import { registryOperations } from './registry-operations.ts';
import { userOfSystem } from './system-user.ts';

/** Somebody who answers what control sockets are asked. */
export interface Answering {
  /** Throws the failure that is the answer. Events come before it resolves. */
  call(op: string, input?: Data, event?: (event: Data) => void, isPatient?: boolean): Promise<Data>;
  close(): Promise<void> | void;
}

export type StoppedMode = 'loaded' | 'kept' | 'changed';

export async function openStopped(project: Project, mode: StoppedMode): Promise<Answering> {
  const { settings, directory, kindTable, application, check } = project;
  if (mode !== 'loaded' && !isLasting(settings)) {
    const message =
      "no node runs in this folder, and without one no versions are kept (registry.history_type); 'wippy run' starts one";
    throw failure('Unavailable', message, { retryable: false });
  }
  const history =
    mode === 'changed' ? await openHistory(settings, directory) : await looked(settings, directory);
  try {
    const clock = new SystemClock();
    const { protected: protections, rate } = settings.registry;
    const gate = new Gate({ clock, protections, rate });
    const registry = new Registry({ kinds: kindTable, clock, gate, history });
    registry.join(new ServiceOrder(registry));
    registry.join({
      name: 'the code',
      // Sp3.
      problems: (entry) => (isCodeKind(kindTable.get(entry.kind)) ? check.entry(entry) : []),
      prepare: () => undefined,
    });
    await registry.start(application, { followsFiles: mode === 'loaded' });
    // What operations of the registry ask of a node; a guard would have nothing to watch.
    const node = { registry, clock, policy: openPolicy, guard: noGuard } as unknown as RunningNode;
    const operations = [...registryOperations, exportOperation(project)];
    return new StoppedProject(node, operations, () => registry.close());
  } catch (thrown) {
    await history.close();
    throw thrown;
  }
}

const noGuard = {
  apply: () => {
    throw failure('Unavailable', 'a guard watches what runs, and no node runs in this folder', {
      retryable: false,
    });
  },
};

/** Sp1. */
async function looked(settings: Settings, directory: string): Promise<History> {
  if (settings.registry.history_type === 'sqlite') return openBorrowed(settings, directory);
  return unwritten(await openHistory(settings, directory));
}

function unwritten(history: History): History {
  return {
    head: history.head,
    versions: history.versions,
    get: (id) => history.get(id),
    changes: (id) => history.changes(id),
    nextId: history.nextId,
    write: () => {},
    record: () => {},
    recorded: (most) => history.recorded(most),
    close: () => history.close(),
  };
}

class StoppedProject implements Answering {
  readonly #node: RunningNode;
  readonly #operations: readonly AnyOperation[];
  readonly close: () => Promise<void>;

  constructor(node: RunningNode, operations: readonly AnyOperation[], close: () => Promise<void>) {
    this.#node = node;
    this.#operations = operations;
    this.close = close;
  }

  async call(op: string, input: Data = {}, event: (event: Data) => void = () => {}): Promise<Data> {
    const operation = this.#operations.find(({ name }) => name === op);
    if (operation === undefined)
      throw failure('NotFound', `only a running node does ${op}`, { retryable: false });
    const call: ControlCall = {
      node: this.#node,
      actor: userOfSystem(),
      signal: new AbortController().signal,
      emit: async (told) => event(told),
      allow: () => {},
      isAllowed: () => true,
    };
    // Read by the operation's own schema.
    return operation.run(decodeOrThrow(operation.input, input, op) as never, call);
  }
}
