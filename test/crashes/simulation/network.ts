/**
 * The way between nodes and the server: every message takes its time, in its connection's order. A way can be blocked,
 * slow, or cut. What was on its way through a connection that is cut is lost, or still arrives, whatever the sender thinks.
 */
import type { Chance } from '../../../src/base/index.ts';
import type { Connect, Connection, Hearing } from '../../../src/durable/store/postgres-session.ts';
import type { Life } from './life.ts';
import type { PostgresModel } from './postgres-model.ts';
import type { Timeline } from './timeline.ts';

/** Milliseconds. */
const LONGEST_WAY = 2;
/** So late may arrive what was on its way through a cut connection. */
const LATEST = 3000;
/** So much of it arrives. */
const ARRIVES = 0.5;

/** The way between one machine and the server. */
export class Way {
  blockedUntil = 0;
  slowness = 1;
  readonly links = new Set<Link>();

  cut(): void {
    for (const link of [...this.links]) link.cut();
  }
}

export interface NetworkOptions {
  readonly timeline: Timeline;
  readonly server: PostgresModel;
  readonly chance: Chance;
  /** Is told of every statement that the server has carried out. */
  readonly done: (who: string, text: string, rows: number) => void;
}

export class Network {
  readonly options: NetworkOptions;
  serverDownUntil = 0;

  constructor(options: NetworkOptions) {
    this.options = options;
  }

  get isServerDown(): boolean {
    return this.options.timeline.now < this.serverDownUntil;
  }

  connect(who: string, life: Life, way: Way): Connect {
    return ({ connectionTimeoutMillis = 5000, query_timeout = 30_000 }, hearing) =>
      new Link(this, { who, life, way, hearing, patience: [connectionTimeoutMillis, query_timeout] });
  }
}

interface LinkOptions {
  readonly who: string;
  readonly life: Life;
  readonly way: Way;
  readonly hearing: Hearing;
  /** Milliseconds for a connection, and for an answer. */
  readonly patience: readonly [number, number];
}

class Link implements Connection {
  readonly #network: Network;
  readonly #options: LinkOptions;
  #isCut = false;
  /** The last arrivals there and back: what is sent later does not arrive before. */
  #there = 0;
  #back = 0;
  /** Fails what is open. */
  readonly #open = new Set<(reason: Error) => void>();
  #deaf: () => void = () => {};

  constructor(network: Network, options: LinkOptions) {
    this.#network = network;
    this.#options = options;
  }

  connect(): Promise<void> {
    const { way, patience } = this.#options;
    return this.#asking(patience[0], 'the connection timed out', (answer) => {
      way.links.add(this);
      this.#toServer(() => {
        if (this.#network.isServerDown) this.cut();
        else this.#toNode(() => answer.resolve(undefined));
      });
    });
  }

  query(question: string | { text: string; values?: unknown[] }): Promise<never> {
    if (this.#isCut) return Promise.reject(new Error('the connection was lost'));
    return this.#asking(this.#options.patience[1], 'the answer timed out', (answer) => {
      this.#toServer(() => {
        const outcome = this.#ask(question);
        if (outcome === undefined) return;
        this.#toNode(() => {
          if ('error' in outcome) answer.reject(outcome.error);
          else answer.resolve(outcome.value as never); // rows of what was asked
        });
      });
    });
  }

  /** The node ends it. */
  async end(): Promise<void> {
    this.#close();
  }

  /** It is gone: the node hears of it, the server finds out by itself. */
  cut(): void {
    if (this.#isCut) return;
    this.#close();
    const reason = new Error('the connection was lost');
    const open = [...this.#open];
    this.#open.clear();
    this.#options.life.after(this.#delay(), () => {
      for (const fail of open) fail(reason);
      this.#options.hearing.lost();
    });
  }

  #close(): void {
    this.#isCut = true;
    this.#options.way.links.delete(this);
    this.#deaf();
  }

  #asking<T>(
    patience: number,
    tooLate: string,
    ask: (answer: { resolve(value: T): void; reject(reason: unknown): void }) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = this.#options.life.after(patience, () => fail(new Error(tooLate)));
      const over = () => {
        timer.cancel();
        this.#open.delete(fail);
      };
      const fail = (reason: unknown) => {
        over();
        reject(reason);
      };
      this.#open.add(fail);
      ask({
        resolve: (value) => {
          over();
          resolve(value);
        },
        reject: fail,
      });
    });
  }

  #ask(
    question: string | { text: string; values?: unknown[] },
  ): { value: unknown } | { error: unknown } | undefined {
    const { server, done } = this.#network.options;
    const { who, hearing } = this.#options;
    if (this.#network.isServerDown) {
      this.cut();
      return undefined;
    }
    if (typeof question === 'string') {
      if (!this.#isCut)
        this.#deaf = server.listen((channel, text) => this.#toNode(() => hearing.told(channel, text)));
      return { value: { rows: [], rowCount: 0 } };
    }
    const asked = { text: question.text, values: question.values ?? [] };
    try {
      const value = server.execute(asked);
      done(who, asked.text, value.rowCount);
      return { value };
    } catch (error) {
      done(who, asked.text, -1);
      return { error };
    }
  }

  #delay(): number {
    const { chance } = this.#network.options;
    return chance.random() * LONGEST_WAY * this.#options.way.slowness;
  }

  #arrival(last: number): number {
    const { timeline } = this.#network.options;
    return Math.max(last, timeline.now + this.#delay(), this.#options.way.blockedUntil);
  }

  #toServer(arrived: () => void): void {
    const { timeline, chance } = this.#network.options;
    this.#there = this.#arrival(this.#there);
    timeline.at(this.#there, () => {
      if (!this.#isCut) arrived();
      else if (chance.random() < ARRIVES) timeline.after(chance.random() * LATEST, arrived);
    });
  }

  #toNode(arrived: () => void): void {
    this.#back = this.#arrival(this.#back);
    this.#options.life.at(this.#back, () => {
      if (!this.#isCut) arrived();
    });
  }
}
