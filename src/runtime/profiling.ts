/**
 * Whether somebody looks at the code with the tools of V8: then its lines are those of the sources, which makes loading
 * slower and changes nothing else.
 */
import type { Log } from '#base';
import type { CompileOptions } from '#lua';
import type { ProfilerServer, ProfilerSettings } from './profiler-server.ts';

/** `nodeOptions`: the variable NODE_OPTIONS, whose flags Node does not tell otherwise. */
export function linesFor(execArgv: readonly string[], nodeOptions = ''): CompileOptions['lines'] {
  const flags = [...execArgv, ...nodeOptions.split(/\s+/)];
  if (flags.some((flag) => /^--inspect(-brk|-wait)?(=|$)/.test(flag))) return 'mapped';
  return flags.some((flag) =>
    /^--(cpu-prof|heap-prof|prof|perf-prof|perf-basic-prof(-only-functions)?)$/.test(flag),
  )
    ? 'followed'
    : undefined;
}

/** Serves profiles until it is closed. Loaded late: hardly any start needs a server. */
export async function startProfiler(settings: ProfilerSettings, log: Log): Promise<ProfilerServer> {
  const { ProfilerServer: server } = await import('./profiler-server.ts');
  return server.start(settings, log);
}
