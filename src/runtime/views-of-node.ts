/**
 * The views of a node besides the current state as it moves: versions, with changes laid over them (V1). Processes that
 * are started with a view find everything through it, and so does all that they start.
 */
import { failure } from '#base';
import type { ProposedOp, Registry, Transaction, View } from '#registry';

/** Who runs entries makes ready for a view what is different in it. */
export interface Viewed {
  open(view: string, transaction: Transaction): Promise<{ discard(): void }>;
}

export class ViewsOfNode {
  readonly #registry: Registry;
  readonly #entries: Viewed;
  readonly #open = new Map<string, { readonly view: View; discard(): void }>();
  #serial = 0;

  constructor(registry: Registry, entries: Viewed) {
    this.#registry = registry;
    this.#entries = entries;
  }

  /** Opens a view of a version, the current one when it is left out, with changes over it. Throws what refuses them. */
  async open(ops: readonly ProposedOp[] = [], version?: number): Promise<string> {
    const name = `view-${++this.#serial}`;
    const { view, prepared } = await this.#registry.lay(
      ops,
      (transaction) => this.#entries.open(name, transaction),
      version,
    );
    this.#open.set(name, { view, discard: () => prepared.discard() });
    return name;
  }

  /** What still runs in it finds nothing more. */
  close(name: string): void {
    this.#open.get(name)?.discard();
    this.#open.delete(name);
  }

  closeAll(): void {
    for (const name of [...this.#open.keys()]) this.close(name);
  }

  find(name: string): View {
    if (name === '') return this.#registry.view();
    const found = this.#open.get(name);
    if (found === undefined) throw failure('NotFound', `the view ${name} is closed`, { retryable: false });
    return found.view;
  }
}
