/** The definitions by which a feature says what it brings. They only check types: nothing happens here. */
import type { Data } from '#base';
import type { Arg, Returns } from './arguments.ts';
import type { AnyFunction, GuestFunction, GuestMethod, Handle, Held, Serving, Trait } from './guest.ts';
import type { EntryId } from './identity.ts';
import type { AnyKind } from './kind.ts';

export function fn<const A extends readonly Arg[], const R extends Returns>(
  definition: GuestFunction<A, R>,
): GuestFunction<A, R> {
  return definition;
}

/** A method of a handle; say what it is called on: `run: (store: Store, key, call) => ...`. */
export function method<T, const A extends readonly Arg[], const R extends Returns>(
  definition: GuestMethod<T, A, R>,
): GuestMethod<T, A, R> {
  return definition;
}

export function defineHandle<T, Saved = never>(definition: Handle<T, Saved>): Handle<T, Saved> {
  return definition;
}

export function defineTrait<P>(name: string): Trait<P> {
  return { trait: name };
}

/** How a handle serves a trait: `serves: [serve(readable, (file) => file.reader)]`. */
export function serve<T, P>(trait: Trait<P>, of: (live: T) => P): Serving<T> {
  return { trait: trait.trait, of };
}

export type AnyHandle = Handle<unknown, unknown>;

/** What guests get by `require(name)`. */
export interface Module {
  readonly name: string;
  readonly summary: string;
  readonly functions: Readonly<Record<string, AnyFunction>>;
  /** Plain values, nested where guests see them nested: `payload.format.JSON`. */
  readonly constants?: Readonly<Record<string, Data>>;
  /** Values of handles that are there from the start and never change: `time.utc`. */
  readonly values?: Readonly<Record<string, Held>>;
  /** Tables of functions within: `crypto.hmac.sha256`. */
  readonly modules?: readonly Module[];
  /** The handles whose values its functions give: for documentation and the guest's type checker. */
  readonly handles?: readonly AnyHandle[];
  /**
   * A file of Lua that is given the module's table and returns it, completed: for functions that take
   * callbacks or give iterators. No function of the host calls guest code.
   */
  readonly prelude?: URL;
  /** Guests have it without declaring it. */
  readonly isAmbient?: boolean;
  /** What it gives access to (`io`, `network`, `storage`...), for sandboxes that allow classes of modules. */
  readonly classes?: readonly string[];
}

export function defineModule<const M extends Module>(definition: M): M {
  return definition;
}

/** An entry that an application has when it names it and defines none of its own: a part of a module that need not be installed. */
export interface ProvidedEntry {
  readonly id: EntryId;
  readonly kind: string;
  /** The module that otherwise brings it, such as `wippy/test`. */
  readonly module: string;
  readonly meta: Readonly<Record<string, Data>>;
  /** Made when it is wanted. */
  data(): Data;
}

/** A room of the house: what it brings, nothing else. */
export interface Feature {
  readonly name: string;
  readonly summary: string;
  readonly kinds?: readonly AnyKind[];
  readonly modules?: readonly Module[];
  readonly handles?: readonly AnyHandle[];
  readonly entries?: readonly ProvidedEntry[];
}

export function defineFeature(definition: Feature): Feature {
  return definition;
}
