/** What has arrived from other nodes (L4): for durable processes, and for those of this node that are not durable. */
import { type Log, toFailure } from '#base';
import { added, isDurable, type Shard } from '#process';
import { AWAY_START } from './away-start.ts';
import type { ValueCodec } from './checked-codec.ts';
import { tellEnd } from './farewell.ts';
import { type Entering, readInput, tieToDead } from './input-form.ts';
import type { Bytes, StoredInput } from './store/records.ts';
import type { SharedStore } from './store/shared-store.ts';

export interface InboxOptions {
  readonly shard: Shard;
  readonly store: SharedStore;
  readonly codec: ValueCodec;
  readonly log: Log;
  /** The durable process is one of this store. */
  isStored(pid: string): boolean;
  /** What came for a durable process cannot be read. */
  damaged(pid: string, thrown: unknown): void;
}

export class Inbox {
  readonly #options: InboxOptions;
  readonly #answer: (to: string, what: Entering) => void;
  /** Inputs for processes that are not durable, handed over and still in the store. */
  readonly #handed = new Set<number>();

  /** `answer` takes what is to go back to a durable process. */
  constructor(options: InboxOptions, answer: (to: string, what: Entering) => void) {
    this.#options = options;
    this.#answer = answer;
  }

  /** `deliver` takes what is for durable processes, `away` what is for those of other stores, and what is to begin by a row. */
  arrive(
    inputs: readonly StoredInput[],
    deliver: (id: number, to: string, what: Entering, body: Bytes) => void,
    away: (input: StoredInput) => void,
  ): void {
    const { codec, shard, store, log } = this.#options;
    const handed: number[] = [];
    for (const input of inputs) {
      const { id, to, kind, from, body } = input;
      if (kind === AWAY_START || (isDurable(to) && !this.#options.isStored(to))) {
        away(input);
        continue;
      }
      if (!isDurable(to)) {
        handed.push(id);
        if (this.#handed.has(id)) continue;
        this.#handed.add(id);
      }
      let what: Entering;
      try {
        what = readInput(codec, kind, from, body);
      } catch (thrown) {
        if (isDurable(to)) this.#options.damaged(to, thrown);
        else log.error('what came for a process cannot be read', { pid: to, from, error: toFailure(thrown) });
        continue;
      }
      if (isDurable(to)) deliver(id, to, what, body);
      else handOver(shard, to, what, this.#answer);
    }
    if (handed.length === 0) return;
    store.drop(handed).then(
      () => {
        for (const id of handed) this.#handed.delete(id);
      },
      (thrown) => log.warn('what was handed over stays in the store', { error: toFailure(thrown) }),
    );
  }
}

function handOver(
  shard: Shard,
  to: string,
  what: Entering,
  answer: (to: string, what: Entering) => void,
): void {
  const { outbox, directory } = shard;
  switch (what.type) {
    case 'message':
      outbox.sendAs(what.from, to, what.topic, what.count, what.value);
      return;
    case 'exit':
    case 'link-down':
    case 'result':
      tellEnd(shard, to, what);
      return;
    case 'cancel':
      outbox.cancelAs(what.from, to, what.reason, what.wait);
      return;
    case 'terminate':
      outbox.terminateNow(to, what.from);
      return;
    case 'monitor':
    case 'link': {
      const process = directory.find(to);
      if (process === undefined) {
        const told = tieToDead(to, what);
        if (told !== undefined) answer(what.from, told);
      } else if (what.type === 'monitor') process.watchers = added(process.watchers, what.from);
      else process.links = added(process.links, what.from);
      return;
    }
    case 'unmonitor':
      directory.find(to)?.watchers?.delete(what.from);
      return;
    case 'unlink':
      directory.find(to)?.links?.delete(what.from);
  }
}
