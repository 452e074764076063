/** The hosts of a node, for the kinds that are hosts. */
import type { HostSettings, NodeHosts } from '#features/processes';
import type { EntryId } from '#plugin';
import type { Node } from '#process';

/** As long as a host may take; how long it really may, the supervisor decides. */
const patience = 24 * 60 * 60 * 1000;

export class HostsOfNode implements NodeHosts {
  readonly #node: Node;
  readonly #settings = new Map<EntryId, HostSettings>();

  constructor(node: Node) {
    this.#node = node;
  }

  add(id: EntryId, settings: HostSettings): void {
    this.#settings.set(id, settings);
    this.#node.addHost(id, settings);
  }

  change(id: EntryId, settings: HostSettings): void {
    this.add(id, settings);
  }

  async stop(id: EntryId): Promise<void> {
    await this.#node.stopHost(id, patience);
    this.#settings.delete(id);
  }

  /** Ends a host and its processes by force. */
  kill(id: EntryId): void {
    if (!this.#settings.delete(id)) return;
    void this.#node.stopHost(id, 0);
  }

  /** The hosts that are there, with their settings. */
  all(): ReadonlyMap<EntryId, HostSettings> {
    return this.#settings;
  }
}
