/** What goes wrong in a simulation, planned before it begins: so it can be shown, and left out one by one. */
import type { Chance } from '../../../src/base/index.ts';

export const faultTypes = [
  'crash',
  'drain',
  'pause',
  'cut',
  'block',
  'slow',
  'server',
  'jump',
  'leave',
] as const;

export interface Fault {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly type: (typeof faultTypes)[number];
  readonly node: number;
  /** It is about the node's other store. */
  readonly isFar?: true;
  /** How long it lasts, in milliseconds; how far a clock jumps. */
  readonly span: number;
}

/** Faults begin until then, in milliseconds: most of them early, when there is most to do. */
const HORIZON = 6000;

/** The longest of each, in multiples of a lease. */
const longest: Readonly<Record<Fault['type'], number>> = {
  crash: 2,
  drain: 1,
  pause: 2.5,
  cut: 0,
  block: 2.5,
  slow: 1,
  server: 1.5,
  jump: 10,
  leave: 1,
};

/** Those that are about one store. */
const ofStores: readonly Fault['type'][] = ['cut', 'block', 'slow', 'server', 'leave'];

export function planFaults(
  chance: Chance,
  count: number,
  nodes: number,
  lease: number,
  isFar = false,
): Fault[] {
  const types = isFar ? ofStores : faultTypes;
  const faults = Array.from({ length: count }, (): Fault => {
    const type = types[Math.floor(chance.random() * types.length)] ?? 'crash';
    const most = longest[type] * lease;
    // Short ones are as likely as long ones.
    const span = Math.round(most * chance.random() ** 2);
    return {
      at: Math.round(chance.random() ** 2 * HORIZON),
      type,
      node: Math.floor(chance.random() * nodes),
      span: type === 'jump' && chance.random() < 0.5 ? -span : span,
      ...(isFar && { isFar }),
    };
  });
  return faults.sort((a, b) => a.at - b.at);
}

/** When nothing goes wrong any more. */
export function endOf(faults: readonly Fault[]): number {
  return Math.max(0, ...faults.map(({ at, span }) => at + Math.max(0, span)));
}

export function faultText({ at, type, node, span, isFar }: Fault): string {
  return `at ${at} ms ${isFar === true ? 'far ' : ''}${type}${type === 'server' ? '' : ` of n${node}`}${span === 0 ? '' : ` for ${span} ms`}`;
}
