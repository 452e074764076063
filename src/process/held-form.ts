/** How values of features that a guest holds are saved: by their handle's name, and what the handle says of them. */
import { type Data, decodeUtf8, encodeUtf8, failure } from '#base';
import { defineState, parts, SnapshotError, Userdata, type Value } from '#lua';
import type { Held } from '#plugin';
import { GuestBeat } from './beat.ts';
import { Closable } from './closable-held.ts';
import { GuestHeld, noCall } from './handle-types.ts';
import { fromData, toData } from './lua-data.ts';
import { handleNamed } from './restoring.ts';

function save({ handle, live, isClosed }: Held): Value {
  const saved = isClosed ? undefined : handle.save?.(live);
  return saved instanceof GuestBeat ? saved : fromData(saved);
}

const form = {
  changes: 'always' as const,
  save: (held: GuestHeld): Value[] | undefined =>
    held.handle.save === undefined && !held.isClosed
      ? undefined
      : [held.handle.name, save(held), held.isClosed, held.guest],
  describe: (held: GuestHeld) => held.handle.name,
  make: () => Object.create(GuestHeld.prototype),
  fill(held: GuestHeld, [name, saved, isClosed, guest]: readonly Value[]) {
    const handle = handleNamed(parts.text(name));
    if (handle.restore === undefined && !parts.flag(isClosed))
      throw new SnapshotError(`a ${handle.name} cannot be made anew`);
    const given = saved instanceof GuestBeat ? saved : toData(saved);
    // What a handle saved is what it restores; both are its own.
    const live = parts.flag(isClosed)
      ? closed(handle.name)
      : (handle.restore as (saved: unknown, call: unknown) => unknown)(given, noCall);
    if (live instanceof Promise) throw new SnapshotError(`a ${handle.name} cannot be made anew at once`);
    Object.assign(held, { handle, live, isClosed, guest: guest === null ? null : parts.of(Userdata, guest) });
  },
};

defineState({ ...form, name: 'held/1', type: GuestHeld });

/** What ends with its process: once it is closed there is nothing left to end. */
defineState({ ...form, name: 'closed/1', type: Closable });

/** Stands for the live value of what was closed when it was saved. */
function closed(name: string): object {
  return new Proxy(
    {},
    {
      get() {
        throw failure('Invalid', `the ${name} is closed`, { retryable: false });
      },
    },
  );
}

/** Plain data of the host, such as what a builder has collected. */
defineState({
  name: 'data/1',
  type: Object,
  changes: 'never',
  save: (data): Value[] | undefined => (isPlain(data) ? [encodeUtf8(JSON.stringify(data))] : undefined),
  make: () => ({}),
  fill(data, [text]) {
    const read: Data = JSON.parse(decodeUtf8(parts.text(text)));
    for (const [key, value] of Object.entries(read ?? {})) {
      Object.defineProperty(data, key, { value, enumerable: true, writable: true, configurable: true });
    }
  },
});

/** Nothing but records, lists, texts, numbers and flags. */
function isPlain(data: object): boolean {
  const work: unknown[] = [data];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (at === null || typeof at === 'string' || typeof at === 'boolean' || typeof at === 'number') continue;
    if (typeof at !== 'object') return false;
    if (!Array.isArray(at) && Object.getPrototypeOf(at) !== Object.prototype) return false;
    for (const one of Object.values(at)) if (one !== undefined) work.push(one);
  }
  return true;
}
