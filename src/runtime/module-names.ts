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

export function moduleNames(features: readonly Feature[]): ReadonlySet<string> {
  const own = features.flatMap((feature) => (feature.modules ?? []).map(({ name }) => name));
  return new Set([...kernelModules, ...declaredModules, ...own]);
}
