/** Where the nodes of a simulation keep their processes: a server that they share, or a disk of their own. */
import type { Chance } from '../../../src/base/index.ts';
import type { Backend } from '../../../src/durable/index.ts';
import { PostgresStore } from '../../../src/durable/store/postgres-store.ts';
import { EPOCH, type Life } from './life.ts';
import { isLiving } from './model-rows.ts';
import type { Deed } from './model-writes.ts';
import { Network, Way } from './network.ts';
import { isVolatile, PostgresModel } from './postgres-model.ts';
import type { Timeline } from './timeline.ts';

/** What one node has of it. */
export interface Place {
  /** For one life of the node. */
  open(who: string, life: Life): Backend;
  /** That life is over; what it had asked for may still be done. */
  lost(): void;
  cut(): void;
  block(until: number): void;
  slow(factor: number): void;
  /** Its host was gone, and is there again. */
  left(): void;
}

/** A process, when all is over. */
export interface Final {
  readonly pid: string;
  readonly entry: string;
  readonly state: string;
  readonly problem: string;
  /** How many there were at most. */
  readonly owners: number;
  readonly about: string;
}

export interface Stores {
  place(): Place;
  /** Nobody is answered until then. */
  stop(until: number): void;
  processes(): Final[];
  /** What is on its way to other stores. */
  away(): string[];
  close(): void;
}

export interface StoresOptions {
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly note: (line: string) => void;
  readonly committed: (node: number, deeds: readonly Deed[]) => void;
}

const SCHEMA = 'simulated';

export class SharedStores implements Stores {
  readonly #server: PostgresModel;
  readonly #network: Network;
  readonly #ways: Way[] = [];

  constructor({ timeline, chance, note, committed }: StoresOptions) {
    const now = () => EPOCH + timeline.now;
    this.#server = new PostgresModel(SCHEMA, { now, committed });
    const done = (who: string, text: string, rows: number) =>
      note(`${who} ${this.#server.nameOf(text)} ${rows}`);
    this.#network = new Network({ timeline, server: this.#server, chance, done });
  }

  place(): Place {
    const way = new Way();
    this.#ways.push(way);
    return {
      open: (who, life) => new PostgresStore({}, SCHEMA, this.#network.connect(who, life, way)),
      lost: () => way.cut(),
      cut: () => way.cut(),
      block: (until) => {
        way.blockedUntil = Math.max(way.blockedUntil, until);
      },
      slow: (factor) => {
        way.slowness = factor;
      },
      left: () => {},
    };
  }

  stop(until: number): void {
    this.#network.serverDownUntil = Math.max(this.#network.serverDownUntil, until);
    for (const way of this.#ways) way.cut();
  }

  processes(): Final[] {
    const { processes, inputs } = this.#server.tables;
    return processes.all().map((row) => {
      const { pid, entry, state, problem, fence, started_as, step, owner } = row;
      const waiting = isLiving(row)
        ? inputs.of(pid).map(({ id, kind, node }) => `${id} ${kind} at ${node}`)
        : [];
      const about = `${started_as ?? ''} at step ${step} of node ${owner}, inputs: ${waiting.join(', ')}`;
      return { pid, entry, state, problem, owners: fence, about };
    });
  }

  away(): string[] {
    const { processes, inputs } = this.#server.tables;
    return inputs
      .all()
      .filter(({ pid }) => !isVolatile(pid) && !processes.has(pid))
      .map(({ kind, sender, pid }) => `${kind} of ${sender} to ${pid}`);
  }

  close(): void {
    for (const way of this.#ways) way.cut();
  }
}
