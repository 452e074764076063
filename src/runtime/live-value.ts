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

/** What others see of it: undefined while a service is not running. */
export function liveValue({ value, service }: Live): unknown {
  return service === undefined ? value : service.live?.value;
}

/** Who acts in a service. */
export function contextOf(id: EntryId, { security }: Pick<Lifecycle, 'security'>): Context {
  return security === undefined ? { values: {} } : { values: {}, ...identityOf(security, namespaceOf(id)) };
}
