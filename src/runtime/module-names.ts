/** The names of all modules that code can declare. */
import type { Feature } from '#plugin';

/** Modules that are part of the language or of processes: all code has them. */
export const kernelModules = [
  'process',
  'channel',
  'errors',
  'payload',
  'coroutine',
  'string',
  'table',
  'math',
  'os',
] as const;

/** Modules of the kernel that code must declare. */
export const declaredModules = ['workflow', 'funcs', 'events', 'ctx', 'registry', 'mocks'] as const;

/** What those are for that the process layer brings as ready tables, without definitions. */
export const kernelSummaries = {
  process: 'Identity, messages, spawning, links, monitors, names and upgrade of processes.',
  channel: 'Channels between the coroutines of one process, and waiting for the first of several.',
  errors: 'Errors with kind, message, details, and whether a further attempt may help.',
  payload: 'Values with the name of their format, and the way from one format to another.',
  funcs: 'Calls of functions, waited for or beside the caller.',
  events: 'Publishes events to the whole node, and receives those that fit a pattern.',
  ctx: 'The values that came down the chain of calls and spawns.',
  mocks:
    'Puts something in the place of fields of modules and libraries, in the instance whose code declares it; made for the test library.',
  workflow: 'What a durable process knows of itself, and children that it waits for.',
} as const;

export function moduleNames(features: readonly Feature[]): ReadonlySet<string> {
  const own = features.flatMap((feature) => (feature.modules ?? []).map(({ name }) => name));
  return new Set([...kernelModules, ...declaredModules, ...own]);
}
