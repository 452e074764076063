/**
 * How objects of the host that stand in frames or behind handles are saved: each class by a name with a version, and
 * its parts as values (F4). A class that changes its parts gets a new version, and keeps a form that reads the old.
 */
import type { Value } from '../machine.ts';
import { SnapshotError } from './snapshot-error.ts';

/** What has a number in the heap of a process. */
export interface Known {
  drop(object: object): void;
}

export interface StateForm<T extends object = object> {
  /** Name and version, such as `table.sort/1`. */
  readonly name: string;
  readonly type: abstract new (...args: never[]) => T;
  /**
   * `never`: once made it stays as it is. `frames`: only what runs changes it, so it is saved anew whenever something
   * that is saved anew holds it. `always`: it is saved anew each time.
   */
  readonly changes: 'never' | 'frames' | 'always';
  /** Of one that is saved anew each time: nothing will change it any more, so this is the last time. */
  isOver?(state: T): boolean;
  /**
   * Is told after each save, and drops what was saved with it and is held by nothing any more (He4). What is dropped and met
   * again after all is written again.
   */
  saved?(state: T, known: Known): void;
  /** The parts; objects among them are saved as objects of their own. Undefined: not while it is as it is. */
  save(state: T): Value[] | undefined;
  /** What it is, for people; its name when left out. */
  describe?(state: T): string;
  /** An empty one, which others may refer to while it is filled. */
  make(): T;
  /** Fills it from its parts; all tables and cells are complete by then, other states may not be. Throws a SnapshotError. */
  fill(state: T, parts: readonly Value[]): void;
}

const byType = new Map<unknown, StateForm>();
const byName = new Map<string, StateForm>();

/** Makes a class savable. */
export function defineState<T extends object>(form: StateForm<T>): void {
  if (byName.has(form.name)) throw new Error(`there are two forms named ${form.name}`);
  // `save` and `fill` are only ever given what `type` and `make` say.
  byType.set(form.type, form as unknown as StateForm);
  byName.set(form.name, form as unknown as StateForm);
}

export function stateFormOf(value: object): StateForm | undefined {
  return byType.get(value.constructor);
}

export function stateFormNamed(name: string): StateForm {
  const form = byName.get(name);
  if (form === undefined) throw new SnapshotError(`it holds a '${name}', which is unknown here`);
  return form;
}

/** Objects that are the same for many processes, such as programs: saved by a name and found again by it. */
export interface SharedForm<T extends object = object> {
  /** What its names begin with. */
  readonly prefix: string;
  readonly type: abstract new (...args: never[]) => T;
  /** The rest of the name. */
  nameOf(value: T): string;
  /** Throws a SnapshotError when there is none. */
  find(name: string): T;
}

const sharedByType = new Map<unknown, SharedForm>();
const sharedByPrefix = new Map<string, SharedForm>();

export function defineShared<T extends object>(form: SharedForm<T>): void {
  // `nameOf` is only ever given what `type` says.
  sharedByType.set(form.type, form as unknown as SharedForm);
  sharedByPrefix.set(form.prefix, form as unknown as SharedForm);
}

export function sharedNameOf(value: object): string | undefined {
  const form = sharedByType.get(value.constructor);
  return form === undefined ? undefined : `${form.prefix}:${form.nameOf(value)}`;
}

/** What a name with a prefix stands for; undefined when no form has the prefix. */
export function sharedNamed(name: string): object | undefined {
  const colon = name.indexOf(':');
  return sharedByPrefix.get(name.slice(0, colon))?.find(name.slice(colon + 1));
}

/** The names of all forms. */
export function stateNames(): readonly string[] {
  return [...byName.keys()];
}

/** Checks of parts, for `fill`. */
export const parts = {
  number(value: Value): number {
    if (typeof value === 'number') return value;
    throw new SnapshotError('a number is missing');
  },
  text(value: Value): string {
    if (typeof value === 'string') return value;
    throw new SnapshotError('a text is missing');
  },
  flag(value: Value): boolean {
    if (typeof value === 'boolean') return value;
    throw new SnapshotError('a flag is missing');
  },
  of<T extends object>(type: abstract new (...args: never[]) => T, value: Value): T {
    if (value instanceof type) return value;
    throw new SnapshotError(`a ${type.name} is missing`);
  },
  maybe<T extends object>(type: abstract new (...args: never[]) => T, value: Value): T | undefined {
    return value === undefined ? undefined : parts.of(type, value);
  },
} as const;
