/** `lifecycle:` of an entry: how its value is started, watched, restarted and stopped. */
import { encodeUtf8 } from '#base';
import { type Actor, type Identity, type Infer, t } from '#plugin';
import type { RestartPolicy } from './restart.ts';

const actor = t.object({
  id: t.string.describe('The identity under which the service runs.'),
  meta: t.map(t.data).default({}).describe('Attributes of that identity.'),
});

/** Who acts, and under which policies. */
export const securitySchema = t.object({
  actor: t.optional(actor),
  policies: t.list(t.ref('security.policy*')).default([]).describe('Policies in its scope.'),
  groups: t.list(t.string).default([]).describe('Groups of policies in its scope.'),
});

export type Security = Infer<typeof securitySchema>;

/** What an entry declares, as guests have it. A group without a namespace is one of the entry's own. */
export function identityOf({ actor: who, policies, groups }: Security, namespace: string): Identity {
  const own = groups.map((group) => (group.includes(':') ? group : `${namespace}:${group}`));
  return {
    // Texts become the byte strings that guests have.
    actor: who && { id: encodeUtf8(who.id), meta: t.data.write(who.meta) as Actor['meta'] },
    scope: policies.length + own.length === 0 ? undefined : { policies, groups: own },
  };
}

const restart = t.object({
  initial_delay: t.duration('1s').describe('Before the first restart.'),
  max_delay: t.duration('90s').describe('No delay is longer.'),
  backoff_factor: t
    .number({ min: 1, default: 2 })
    .describe('By how much each delay is longer than the one before.'),
  jitter: t
    .number({ min: 0, max: 1, default: 0.1 })
    .describe('The share of a delay that chance adds or takes.'),
  max_attempts: t.integer({ min: 0, default: 0 }).describe('0: without end.'),
});

export const lifecycleSchema = t
  .object({
    auto_start: t.boolean.default(false).describe('Starts with the node.'),
    start_timeout: t.duration('10s').describe('A start that takes longer has failed.'),
    stop_timeout: t.duration('10s').describe('A service that takes longer to stop is ended by force.'),
    stable_threshold: t.duration('5s').describe('After running so long, earlier failures are forgotten.'),
    requires: t.list(t.ref()).default([]).describe('Services that must be running first.'),
    depends_on: t.list(t.ref()).default([]).describe('The older name of requires.'),
    restart: restart.default({}),
    security: t.optional(securitySchema),
  })
  .default({});

export type Lifecycle = Infer<typeof lifecycleSchema>;

export function policyOf({ restart: given, stable_threshold }: Lifecycle): RestartPolicy {
  return {
    initialDelay: given.initial_delay,
    maxDelay: given.max_delay,
    factor: given.backoff_factor,
    jitter: given.jitter,
    maxAttempts: given.max_attempts,
    stableAfter: stable_threshold,
  };
}
