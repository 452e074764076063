/** A supervised entry, as the supervisor has it: each run is a live value with a world of its own. */
import { isFailure } from '#base';
import { type AnyKind, type Entry, stopValue, type World } from '#plugin';
import type { Run, Supervised } from '#supervisor';
import type { EntryWorld } from './entry-world.ts';

interface Current {
  readonly run: Run;
  readonly world: EntryWorld;
  value: unknown;
  isReady: boolean;
}

export class EntryService implements Supervised {
  readonly kind: AnyKind;
  /** What the next run starts with. */
  entry: Entry<unknown, unknown>;
  readonly #makeWorld: (run: Run) => EntryWorld;
  readonly #killed: () => void;
  #current: Current | undefined;

  /** `killed` ends by force what the node holds for the value. */
  constructor(
    kind: AnyKind,
    entry: Entry<unknown, unknown>,
    makeWorld: (run: Run) => EntryWorld,
    killed: () => void,
  ) {
    this.kind = kind;
    this.entry = entry;
    this.#makeWorld = makeWorld;
    this.#killed = killed;
  }

  /** The running value and its world. */
  get live(): { readonly value: unknown; readonly world: World } | undefined {
    return this.#current?.isReady === true ? this.#current : undefined;
  }

  async start(run: Run): Promise<void> {
    const world = this.#makeWorld(run);
    const current: Current = { run, world, value: undefined, isReady: false };
    this.#current = current;
    // The schema of the kind read the entry, so it is what the kind starts with.
    const value = await this.kind.start(this.entry as never, world);
    if (this.#current !== current) {
      await this.#stopLate(value, world);
      return;
    }
    current.value = value;
    current.isReady = true;
  }

  async stop(run: Run): Promise<void> {
    const current = this.#of(run);
    if (current === undefined) return;
    await stopValue(this.kind, current.value as never);
    current.world.close();
    if (this.#current === current) this.#current = undefined;
  }

  kill(run: Run): void {
    const current = this.#of(run);
    if (current === undefined) return;
    this.#current = undefined;
    current.world.close();
    this.#killed();
  }

  #of(run: Run): Current | undefined {
    return this.#current?.run === run ? this.#current : undefined;
  }

  /** It was killed while it started: what came up in the end is let go of. */
  async #stopLate(value: unknown, world: EntryWorld): Promise<void> {
    try {
      await stopValue(this.kind, value as never);
    } catch (thrown) {
      if (!isFailure(thrown)) throw thrown;
    } finally {
      world.close();
    }
  }
}
