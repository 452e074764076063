/** What happens outside of a simulation's nodes: effects of activities, reports of runs, letters that were acknowledged. */
import type { Data } from '../../../src/base/index.ts';
import { arg, defineModule, fn, t } from '../../../src/plugin/index.ts';

export class Ledger {
  /** Keys, how often each effect happened, and which one it was. */
  readonly effects = new Map<string, { readonly what: string; count: number }>();
  readonly reports = new Map<string, Data[]>();
  /** The last letter of each sender that the sender knows to be stored. */
  readonly letters = new Map<string, number>();
  readonly #noted: (line: string) => void;

  constructor(noted: (line: string) => void) {
    this.#noted = noted;
  }

  effect(what: string, key: string): void {
    this.#noted(`effect ${what} ${key}`);
    const known = this.effects.get(key);
    if (known === undefined) this.effects.set(key, { what, count: 1 });
    else {
      if (known.what !== what) throw new Error(`the key ${key} is that of ${known.what} and of ${what}`);
      known.count++;
    }
  }

  report(what: string, value: Data): void {
    this.#noted(`report ${what} ${JSON.stringify(value)}`);
    const all = this.reports.get(what) ?? [];
    all.push(value);
    this.reports.set(what, all);
  }

  acknowledged(sender: string, number: number): void {
    this.#noted(`acknowledged ${sender} ${number}`);
    this.letters.set(sender, number);
  }
}

/** The ledger of the simulation that runs now: there is one in the thread. */
let current = new Ledger(() => {});

export function use(ledger: Ledger): void {
  current = ledger;
}

export const ledgerModule = defineModule({
  name: 'ledger',
  summary: 'Where guests of a simulation write what the world outside has seen.',
  functions: {
    effect: fn({
      summary: 'Something happened, under an idempotency key.',
      args: [arg('what', t.string), arg('key', t.string)],
      returns: [],
      effect: 'local',
      run: (what, key) => current.effect(what, key),
    }),
    report: fn({
      summary: 'Tells a result.',
      args: [arg('what', t.string), arg('value', t.data)],
      returns: [],
      effect: 'local',
      run: (what, value) => current.report(what, value),
    }),
    acknowledged: fn({
      summary: 'The sender knows that so many of its letters are stored.',
      args: [arg('sender', t.string), arg('number', t.integer())],
      returns: [],
      effect: 'local',
      run: (sender, number) => current.acknowledged(sender, number),
    }),
  },
});
