/** Kind `durable.host`: where durable processes run. What they are and do is kept in the node's store. */
import { failure } from '#base';
import { type DurableHostSettings, defaultHostSettings } from '#durable';
import { limitFields } from '#features/lua-code';
import { type Host, hostService } from '#features/processes';
import { databaseService } from '#features/sql';
import { defineKind, type Infer, t } from '#plugin';
import { durableHosts, durableHostsId } from './host-service.ts';

const data = t.object({
  store: t
    .optional(t.ref(databaseService))
    .describe(
      'The db.sql.postgres in which its processes live, for several nodes; in the state folder when left out.',
    ),
  store_schema: t
    .text('the name of a schema', (text) => /^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(text))
    .default('wippy_durable')
    .describe('The schema of that database; applications that share a database need one each.'),
  on_error: t
    .oneOf(t.literal('fail'), t.literal('hold'), t.literal('retry'))
    .default('fail')
    .describe(
      'A process that fails with an error that nobody takes ends, or is held until a person decides, or is held and tried again.',
    ),
  retry: t
    .object({
      initial_delay: t.duration('1s').describe('Before the first attempt after a failure.'),
      max_delay: t.duration('5m').describe('No delay is longer.'),
      backoff_factor: t
        .number({ min: 1, default: 2 })
        .describe('By how much each delay is longer than the one before.'),
      jitter: t
        .number({ min: 0, max: 1, default: 0.1 })
        .describe('The share of a delay that chance adds or takes.'),
      max_attempts: t
        .integer({ min: 0, default: 10 })
        .describe('How often a step is tried again; 0: without end.'),
      exhausted: t
        .oneOf(t.literal('hold'), t.literal('fail'))
        .default('hold')
        .describe('What follows when the attempts are used up, or the error is not retryable.'),
    })
    .default({})
    .describe('How `on_error: retry` tries again.'),
  max_payload: t.size
    .default(defaultHostSettings.maxPayload)
    .describe(
      'The largest message, and the most that a process is started with. Results count to the state of who gets them.',
    ),
  max_state: t.size.default(defaultHostSettings.maxState).describe('The largest state of a process.'),
  hibernate_after: t
    .duration('1m')
    .describe('Processes that rested so long are in the store alone until something comes for them.'),
  keep: t
    .object({
      steps: t
        .integer({ min: 0, default: defaultHostSettings.keep.steps })
        .describe('Past steps of each process, to be looked at and gone on from; also after its end.'),
      finished: t.duration('72h').describe('For how long a process that has ended is kept, with its steps.'),
    })
    .default({})
    .describe('What is kept of the past.'),
  limits: t
    .optional(limitFields)
    .describe('What each of its processes may use, whatever its entry asks for.'),
});

interface LiveHost extends Host {
  readonly store: string;
  limits: Infer<typeof data>['limits'];
  stop(): Promise<void>;
}

export const durableHost = defineKind({
  kind: 'durable.host',
  summary: 'Runs durable processes: each step is committed, and goes on after any restart.',
  data,
  provides: hostService,
  place: 'one',
  isSupervised: true,
  start: async (entry, world): Promise<LiveHost> => {
    const hosts = world.use(durableHosts, durableHostsId);
    const { store, store_schema: schema } = entry.data;
    const shared =
      store === undefined
        ? undefined
        : { id: store, schema, server: () => world.use(databaseService, store).current.server() };
    await hosts.current.add(entry.id, settingsOf(entry.data), shared, (problem) => world.says(problem));
    const live: LiveHost = {
      store: storeOf(entry.data),
      limits: entry.data.limits,
      settings: () => ({ limits: live.limits }),
      stop: () => hosts.current.stop(entry.id),
    };
    return live;
  },
  update: (live, next, world) => {
    const settings = settingsOf(next.data);
    if (storeOf(next.data) !== live.store) {
      throw failure('Invalid', `${next.id} cannot move to another store: its processes live in this one`, {
        retryable: false,
      });
    }
    return {
      commit: () => {
        live.limits = next.data.limits;
        world.use(durableHosts, durableHostsId).current.change(next.id, settings);
      },
    };
  },
  stop: (live) => live.stop(),
});

function settingsOf(given: Infer<typeof data>): DurableHostSettings {
  const { on_error, retry, max_payload, max_state, hibernate_after, keep } = given;
  return {
    onError: on_error,
    retry: {
      initialDelay: retry.initial_delay,
      maxDelay: retry.max_delay,
      factor: retry.backoff_factor,
      jitter: retry.jitter,
      maxAttempts: retry.max_attempts,
      exhausted: retry.exhausted,
    },
    limits: given.limits,
    maxPayload: max_payload,
    maxState: max_state,
    hibernateAfter: hibernate_after,
    keep,
  };
}

function storeOf({ store, store_schema }: Infer<typeof data>): string {
  return store === undefined ? '' : `${store} ${store_schema}`;
}
