/** Kind `function.lua`: a function without state that is called by its id, in the context of its caller. */
import { codeFields, codeOf, limitFields } from '#features/lua-code';
import { defineKind, type Infer, t } from '#plugin';
import { namespaceOf } from '#registry';
import { identityOf, securitySchema } from '#supervisor';
import { type CallDefaults, type FunctionFacts, functionService, type Pool } from './function-service.ts';

const standardWorkers = 8;
const buffered = 64;

const pool = t.object({
  type: t.optional(t.oneOf('inline', 'lazy', 'static', 'adaptive')),
  workers: t.optional(t.integer({ min: 1 })).describe('static: calls that run at the same time.'),
  size: t.optional(t.integer({ min: 1 })).describe('The same, when workers is left out.'),
  buffer: t.optional(t.integer({ min: 0 })).describe('static: calls that may wait; 64 for each worker.'),
  max_size: t.integer({ min: 1, default: 16 }).describe('lazy, adaptive: instances that are kept.'),
});

const data = t.object({
  ...codeFields,
  pool: pool.default({}).describe('How calls are run.'),
  limits: t.optional(limitFields).describe('What each call may use.'),
  security: t
    .optional(securitySchema)
    .describe('As whom it runs, whoever calls it; otherwise as its caller.'),
});

const options = t.object(
  {
    timeout: t
      .optional(t.duration(undefined, { number: 'ms' }))
      .describe('Of a call, all attempts included.'),
    retry: t.optional(
      t.object({
        max_attempts: t.optional(t.integer({ min: 1 })).describe('Calls in all.'),
        initial_delay: t.optional(t.duration(undefined, { number: 'ms' })),
        backoff_factor: t.optional(t.number({ min: 1 })),
      }),
    ),
  },
  { unknown: 'keep' },
);

const meta = t.object({ options: options.default({}) }, { unknown: 'keep' });

export const functionLua = defineKind({
  kind: 'function.lua',
  summary: 'A function in Lua that is called by its id.',
  data,
  meta,
  provides: functionService,
  place: 'each',
  start: async (entry, world): Promise<FunctionFacts> => {
    const program = await world.compile(codeOf(entry));
    const { security, pool: given } = entry.data;
    const facts = {
      program,
      pool: poolOf(given),
      defaults: defaultsOf(entry.meta.options),
      identity: security && identityOf(security, namespaceOf(entry.id)),
    };
    return { facts: () => facts };
  },
  update: 'beside',
  stop: 'drop',
});

/** A number of workers asks for a static pool; without one calls are not bounded. */
export function poolOf({ type, workers, size, buffer, max_size }: Infer<typeof pool>): Pool {
  const count = workers ?? size;
  const chosen = type ?? (count === undefined ? 'lazy' : 'static');
  if (chosen !== 'static') return { type: chosen, maxSize: max_size };
  const running = count ?? standardWorkers;
  return { type: 'static', workers: running, buffer: buffer ?? running * buffered };
}

function defaultsOf({ timeout, retry }: Infer<typeof options>): CallDefaults {
  if (retry === undefined) return { timeout };
  const { max_attempts, initial_delay, backoff_factor } = retry;
  return {
    timeout,
    retry: { maxAttempts: max_attempts, initialDelay: initial_delay, backoffFactor: backoff_factor },
  };
}
