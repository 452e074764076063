/** Kinds of entries: how data becomes a live value, and how the value follows its entry. */
import type { Data } from '#base';
import type { EntryId } from './identity.ts';
import type { AnySchema, Infer } from './schema.ts';
import type { Service } from './service.ts';
import type { World } from './world.ts';

export type Meta = Readonly<Record<string, Data>>;

/** One thing in the registry, its data read by the schema of its kind. */
export interface Entry<D = Data, M = Meta> {
  readonly id: EntryId;
  readonly kind: string;
  readonly meta: M;
  readonly data: D;
}

/** An update that was prepared while the old value kept working. */
export interface Change {
  /** Cannot fail. */
  commit(): void;
  discard?(): void;
}

type Update<L, E> = 'restart' | 'beside' | ((live: L, next: E, world: World) => Change | Promise<Change>);

type Stop<L> = 'drop' | ((live: L) => void | Promise<void>);

/**
 * `S` reads the data, `P` is what others see of the live value, `L` the value itself, `M` reads the
 * metadata that the kind looks at.
 */
export interface Kind<S extends AnySchema, P, L extends P, M extends AnySchema> {
  /** `store.memory`. */
  readonly kind: string;
  readonly summary: string;
  /** Reads, checks and completes the entry's data; the references in it are its dependencies. */
  readonly data: S;
  readonly meta?: M;
  /** Under which other entries and guests find the live value. */
  readonly provides?: Service<P>;
  /** On every scheduler, or a single one that is reached by messages. */
  readonly place: 'each' | 'one';
  /** Its entries have a `lifecycle`: the supervisor starts, watches, restarts and stops their values. */
  readonly isSupervised?: boolean;
  /** What of its entries nothing can bring back as it was; under a guard a person must agree to it. */
  readonly irreversible?: readonly ('create' | 'update' | 'delete')[];
  /** A supervised value is ready when the promise resolves. */
  start(entry: Entry<Infer<S>, MetaOf<M>>, world: World): L | Promise<L>;
  /**
   * `restart`: by the supervisor, after the commit. `beside`: the next value starts in prepare and the
   * previous one stops after the commit. A function prepares the move while the value keeps working,
   * or throws to refuse.
   */
  readonly update: Update<L, Entry<Infer<S>, MetaOf<M>>>;
  /**
   * How a value ends when its entry goes, another takes its place, or the node ends. `drop`: it holds nothing, and
   * whoever uses it finishes with it.
   */
  readonly stop: Stop<L>;
}

type MetaOf<M> = unknown extends Infer<M> ? Meta : Infer<M>;

/** A kind as those see it who only pass its values on: registry and supervisor. */
export interface AnyKind {
  readonly kind: string;
  readonly summary: string;
  readonly data: AnySchema;
  readonly meta?: AnySchema;
  readonly provides?: Service<unknown>;
  readonly place: 'each' | 'one';
  readonly isSupervised?: boolean;
  readonly irreversible?: readonly ('create' | 'update' | 'delete')[];
  start(entry: Entry<never, never>, world: World): unknown;
  readonly update: Update<never, Entry<never, never>>;
  readonly stop: Stop<never>;
}

/** Ends a value as its kind says. */
export function stopValue<L>({ stop }: { readonly stop: Stop<L> }, live: L): void | Promise<void> {
  return stop === 'drop' ? undefined : stop(live);
}

/** What a kind does not say of a life in a registry that changes; a start-up error, since nothing is a default. */
export function undeclaredIn(kind: Partial<AnyKind>): string[] {
  const { update, stop } = kind;
  const knowsUpdate = update === 'restart' || update === 'beside' || typeof update === 'function';
  const knowsStop = stop === 'drop' || typeof stop === 'function';
  return [...(knowsUpdate ? [] : ['update']), ...(knowsStop ? [] : ['stop'])];
}

export function defineKind<S extends AnySchema, P, L extends P, M extends AnySchema = AnySchema>(
  definition: Kind<S, P, L, M>,
): Kind<S, P, L, M> {
  return definition;
}
