/** Those who watch the registry. What one of them throws is a bug of its own and keeps no other from its events. */
import type { Log } from '#base';
import type { RegistryEvent, RegistryListener } from './registry-event.ts';

export class RegistryWatchers {
  readonly #log: Log;
  readonly #listeners = new Set<RegistryListener>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Ends with the call of what it returns. */
  add(listener: RegistryListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(events: readonly RegistryEvent[]): void {
    for (const event of events) {
      for (const listener of this.#listeners) {
        try {
          listener(event);
        } catch (cause) {
          this.#log.error('a listener of the registry failed', { event: event.kind, cause });
        }
      }
    }
  }
}
