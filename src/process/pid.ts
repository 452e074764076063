/**
 * Process identifiers: the text `{host|0x…}`, from other nodes `{node@host|0x…}`.
 *
 * The unique part is the hexadecimal form of the node's incarnation, the scheduler (two digits), the slot (six) and
 * the slot's generation (six), so no pid ever names two processes, not even after a restart. `host` is the id of a
 * host entry, or of the function for a call.
 */
export const MAX_SCHEDULERS = 0x100;
export const MAX_SLOTS = 0x1000000;
export const MAX_GENERATION = 0xffffff;

export interface Pid {
  /** '' for a process of this node. */
  readonly node: string;
  readonly host: string;
  /** The incarnation's digits, without leading zeros. */
  readonly incarnation: string;
  readonly scheduler: number;
  readonly slot: number;
  readonly generation: number;
}

/** Tells one start of a node from all others, also from those in the same second; `random` is from 0 to 1. */
export function incarnationOf(now: number, random: number): number {
  return Math.floor(now / 1000) * 2 ** 21 + Math.floor(random * 2 ** 21);
}

/** What all pids of one scheduler share: `0x`, incarnation and scheduler. */
export function pidPrefix(incarnation: number, scheduler: number): string {
  return `0x${incarnation.toString(16)}${hex(scheduler, 2)}`;
}

/** Makes the pids of one host. Spawning makes one of these each, so what several have in common is kept. */
export class HostPids {
  readonly #lead: string;
  /** With the first digits of the slot, by their number. */
  readonly #leads: (string | undefined)[] = [];

  /** `prefix`: see `pidPrefix`. */
  constructor(host: string, prefix: string) {
    this.#lead = `{${host}|${prefix}`;
  }

  pid(slot: number, generation: number): string {
    const high = slot >> 12;
    let lead = this.#leads[high];
    if (lead === undefined) {
      lead = this.#lead + threeDigits(high);
      this.#leads[high] = lead;
    }
    // The short texts are put together first: V8 copies these at once, and keeps a tree of the others.
    return lead + (threeDigits(slot & 0xfff) + endOf(generation));
  }
}

const endsMade: string[] = [];

/** A generation's digits and the brace. Few slots have had thousands of processes. */
function endOf(generation: number): string {
  if (generation >= 0x1000) return `${hex(generation, 6)}}`;
  while (endsMade.length <= generation) endsMade.push(`${hex(endsMade.length, 6)}}`);
  return endsMade[generation] ?? '';
}

const digitsMade: (string | undefined)[] = new Array(0x1000);

function threeDigits(value: number): string {
  const made = digitsMade[value];
  if (made !== undefined) return made;
  const digits = hex(value, 3);
  digitsMade[value] = digits;
  return digits;
}

/** The slot in a text that may be a pid; only a comparison with the pid of the process in it tells whether it is one. */
export function slotIn(text: string): number {
  const end = text.length - 7;
  let slot = 0;
  for (let i = end - 6; i < end; i++) {
    const code = text.charCodeAt(i);
    slot = (slot << 4) | (code >= 0x61 ? code - 0x57 : code - 0x30);
  }
  return slot;
}

const form = /^\{(?:([^@|{}]+)@)?([^|{}]+)\|0x([0-9a-f]+)([0-9a-f]{2})([0-9a-f]{6})([0-9a-f]{6})\}$/;

/** The parts of a pid, or undefined for a text that is none: then it may be a registered name. */
export function parsePid(text: string): Pid | undefined {
  const found = form.exec(text);
  if (found === null) return undefined;
  const [, node = '', host = '', incarnation = '', scheduler = '', slot = '', generation = ''] = found;
  return {
    node,
    host,
    incarnation,
    scheduler: Number.parseInt(scheduler, 16),
    slot: Number.parseInt(slot, 16),
    generation: Number.parseInt(generation, 16),
  };
}

/** Pids begin with a brace, names do not: decides which of the two a destination means. */
export function isPid(text: string): boolean {
  return text.charCodeAt(0) === 0x7b;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
