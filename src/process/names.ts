/**
 * Names of processes on one node.
 *
 *   Na1  A name belongs to one living process. One whose process has ended is free, whoever finds that out first.
 *   Na2  The same name for the same process again is fine; for another one it is `AlreadyExists`.
 *   Na3  A process may have several names. They are free before its exit is told (P4).
 *
 * On a node of several schedulers the first one decides, and every one has a copy (see shared-names.ts).
 */
import { ErrorValue, notFound } from './error-value.ts';

export class Names {
  readonly #pids = new Map<string, string>();
  readonly #isAlive: (pid: string) => boolean;

  constructor(isAlive: (pid: string) => boolean) {
    this.#isAlive = isAlive;
  }

  lookup(name: string): string | undefined {
    const pid = this.#pids.get(name);
    if (pid === undefined || this.#isAlive(pid)) return pid;
    this.#pids.delete(name);
    return undefined;
  }

  /** An error, or undefined when it is done. */
  register(name: string, pid: string): ErrorValue | undefined {
    const holder = this.lookup(name);
    if (holder === pid) return undefined;
    if (holder !== undefined) return taken(name, holder);
    if (!this.#isAlive(pid)) return notFound(`process ${pid} not found`);
    this.#pids.set(name, pid);
    return undefined;
  }

  /** False when nothing was registered under the name. */
  unregister(name: string): boolean {
    const known = this.lookup(name) !== undefined;
    this.#pids.delete(name);
    return known;
  }

  /** Frees a name if this process holds it. */
  release(name: string, pid: string): void {
    if (this.#pids.get(name) === pid) this.#pids.delete(name);
  }

  /** What the deciding scheduler said. */
  set(name: string, pid: string): void {
    this.#pids.set(name, pid);
  }

  entries(): IterableIterator<[string, string]> {
    return this.#pids.entries();
  }
}

/** The error of who asks for a name that another has. */
export function taken(name: string, holder: string): ErrorValue {
  return new ErrorValue('AlreadyExists', `the name ${name} is registered to ${holder}`, false);
}
