/**
 * A whole cluster under one seed in one thread: real nodes with real processes on a model of their store, a network that
 * loses and delays, clocks that are wrong, and faults that were planned. The same seed is the same run.
 */
import { createHash } from 'node:crypto';
import { LuaTable } from '../../../src/lua/index.ts';
import { chance as guestChance, SeedableChance } from '../../../src/lua/library/chance-register.ts';
import { SeededChance } from '../../../src/testing/index.ts';
import { endOf, type Fault, faultText, planFaults } from './faults.ts';
import { farJobs, jobs, lastJob } from './guests.ts';
import { Ledger, use } from './ledger.ts';
import { LocalStores } from './local-stores.ts';
import type { Deed } from './model-writes.ts';
import { type Expected, Rules } from './rules.ts';
import { LEASE, SimulatedNode } from './simulated-node.ts';
import { type Final, SharedStores, type Stores } from './stores.ts';
import { Timeline } from './timeline.ts';

export interface SimulationOptions {
  /** In place of those that the seed plans. */
  readonly faults?: readonly Fault[];
  /** A second store; otherwise the seed says whether there is one. */
  readonly hasFar?: boolean;
  /** Takes every line of the trace. */
  readonly trace?: (line: string) => void;
}

export interface Outcome {
  readonly faults: readonly Fault[];
  /** Of all that happened. */
  readonly hash: string;
  readonly events: number;
  readonly broken: readonly string[];
}

/** When nothing goes wrong any more all must be done within this time, in milliseconds. */
const PATIENCE = 120_000;
/** For what should not come any more. */
const AFTERWARDS = 3000;
/** A node that cannot end in order is killed. */
const DRAIN_PATIENCE = 5000;

/** What a log never says when all is well. */
const alarms = ['what followed a durable write failed', 'an effect of a durable process failed'];

export function simulate(seed: number | string, options: SimulationOptions = {}): Promise<Outcome> {
  return new Simulation(seed, options).run();
}

class Simulation {
  readonly #timeline = new Timeline();
  readonly #hash = createHash('sha256');
  readonly #rules = new Rules();
  readonly #stores: Stores;
  readonly #far: Stores | undefined;
  readonly #nodes: SimulatedNode[];
  readonly #faults: readonly Fault[];
  readonly #expected: Expected;
  readonly #ledger = new Ledger((line) => this.#note(line));
  readonly #trace: ((line: string) => void) | undefined;
  readonly #guests: SeededChance;
  #closing: 'no' | 'asked' | 'done' = 'no';
  #isOver = false;

  constructor(seed: number | string, { faults, trace, hasFar }: SimulationOptions) {
    this.#trace = trace;
    this.#guests = new SeededChance(`guests ${seed}`);
    const chance = new SeededChance(`plan ${seed}`);
    const upTo = (least: number, most: number) => least + Math.floor(chance.random() * (most - least + 1));
    // One alone has a disk of its own; several share a server.
    const nodes = [1, 2, 3, 3][upTo(0, 3)] ?? 1;
    const flows = Object.keys(jobs).filter((flow) => flow !== lastJob && chance.random() < 0.4);
    this.#expected = {
      accounts: upTo(2, 4),
      tellers: upTo(1, 3),
      transfers: upTo(2, 5),
      flows,
      leaders: upTo(0, 3),
      letters: upTo(0, 6),
    };
    const timeline = this.#timeline;
    const isLocal = nodes === 1;
    const optionsOf = (store: string) => ({
      timeline,
      chance: new SeededChance(`${store} ${seed}`),
      note: (line: string) => this.#note(line),
      committed: (node: number, deeds: readonly Deed[]) => {
        const shown = (key: string, value: unknown) => (key === 'body' ? undefined : value);
        this.#note(`commit of ${node} to ${store}: ${JSON.stringify(deeds, shown)}`);
        this.#rules.committed(node, deeds, store);
      },
    });
    this.#stores = isLocal ? new LocalStores(optionsOf('stores')) : new SharedStores(optionsOf('stores'));
    const last = new SeededChance(`last job ${seed}`);
    if (last.random() < 0.4) flows.push(lastJob);
    const planned = planFaults(chance, upTo(3, 8), nodes, LEASE);
    // The second store has chances of its own, so that the first one's are the same without it.
    const other = new SeededChance(`far plan ${seed}`);
    if (hasFar ?? other.random() < 0.5) {
      const isDisk = isLocal && other.random() < 0.5;
      this.#far = isDisk ? new LocalStores(optionsOf('far')) : new SharedStores(optionsOf('far'));
      flows.push(...farJobs.filter(() => other.random() < 0.5).map((flow) => `far ${flow}`));
      if (last.random() < 0.5) flows.push(`far ${lastJob}`);
      planned.push(...planFaults(other, Math.floor(other.random() * 4), nodes, LEASE, true));
      planned.sort((a, b) => a.at - b.at);
    }
    this.#faults = faults ?? planned;
    const { accounts, tellers, transfers, leaders, letters } = this.#expected;
    const list = new LuaTable();
    for (const [i, flow] of flows.entries()) list.set(i + 1, flow);
    const setting = {
      seed: String(seed),
      timeline,
      door: ['sim:door', list, accounts, tellers, transfers, leaders, letters] as const,
      longestSlice: chance.random() < 0.3 ? 50 : 10_000,
      longestStep: chance.random() < 0.3 ? 0 : 20,
      logged: (level: string, message: string, fields: unknown) => this.#logged(level, message, fields),
    };
    this.#nodes = Array.from({ length: nodes }, (_, i) => {
      const place = this.#stores.place();
      return new SimulatedNode(`n${i}`, { ...setting, place, far: this.#far?.place() });
    });
  }

  async run(): Promise<Outcome> {
    use(this.#ledger);
    guestChance.current = new SeedableChance(() => this.#guests.random());
    for (const [i, node] of this.#nodes.entries()) this.#timeline.at(i * 3, () => this.#start(node));
    for (const fault of this.#faults) this.#timeline.at(fault.at, () => this.#strike(fault));
    const healed = endOf(this.#faults);
    this.#timeline.at(healed, () => this.#heal());
    this.#timeline.at(healed + PATIENCE, () => this.#giveUp());
    this.#look();
    await this.#timeline
      .run(() => this.#isOver || this.#rules.broken.length > 0)
      .catch((thrown: unknown) =>
        this.#rules.breaks(`Si2: ${thrown instanceof Error ? thrown.message : thrown}`),
      );
    const hash = this.#hash.digest('hex');
    for (const node of this.#nodes) node.crash();
    this.#stores.close();
    this.#far?.close();
    return { faults: this.#faults, hash, events: this.#timeline.events, broken: this.#rules.broken };
  }

  #note(line: string): void {
    const text = `${this.#timeline.now.toFixed(3)} ${line}\n`;
    this.#hash.update(text);
    this.#trace?.(text);
  }

  #logged(level: string, message: string, fields: unknown): void {
    this.#note(`${level} ${message}`);
    this.#trace?.(`  ${JSON.stringify(fields)}\n`);
    if (alarms.some((one) => message.endsWith(one))) this.#rules.breaks(`a node says: ${message}`);
  }

  #strike(fault: Fault): void {
    const { type, span, isFar = false } = fault;
    const node = this.#nodes[fault.node];
    const place = isFar ? node?.far : node?.place;
    if (node === undefined || place === undefined) return;
    const timeline = this.#timeline;
    const until = timeline.now + span;
    this.#note(`fault: ${faultText(fault)}`);
    switch (type) {
      case 'crash':
        node.crash();
        timeline.at(until, () => this.#start(node));
        return;
      case 'drain':
        this.#drain(node, span);
        return;
      case 'pause':
        node.machine.pausedUntil = Math.max(node.machine.pausedUntil, until);
        return;
      case 'cut':
        place.cut();
        return;
      case 'block':
        place.block(until);
        return;
      case 'slow':
        place.slow(100);
        timeline.at(until, () => place.slow(1));
        return;
      case 'server':
        (isFar ? this.#far : this.#stores)?.stop(until);
        return;
      case 'leave':
        node.leave(span, isFar);
        return;
      case 'jump':
        node.machine.offset += span;
    }
  }

  #drain(node: SimulatedNode, span: number): void {
    let isDone = false;
    const done = () => {
      if (isDone) return;
      isDone = true;
      this.#timeline.after(span, () => this.#start(node));
    };
    this.#timeline.after(DRAIN_PATIENCE, () => {
      if (isDone) return;
      node.crash();
      done();
    });
    node.drain(done);
  }

  #start(node: SimulatedNode): void {
    if (!node.isUp) node.start();
  }

  #heal(): void {
    this.#note('nothing goes wrong any more');
    for (const node of this.#nodes) this.#start(node);
  }

  /** Asks for the rest when all was reported. */
  #look(): void {
    const { flows, leaders } = this.#expected;
    const wanted = ['bank', ...flows, ...Array.from({ length: leaders }, (_, i) => `candidate ${i + 1}`)];
    const isHealed = this.#timeline.now > endOf(this.#faults) + DRAIN_PATIENCE + LEASE;
    if (this.#closing === 'no' && isHealed && wanted.every((what) => this.#ledger.reports.has(what))) {
      this.#closing = 'asked';
      void this.#nodes[0]?.run('sim:closer');
    } else if (this.#closing === 'asked' && this.#ledger.reports.has('letters')) {
      this.#closing = 'done';
      this.#timeline.after(AFTERWARDS, () => {
        this.#isOver = true;
        const away = [...this.#stores.away(), ...(this.#far?.away() ?? [])];
        this.#rules.closed(this.#processes(), away, this.#ledger, this.#expected);
      });
    }
    this.#timeline.after(100, () => this.#look());
  }

  #processes(): Final[] {
    return [...this.#stores.processes(), ...(this.#far?.processes() ?? [])];
  }

  #giveUp(): void {
    if (this.#isOver) return;
    const left = this.#processes()
      .filter(({ state }) => state === 'running' || state === 'held')
      .map(({ pid, entry, state, about }) => `${entry} ${pid} ${state} ${about}`);
    this.#rules.breaks(`Si2: it does not come to its end\n  ${left.join('\n  ')}`);
  }
}
