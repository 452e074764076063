/**
 * What `process.with_…` and `funcs.new():with_…` collect: context, identity and options for what is started next.
 * Builders never change; each `with_…` gives a new one, and later values win key by key.
 */
import { type Data, isRecord, toFailure } from '#base';
import { LuaTable, Userdata, type Value } from '#lua';
import { type Actor, Held, type Scope } from '#plugin';
import { awaitReports, callOptionsOf } from './call-options.ts';
import { type Context, withValues } from './context.ts';
import { ErrorValue, errorFromFailure, invalid } from './error-value.ts';
import { refusal } from './guest.ts';
import { onlyData } from './lua-data.ts';
import { self } from './running.ts';
import { here } from './surroundings.ts';

export interface Setup {
  readonly values: Readonly<Record<string, Data>>;
  readonly actor: Actor | undefined;
  readonly scope: Scope | undefined;
  readonly options: Readonly<Record<string, Data>>;
}

export const emptySetup: Setup = { values: {}, actor: undefined, scope: undefined, options: {} };

/** The context of what is started: inherited, with what was collected laid over it. */
export function contextOf(setup: Setup, inherited: Context): Context {
  let context = setup.values === emptySetup.values ? inherited : withValues(inherited, setup.values);
  if (setup.actor !== undefined) context = { ...context, actor: setup.actor };
  if (setup.scope !== undefined) context = { ...context, scope: setup.scope };
  if (setup.options === emptySetup.options) return context;
  const { network } = setup.options;
  return typeof network === 'string' ? { ...context, network } : context;
}

/** Whoever starts something has said as whom it shall run. */
export function namesIdentity({ actor, scope }: Setup): boolean {
  return actor !== undefined || scope !== undefined;
}

/** The names of permissions differ between `process` and `funcs`. */
export type Area = 'process' | 'funcs' | 'contract';

export function withContext<S extends Setup>(setup: S, area: Area, given: Value): S | ErrorValue {
  const refused = refusal(`${area}.context`, 'context');
  if (refused !== undefined) return refused;
  const values = recordOfTable(given, 'context values');
  return values instanceof ErrorValue ? values : { ...setup, values: { ...setup.values, ...values } };
}

export function withOptions<S extends Setup>(setup: S, area: Area, given: Value): S | ErrorValue {
  const refused = area === 'process' ? refusal('process.context', 'context') : undefined;
  if (refused !== undefined) return refused;
  const options = recordOfTable(given, 'options');
  if (options instanceof ErrorValue) return options;
  const { network } = options;
  if (typeof network === 'string') {
    const denied = refusal('network.select', network);
    if (denied !== undefined) return denied;
  }
  const all = { ...setup.options, ...options };
  const read = area === 'process' ? undefined : callOptionsOf(all);
  if (area !== 'process' && awaitReports(options)) warnOfReports();
  return read instanceof ErrorValue ? read : { ...setup, options: all };
}

/** Programs that were told. */
const told = new WeakSet<object>();

function warnOfReports(): void {
  const { program, entry } = self();
  if (program === null || told.has(program)) return;
  told.add(program);
  const use = 'activity.start_to_close_timeout bounds an attempt, and a lost node is noticed by itself';
  here().log.warn(`activity.heartbeat_timeout has no effect, as functions have no way to report: ${use}`, {
    entry,
  });
}

export function withActor<S extends Setup>(setup: S, area: Area, given: Value): S | ErrorValue {
  const refused = refusal(`${area}.security`, 'security');
  if (refused !== undefined) return refused;
  const actor = serving<Actor>(given, ACTOR);
  return actor === undefined ? invalid('an actor expected') : { ...setup, actor };
}

export function withScope<S extends Setup>(setup: S, area: Area, given: Value): S | ErrorValue {
  const refused = refusal(`${area}.security`, 'security');
  if (refused !== undefined) return refused;
  const scope = serving<Scope>(given, SCOPE);
  return scope === undefined ? invalid('a scope expected') : { ...setup, scope };
}

/** The traits by which the handles of the security feature give an actor and a scope. */
export const ACTOR = 'actor';
export const SCOPE = 'scope';

function serving<T>(value: Value, trait: string): T | undefined {
  if (!(value instanceof Userdata) || !(value.live instanceof Held)) return undefined;
  const { handle, live } = value.live;
  // Whoever serves the trait gives what its name says.
  return handle.serves?.find((each) => each.trait === trait)?.of(live) as T | undefined;
}

function recordOfTable(given: Value, what: string): Record<string, Data> | ErrorValue {
  if (!(given instanceof LuaTable)) return invalid(`${what} must be a table`);
  try {
    for (const [key] of given.entries())
      if (typeof key !== 'string') return invalid(`${what} must have text keys`);
    const data = onlyData(given, what);
    // Of no entries it is an empty list.
    return isRecord(data) ? data : {};
  } catch (thrown) {
    return errorFromFailure(toFailure(thrown));
  }
}
