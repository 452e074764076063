/**
 * What a process inherits: the values of its call chain, who acts, and what it may do. Contexts are plain data and
 * never change; what differs is a new one.
 */
import type { Data } from '#base';
import type { Identity, Context as Inherited } from '#plugin';

export interface Context extends Inherited {
  /** The overlay network of outgoing connections; the direct one when it is left out. */
  readonly network?: string | undefined;
}

export const emptyContext: Context = { values: {} };

/** Later values win, key by key. */
export function withValues(context: Context, values: Readonly<Record<string, Data>>): Context {
  return { ...context, values: { ...context.values, ...values } };
}

/** What a maker of processes says about the context, over what is there. */
export function merged(context: Context, changes: Partial<Context> | undefined): Context {
  if (changes === undefined) return context;
  return { ...context, ...changes, values: { ...context.values, ...changes.values } };
}

const owned = new WeakMap<Identity, WeakMap<Context, Context>>();

/**
 * The context of code whose entry declares as whom it runs. That goes before what is inherited: with an actor of its
 * own nothing of the caller's scope remains, for it was never meant for that actor.
 */
export function under(own: Identity | undefined, inherited: Context): Context {
  if (own === undefined) return inherited;
  let known = owned.get(own);
  if (known === undefined) {
    known = new WeakMap();
    owned.set(own, known);
  }
  let context = known.get(inherited);
  if (context === undefined) {
    const { actor = inherited.actor } = own;
    const scope = own.scope ?? (own.actor === undefined ? inherited.scope : undefined);
    context = { ...inherited, actor, scope };
    known.set(inherited, context);
  }
  return context;
}

const keys = new WeakMap<Context, string>();

/** The same text for contexts with the same actor and scope: what an instance may be used again for. */
export function identityOf(context: Context): string {
  if (context.actor === undefined && context.scope === undefined) return '';
  let key = keys.get(context);
  if (key === undefined) {
    key = JSON.stringify([context.actor, context.scope], (_, value) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    keys.set(context, key);
  }
  return key;
}
