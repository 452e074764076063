/**
 * Time zones: UTC, the host's own, those of the IANA database by name, and fixed offsets with any name.
 *
 * Offsets come from the host's library (`Temporal`), which takes some microseconds to answer; a zone keeps
 * the spans it has asked for, and most programs live in two of them.
 */
import { abbreviationOf } from './zone-abbreviations.ts';

export interface Zone {
  readonly name: string;
  /** What holds at so many seconds since 1970. */
  at(seconds: number): ZoneOffset;
}

export interface ZoneOffset {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly abbreviation: string;
}

class FixedZone implements Zone {
  readonly name: string;
  readonly offset: number;

  constructor(name: string, offset: number) {
    this.name = name;
    this.offset = offset;
  }

  at(): ZoneOffset {
    return { offset: this.offset, abbreviation: this.name };
  }
}

/** A time during which an offset holds, in seconds since 1970; the end does not belong to it. */
interface Span extends ZoneOffset {
  readonly start: number;
  readonly end: number;
}

const mostSpans = 64;
/** The instants that the library can name, in seconds. */
const earliest = -8.64e12;
const latest = 8.64e12;

class NamedZone implements Zone {
  readonly name: string;
  readonly #spans: Span[] = [];

  constructor(name: string) {
    this.name = name;
  }

  at(seconds: number): ZoneOffset {
    return this.#spans.find(({ start, end }) => seconds >= start && seconds < end) ?? this.#find(seconds);
  }

  #find(seconds: number): Span {
    const within = Math.min(Math.max(seconds, earliest), latest - 1);
    // Half a second later, so that a change at this very second counts as the previous one.
    const there = Temporal.Instant.fromEpochMilliseconds(within * 1000 + 500).toZonedDateTimeISO(this.name);
    const offset = there.offsetNanoseconds / 1e9;
    const span = {
      offset,
      abbreviation: abbreviationOf(this.name, offset),
      start: secondsOf(there.getTimeZoneTransition('previous')) ?? Number.NEGATIVE_INFINITY,
      end: secondsOf(there.getTimeZoneTransition('next')) ?? Number.POSITIVE_INFINITY,
    };
    this.#spans.unshift(span);
    if (this.#spans.length > mostSpans) this.#spans.pop();
    return span;
  }
}

function secondsOf(instant: Temporal.ZonedDateTime | null): number | undefined {
  return instant === null ? undefined : instant.epochMilliseconds / 1000;
}

/** The zone of the machine; looked up when it is first asked, for that takes time. */
class HostZone implements Zone {
  readonly name = 'Local';
  #zone: Zone | undefined;

  at(seconds: number): ZoneOffset {
    this.#zone ??= loadZone(Temporal.Now.timeZoneId()) ?? utc;
    return this.#zone.at(seconds);
  }
}

export const utc: Zone = new FixedZone('UTC', 0);
export const local: Zone = new HostZone();

export function fixedZone(name: string, offset: number): Zone {
  return new FixedZone(name, offset);
}

const ianaName = /^[A-Za-z][\w+-]*(\/[A-Za-z][\w+-]*)*$/;
const loaded = new Map<string, Zone>();

/** The zone of this name, or undefined. */
export function loadZone(name: string): Zone | undefined {
  if (name === 'UTC') return utc;
  if (name === 'Local') return local;
  const known = loaded.get(name);
  if (known !== undefined || !ianaName.test(name)) return known;
  try {
    const zone = new NamedZone(name);
    zone.at(0);
    loaded.set(name, zone);
    return zone;
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined; // the library knows no such zone
    throw thrown;
  }
}

/** The name of a zone, or what a fixed one is made of. */
export type SavedZone = string | { readonly name: string; readonly offset: number };

export function saveZone(zone: Zone): SavedZone {
  if (zone === utc || !(zone instanceof FixedZone)) return zone.name;
  return { name: zone.name, offset: zone.offset };
}

/** A zone of a newer database than this machine has is taken for UTC. */
export function restoreZone(saved: SavedZone): Zone {
  return typeof saved === 'string' ? (loadZone(saved) ?? utc) : fixedZone(saved.name, saved.offset);
}
