/**
 * The handles of features as the engine has them: a metatable for each, made when the first value of the handle
 * appears, and the userdata of each held value: the same one every time.
 */
import { type HandleType, LuaTable, Userdata, type Value } from '#lua';
import { type AnyHandle, type Call, Held } from '#plugin';
import type { Crossing, CrossingHandle } from './copy.ts';
import { fromData, toData } from './lua-data.ts';

export type FeatureHandle = HandleType & Partial<Pick<CrossingHandle, 'crossing'>>;

/** A held value of one process: it knows the guest's value of it. */
export class GuestHeld<T = unknown> extends Held<T> {
  guest: Userdata | null = null;
}

/** As `instanceof`, which takes code that V8 has not optimized ten times as long. */
function isGuests(held: Held): held is GuestHeld {
  return 'guest' in held;
}

export class HandleTypes {
  readonly #types = new Map<AnyHandle, FeatureHandle>();
  /** For values that all processes have. */
  readonly #userdata = new WeakMap<Held, Userdata>();
  readonly #describe: (type: FeatureHandle, handle: AnyHandle) => void;

  /** `describe` fills the metatable of a new type. */
  constructor(describe: (type: FeatureHandle, handle: AnyHandle) => void) {
    this.#describe = describe;
  }

  typeOf(handle: AnyHandle): FeatureHandle {
    let type = this.#types.get(handle);
    if (type === undefined) {
      const crossing = crossingFor(handle);
      type = { name: handle.name, metatable: new LuaTable(), ...(crossing !== undefined && { crossing }) };
      this.#types.set(handle, type);
      this.#describe(type, handle);
    }
    return type;
  }

  /** The guest's value of a held one. */
  userdata(held: Held): Userdata {
    if (!isGuests(held)) return this.#shared(held);
    // Handles differ in what they hold; whoever looks inside has checked the handle.
    held.guest ??= new Userdata(this.typeOf(held.handle as AnyHandle), held);
    return held.guest;
  }

  #shared(held: Held): Userdata {
    let userdata = this.#userdata.get(held);
    if (userdata === undefined) {
      userdata = new Userdata(this.typeOf(held.handle as AnyHandle), held); // as above
      this.#userdata.set(held, userdata);
    }
    return userdata;
  }
}

/** Values that are handed to another process are saved there and then, and made anew without a call. */
function crossingFor(handle: AnyHandle): Crossing | undefined {
  if (handle.crosses !== 'copy' || handle.save === undefined || handle.restore === undefined)
    return undefined;
  const { save, restore } = handle;
  return {
    save: (live) => [fromData(save((live as Held).live))], // the type's userdata hold nothing else
    restore: ([saved]) => {
      const live = restore(toData(saved), noCall);
      if (live instanceof Promise) throw new TypeError(`${handle.name} cannot be made anew at once`);
      return new GuestHeld(handle, live);
    },
  };
}

/** Stands for the call where there is none: whatever crosses must be made of what was saved alone. */
export const noCall = new Proxy({} as Call, {
  get: (_, name) => {
    throw new TypeError(`a value that crosses to another process has no call (${String(name)})`);
  },
});

/** The held value in a guest's value. */
export function heldIn(value: Value): Held | undefined {
  return value instanceof Userdata && value.live instanceof Held ? value.live : undefined;
}

/** The same, when it is one of this handle. */
export function ofHandle(handle: AnyHandle, value: Value): Held | undefined {
  const held = heldIn(value);
  return held !== undefined && Object.is(held.handle, handle) ? held : undefined;
}
