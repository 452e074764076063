/**
 * A whole process as bytes: what its coroutines do and wait for, its mailbox and channels, what it holds and what it is
 * tied to. Its identity (pid, program, context, limits, view) is not in the bytes but stands beside them, and is given
 * to whoever restores it (G3).
 *
 *   Ps1  A process is saved while it rests. What a name, a host's place or a call's answer hangs on stays with the node.
 *   Ps2  Restoring puts everything where it was; nothing runs before the scheduler's next turn.
 */
import {
  type Catalog,
  type Heap,
  LuaTable,
  type MovedCode,
  parts,
  pathTo,
  type Restored,
  restore,
  restoreValues,
  SnapshotError,
  save,
  UnsavableError,
  type Value,
} from '#lua';
import { GuestBeat } from './beat.ts';
import { Fiber } from './fiber.ts';
import './held-form.ts';
import { HostWork } from './host-work.ts';
import { endAt } from './input.ts';
import { Mailbox } from './mailbox.ts';
import { Operation, Operations } from './pending.ts';
import { Pids } from './pids.ts';
import type { Process } from './process.ts';
import type { Program } from './program.ts';
import { type KnownHandles, type Restoring, restoring, whileRestoring } from './restoring.ts';
import { savesFrom, savingMoment } from './saving-moment.ts';

/** What saving and restoring need to know of a node: the names of its code and of its host values. */
export interface Saving {
  readonly catalog: Catalog;
  readonly handles: KnownHandles;
}

/** Other code for a process that is restored. */
export interface MovedProgram {
  /** Gives the new programs by the hashes of the old ones. */
  readonly program: Program;
  readonly code: MovedCode;
}

const FORMAT = 1;

/** Where the parts stand that are objects, and those that came later; from `fibers` on they are lists. */
const AT = {
  ...{ mailbox: 8, main: 9, fibers: 10, beats: 11, ready: 12, links: 13, watchers: 14, watched: 15 },
  ...{ outdated: 16, pending: 17, versions: 18, ends: 19, canceled: 20 },
} as const;

/**
 * Saves a process that rests, as it is at `moment` of the monotonic clock: what is left until its deadlines counts from then. Throws an
 * UnsavableError.
 */
export function saveProcess(
  process: Process,
  { catalog }: Saving,
  heap: Heap,
  moment = process.home.clock.monotonic(),
): Uint8Array<ArrayBuffer> {
  savesFrom(moment);
  const roots = partsOf(process, heap.roots);
  const bytes = save(catalog, heap, roots);
  dropLists(heap, roots);
  heap.roots = roots;
  return bytes;
}

/** `last`: the same of the last save. A list that was saved is not looked at again, so lists that have not changed are the same ones. */
function partsOf(process: Process, last: readonly Value[]): Value[] {
  const { mailbox, main, fibers, owned, actor, outdated, versions } = process;
  if (actor !== null) throw new UnsavableError('an actor', 'the body of the process');
  // What the host does for the open calls is begun anew with them.
  const beats = owned === null ? NONE : [...owned].filter((one) => !(one instanceof HostWork));
  const other = beats.find((one) => !(one instanceof GuestBeat));
  if (other !== undefined) {
    const { path, variable } = pathTo([main, fibers], [], other);
    throw new UnsavableError('what the node holds for the process', path, variable);
  }
  const { inputs, serial, reductions, lastAddress, trapsLinks, isUpgradable, isCall } = process;
  return [
    FORMAT,
    inputs,
    serial,
    reductions,
    lastAddress,
    trapsLinks,
    isUpgradable,
    isCall,
    mailbox,
    main,
    same(fibers, last[AT.fibers]),
    same(beats as readonly Value[], last[AT.beats]), // beats have a saved form
    same(process.readyFibers, last[AT.ready]),
    same(process.links?.all, last[AT.links]),
    same(process.watchers?.all, last[AT.watchers]),
    same(process.watched?.all, last[AT.watched]),
    same(outdated && [outdated.event, ...outdated.sources], last[AT.outdated]),
    same(pendingOf(process), last[AT.pending]),
    same(versions && [...versions].flat(), last[AT.versions]),
    process.endsAt === undefined ? undefined : process.endsAt - savingMoment(),
    process.isCanceled,
  ];
}

/** The lists of the last save that this one has others for: nobody else holds them. */
function dropLists(heap: Heap, roots: readonly Value[]): void {
  const last = heap.roots;
  for (let i: number = AT.fibers; i < last.length; i++) {
    const list = last[i];
    if (!Array.isArray(list) || list === roots[i]) continue;
    heap.drop(list);
  }
}

const NONE: readonly never[] = [];

/** Each with what is left until its deadline. */
function pendingOf({ operations }: Process): readonly Value[] {
  if (operations === null || operations.size === 0) return NONE;
  const { only } = operations;
  // Most are one call, which has no deadline.
  if (only !== null && only.deadline === undefined) return [only, undefined];
  const now = savingMoment();
  const listed: Value[] = [];
  for (const one of operations) listed.push(one, one.deadline === undefined ? undefined : one.deadline - now);
  return listed;
}

/** The list as it was saved before, or one that nobody changes any more; null for an empty one, which would be an object all the same. */
function same(items: readonly Value[] | null | undefined, before: Value): Value[] | null {
  if (items === null || items === undefined || items.length === 0) return null;
  if (!Array.isArray(before) || before.length !== items.length) return items.slice();
  for (let i = 0; i < items.length; i++) if (items[i] !== before[i]) return items.slice();
  return before;
}

/**
 * Fills a new process with what was saved of another one, so many milliseconds ago as `elapsed` says. Throws a SnapshotError;
 * then the process is to be dropped.
 */
export function restoreProcess(
  process: Process,
  saving: Saving,
  around: Restoring['around'],
  layers: readonly Uint8Array[],
  elapsed = 0,
  moved?: MovedProgram,
): Heap {
  const { catalog, handles } = saving;
  const whose = { ...of(process), ...(moved !== undefined && { program: moved.program }) };
  const savedAt = around.clock.monotonic() - elapsed;
  return whileRestoring({ ...whose, around, handles, savedAt }, () => {
    const { roots, heap }: Restored = restore(catalog, layers, undefined, moved?.code);
    fill(process, roots);
    heap.roots = roots;
    return heap;
  });
}

/** The same for a process that is not going to be saved as a delta. */
export function refillProcess(
  process: Process,
  saving: Saving,
  around: Restoring['around'],
  bytes: Uint8Array,
): void {
  const { catalog, handles } = saving;
  whileRestoring({ ...of(process), around, handles, savedAt: around.clock.monotonic() }, () =>
    fill(process, restoreValues(catalog, [bytes])),
  );
}

/** What of a process its parts ask for. */
function of(process: Process) {
  const { program, view } = process;
  return { process, program, view };
}

function fill(process: Process, roots: readonly Value[]): void {
  const [format, inputs, serial, reductions, lastAddress, traps, upgradable, isCall] = roots;
  if (format !== FORMAT) throw new SnapshotError(`it is a process of format ${String(format)}`);
  const main = roots[AT.main];
  const fibers = roots[AT.fibers];
  const ready = roots[AT.ready];
  const outdated = roots[AT.outdated];
  const ends = roots[AT.ends];
  // Those of before it was kept do not say.
  process.isCanceled = roots[AT.canceled] === true;
  process.inputs = parts.number(inputs);
  process.serial = parts.number(serial);
  process.reductions = parts.number(reductions);
  process.lastAddress = parts.number(lastAddress);
  process.trapsLinks = parts.flag(traps);
  process.isUpgradable = parts.flag(upgradable);
  process.isCall = parts.flag(isCall);
  process.mailbox = parts.of(Mailbox, roots[AT.mailbox]);
  process.main = main === null ? null : parts.of(Fiber, main);
  process.fibers = fibers === null ? null : fibersOf(fibers);
  process.links = pidsOf(roots[AT.links]);
  process.watchers = pidsOf(roots[AT.watchers]);
  process.watched = pidsOf(roots[AT.watched]);
  if (outdated !== null) {
    const [event, ...sources] = parts.of(Array<Value>, outdated);
    process.outdated = {
      event: event === null ? null : parts.of(LuaTable, event),
      sources: sources.map(parts.text),
    };
  }
  process.operations = operationsOf(roots[AT.pending], restoring().savedAt);
  process.versions = versionsOf(roots[AT.versions]);
  // Older snapshots do not say it.
  if (ends !== undefined) endAt(process, restoring().savedAt + parts.number(ends));
  if (ready !== null) for (const fiber of fibersOf(ready)) process.ready(fiber);
}

/** What was left until a deadline counts from when it was saved. */
function operationsOf(value: Value, savedAt: number): Operations | null {
  if (value === null) return null;
  // Before, each was a list of two.
  const listed = parts.of(Array<Value>, value).flat(1);
  if (listed.length === 0) return null;
  const operations = new Operations();
  for (let i = 0; i < listed.length; i += 2) {
    const operation = parts.of(Operation, listed[i]);
    const left = listed[i + 1];
    operation.deadline = left === undefined ? undefined : savedAt + parts.number(left);
    operations.add(operation);
  }
  return operations;
}

function versionsOf(value: Value): Map<string, number> | null {
  if (value === null) return null;
  const listed = parts.of(Array<Value>, value);
  const versions = new Map<string, number>();
  for (let i = 0; i < listed.length; i += 2) versions.set(parts.text(listed[i]), parts.number(listed[i + 1]));
  return versions;
}

function fibersOf(value: Value): Fiber[] {
  return parts.of(Array<Value>, value).map((fiber) => parts.of(Fiber, fiber));
}

function pidsOf(value: Value): Pids | null {
  if (value === null) return null;
  const [first, ...more] = parts.of(Array<Value>, value).map(parts.text);
  if (first === undefined) return null;
  const pids = new Pids(first);
  for (const pid of more) pids.add(pid);
  return pids;
}
