/** One entry that is live: its value, or the service that gives it one. */
import type { AnyKind, EntryId } from '#plugin';
import type { Context } from '#process';
import { namespaceOf, type StoredEntry } from '#registry';
import { identityOf, type Lifecycle } from '#supervisor';
import type { EntryService } from './entry-service.ts';
import type { EntryWorld } from './entry-world.ts';
import type { LuaProgram } from './program.ts';

export interface Live {
  readonly stored: StoredEntry;
  readonly kind: AnyKind;
  /** Of unsupervised kinds. */
  readonly value: unknown;
  readonly world: EntryWorld | undefined;
  /** Of supervised kinds. */
  readonly service: EntryService | undefined;
  readonly lifecycle: Lifecycle | undefined;
  /** The program that its start compiled. */
  readonly program: LuaProgram | undefined;
}

/**
 * All that is live, by id. Whoever starts many of one entry asks for the same id each time, by a text made anew: comparing
 * it takes a tenth of what V8 takes to look for it as a key, of which it keeps a copy.
 */
export class LiveValues extends Map<EntryId, Live> {
  #lastId = '';
  #last: Live | undefined;

  /** The same as `get`. */
  recent(id: EntryId): Live | undefined {
    if (this.#last === undefined || id !== this.#lastId) {
      this.#last = this.get(id);
      this.#lastId = id;
    }
    return this.#last;
  }

  override set(id: EntryId, live: Live): this {
    this.#last = undefined;
    return super.set(id, live);
  }

  override delete(id: EntryId): boolean {
    this.#last = undefined;
    return super.delete(id);
  }

  override clear(): void {
    this.#last = undefined;
    super.clear();
  }
}

/** What others see of it: undefined while a service is not running. */
export function liveValue({ value, service }: Live): unknown {
  return service === undefined ? value : service.live?.value;
}

/** Who acts in a service. */
export function contextOf(id: EntryId, { security }: Pick<Lifecycle, 'security'>): Context {
  return security === undefined ? { values: {} } : { values: {}, ...identityOf(security, namespaceOf(id)) };
}
