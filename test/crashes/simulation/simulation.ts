/**
 * A whole cluster under one seed in one thread: real nodes with real processes on a model of their store, a network that
 * loses and delays, clocks that are wrong, and faults that were planned. The same seed is the same run.
 */
import { createHash } from 'node:crypto';
import { LuaTable } from '../../../src/lua/index.ts';
import { chance as guestChance, SeedableChance } from '../../../src/lua/library/chance-register.ts';
import { SeededChance } from '../../../src/testing/index.ts';
import { endOf, type Fault, faultText, planFaults } from './faults.ts';
import { jobs } from './guests.ts';
import { Ledger, use } from './ledger.ts';
import { EPOCH } from './life.ts';
import { Network } from './network.ts';
import { PostgresModel } from './postgres-model.ts';
import { type Expected, Rules } from './rules.ts';
import { LEASE, SCHEMA, SimulatedNode } from './simulated-node.ts';
import { Timeline } from './timeline.ts';

export interface SimulationOptions {
  /** In place of those that the seed plans. */
  readonly faults?: readonly Fault[];
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
  readonly #server: PostgresModel;
  readonly #network: Network;
  readonly #nodes: SimulatedNode[];
  readonly #faults: readonly Fault[];
  readonly #expected: Expected;
  readonly #ledger = new Ledger((line) => this.#note(line));
  readonly #trace: ((line: string) => void) | undefined;
  readonly #guests: SeededChance;
  #closing: 'no' | 'asked' | 'done' = 'no';
  #isOver = false;

  constructor(seed: number | string, { faults, trace }: SimulationOptions) {
    this.#trace = trace;
    this.#guests = new SeededChance(`guests ${seed}`);
    const chance = new SeededChance(`plan ${seed}`);
    const upTo = (least: number, most: number) => least + Math.floor(chance.random() * (most - least + 1));
    const nodes = upTo(2, 3);
    const flows = Object.keys(jobs).filter(() => chance.random() < 0.4);
    this.#expected = {
      accounts: upTo(2, 4),
      tellers: upTo(1, 3),
      transfers: upTo(2, 5),
      flows,
      leaders: upTo(0, 3),
      letters: upTo(0, 6),
    };
    const timeline = this.#timeline;
    const now = () => EPOCH + timeline.now;
    this.#server = new PostgresModel(SCHEMA, {
      now,
      committed: (node, deeds) => {
        this.#note(
          `commit of ${node}: ${JSON.stringify(deeds, (key, value) => (key === 'body' ? value.length : value))}`,
        );
        this.#rules.committed(node, deeds);
      },
    });
    this.#network = new Network({
      timeline,
      server: this.#server,
      chance: new SeededChance(`network ${seed}`),
      done: (who, { text }, rows) => this.#note(`${who} ${this.#server.nameOf(text)} ${rows}`),
    });
    this.#faults = faults ?? planFaults(chance, upTo(3, 8), nodes, LEASE);
    const { accounts, tellers, transfers, leaders, letters } = this.#expected;
    const list = new LuaTable();
    for (const [i, flow] of flows.entries()) list.set(i + 1, flow);
    const setting = {
      seed: String(seed),
      timeline,
      network: this.#network,
      door: ['sim:door', list, accounts, tellers, transfers, leaders, letters] as const,
      longestSlice: chance.random() < 0.3 ? 50 : 10_000,
      longestStep: chance.random() < 0.3 ? 0 : 20,
      logged: (level: string, message: string, fields: unknown) => this.#logged(level, message, fields),
    };
    this.#nodes = Array.from({ length: nodes }, (_, i) => new SimulatedNode(`n${i}`, setting));
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
    await this.#timeline.run(() => this.#isOver || this.#rules.broken.length > 0);
    const hash = this.#hash.digest('hex');
    for (const node of this.#nodes) node.crash();
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
    const { type, span } = fault;
    const node = this.#nodes[fault.node];
    if (node === undefined) return;
    const { timeline } = this.#network.options;
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
        node.way.cut();
        return;
      case 'block':
        node.way.blockedUntil = Math.max(node.way.blockedUntil, until);
        return;
      case 'slow':
        node.way.slowness = 100;
        timeline.at(until, () => {
          node.way.slowness = 1;
        });
        return;
      case 'server':
        this.#network.serverDownUntil = Math.max(this.#network.serverDownUntil, until);
        for (const { way } of this.#nodes) way.cut();
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
        this.#rules.closed(this.#server, this.#ledger, this.#expected);
      });
    }
    this.#timeline.after(100, () => this.#look());
  }

  #giveUp(): void {
    if (this.#isOver) return;
    const { processes, inputs } = this.#server.tables;
    const left = processes
      .all()
      .filter(({ state }) => state === 'running' || state === 'held')
      .map(({ pid, entry, started_as, step, owner, state }) => {
        const waiting = inputs.of(pid).map(({ id, kind, node }) => `${id} ${kind} at ${node}`);
        return `${entry} ${started_as ?? ''} ${pid} ${state} at step ${step} of node ${owner}, inputs: ${waiting.join(', ')}`;
      });
    this.#rules.breaks(`Si2: it does not come to its end\n  ${left.join('\n  ')}`);
  }
}
