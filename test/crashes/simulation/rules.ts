/**
 * What must be true whatever goes wrong, watched at every commit of the store and at the end.
 *
 *   D4  A message is handled once, and those of one sender in their order.
 *   D8  An effect has one key, and happens at most once for each owner that its process had.
 *   L2  A process has one owner under each fence, and its steps follow one another.
 *   Si1 Whoever is started under an id that is used once, is started once.
 *   Si2 All comes to its end: the books close, every run has the result that it has undisturbed.
 */
import { isDeepStrictEqual } from 'node:util';
import { BALANCE, jobs, type Work } from './guests.ts';
import type { Ledger } from './ledger.ts';
import type { Deed } from './model-writes.ts';
import type { Final } from './stores.ts';

export interface Expected extends Work {
  readonly flows: readonly string[];
  readonly leaders: number;
  readonly letters: number;
}

/** What those say that are to fail, or to be replaced. */
const failing = ['the child broke', 'process terminated'];

export class Rules {
  readonly broken: string[] = [];
  readonly #steps = new Map<string, number>();
  readonly #owners = new Map<string, number>();
  readonly #handled = new Set<string>();
  readonly #begun = new Set<string>();
  readonly #last = new Map<string, number>();
  readonly #ended = new Set<string>();
  readonly #started = new Map<string, string[]>();

  breaks(rule: string): void {
    this.broken.push(rule);
  }

  /** `store`: where. */
  committed(node: number, deeds: readonly Deed[], store: string): void {
    for (const deed of deeds) this.#did(node, deed, store);
  }

  #did(node: number, deed: Deed, store: string): void {
    switch (deed.type) {
      case 'step': {
        const { pid, number, fence } = deed;
        const before = this.#steps.get(pid) ?? 0;
        if (number !== before + 1) this.breaks(`L2: step ${number} of ${pid} follows step ${before}`);
        this.#steps.set(pid, number);
        const key = `${pid} ${fence}`;
        const owner = this.#owners.get(key) ?? node;
        if (owner !== node)
          this.breaks(`L2: ${pid} has two owners under fence ${fence}: ${owner} and ${node}`);
        this.#owners.set(key, owner);
        if (this.#ended.has(pid)) this.breaks(`L2: ${pid} takes step ${number} after its end`);
        return;
      }
      case 'consumed':
        this.#consumed(deed, store);
        return;
      case 'ended':
        if (this.#ended.has(deed.pid)) this.breaks(`${deed.pid} ended twice`);
        this.#ended.add(deed.pid);
        if (deed.state === 'failed' && !failing.some((text) => deed.exit.includes(text)))
          this.breaks(`Si2: ${deed.pid} failed: ${deed.exit}`);
        return;
      case 'started':
        if (this.#begun.has(deed.pid)) this.breaks(`D4: ${deed.pid} was started twice`);
        this.#begun.add(deed.pid);
        if (deed.as !== null) this.#started.set(deed.as, [...(this.#started.get(deed.as) ?? []), deed.pid]);
    }
  }

  #consumed({ id, input, by }: Extract<Deed, { readonly type: 'consumed' }>, store: string): void {
    const key = `${store} ${id}`;
    if (this.#handled.has(key) || input === undefined) {
      this.breaks(`D4: ${by} handles input ${id} twice`);
      return;
    }
    this.#handled.add(key);
    if (input.pid !== by) this.breaks(`D4: ${by} handles input ${id} of ${input.pid}`);
    if (input.kind !== 'message') return;
    const way = `${input.sender} ${by}`;
    const last = this.#last.get(way) ?? 0;
    if (id < last) this.breaks(`D4: ${by} handles ${id} of ${input.sender} after ${last}`);
    this.#last.set(way, Math.max(last, id));
  }

  /** At the end, when all were asked what came of it. */
  closed(all: readonly Final[], away: readonly string[], ledger: Ledger, expected: Expected): void {
    for (const row of away) this.breaks(`D4: ${row} never arrived in the other store`);
    const processes = new Map(all.map((one) => [one.pid, one]));
    this.#bank(ledger, expected);
    for (const flow of expected.flows) {
      this.#same(ledger, flow, jobs[flow.replace(/^far /, '')]);
      const [pid, ...more] = this.#started.get(`job ${flow}`) ?? [];
      if (more.length > 0) this.breaks(`Si1: the id job ${flow} was used ${more.length + 1} times`);
      const state = processes.get(pid ?? '')?.state;
      if (state !== 'completed') this.breaks(`Si2: job ${flow} is ${state}`);
    }
    this.#names(ledger, expected);
    for (const [key, { what, count }] of ledger.effects) {
      const pid = key.slice(0, key.lastIndexOf('/'));
      const owners = processes.get(pid)?.owners ?? 0;
      if (count > owners)
        this.breaks(`D8: ${what} happened ${count} times under ${key}, which had ${owners} owners`);
    }
    this.#letters(ledger, expected);
    for (const { pid, entry, state, problem } of all) {
      if (state === 'held') this.breaks(`Si2: ${entry} ${pid} is ${state}: ${problem}`);
    }
  }

  #same(ledger: Ledger, what: string, expected: unknown): void {
    const all = ledger.reports.get(what) ?? [];
    if (all.length === 0) this.breaks(`Si2: ${what} was never reported`);
    for (const value of all) {
      // Records of guests have no prototype.
      if (!isDeepStrictEqual(JSON.parse(JSON.stringify(value ?? null)), expected))
        this.breaks(`Si2: ${what} is ${JSON.stringify(value)} and not ${JSON.stringify(expected)}`);
    }
  }

  #bank(ledger: Ledger, { accounts, tellers, transfers }: Work): void {
    const made = tellers * transfers;
    this.#same(ledger, 'bank', { sum: accounts * BALANCE, made, handled: 2 * made + accounts });
    const audits = [...ledger.effects.values()].filter(({ what }) => what.startsWith('audit '));
    const different = new Set(audits.map(({ what }) => what)).size;
    if (audits.length !== made || different !== made)
      this.breaks(`D8: ${made} transfers have ${audits.length} keys of ${different} audits`);
  }

  #names(ledger: Ledger, { accounts, tellers, leaders }: Expected): void {
    const once = [
      ...Array.from({ length: accounts }, (_, i) => `account ${i + 1}`),
      ...Array.from({ length: tellers }, (_, i) => `teller ${i + 1}`),
      'bank',
      'mailbox',
    ];
    for (const name of once) {
      const count = this.#started.get(name)?.length ?? 0;
      if (count !== 1) this.breaks(`D6: ${count} processes were started as ${name}`);
    }
    let elected = 0;
    for (let i = 1; i <= leaders; i++) {
      const all = new Set(ledger.reports.get(`candidate ${i}`));
      if (all.size !== 1) this.breaks(`D6: candidate ${i} was told ${[...all].join(' and ') || 'nothing'}`);
      if (all.has(true)) elected++;
    }
    if (leaders > 0 && elected !== 1) this.breaks(`D6: ${elected} of ${leaders} candidates have the name`);
  }

  #letters(ledger: Ledger, { letters }: Expected): void {
    const [seen] = ledger.reports.get('letters') ?? [];
    const known = new Map(Object.entries((seen ?? {}) as Record<string, number>)); // as the mailbox made it
    for (const [sender, number] of ledger.letters) {
      const got = known.get(sender) ?? 0;
      if (got < number)
        this.breaks(`D5: letter ${number} of ${sender} was acknowledged, the mailbox has ${got}`);
      if (got > letters) this.breaks(`D5: the mailbox has letter ${got} of ${letters} of ${sender}`);
    }
  }
}
