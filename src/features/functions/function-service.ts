/** What an entry that can be called provides to the node: code, and how its calls are to be run. */
import { defineService, type Identity, type Program } from '#plugin';

export interface Pool {
  readonly type: 'inline' | 'lazy' | 'static' | 'adaptive';
  /** static: calls that run at the same time. */
  readonly workers?: number;
  /** static: calls that may wait. */
  readonly buffer?: number;
  /** The others: instances that are kept. */
  readonly maxSize?: number;
}

export interface CallDefaults {
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  readonly retry?: {
    readonly maxAttempts?: number | undefined;
    /** Milliseconds. */
    readonly initialDelay?: number | undefined;
    readonly backoffFactor?: number | undefined;
  };
}

export interface FunctionFacts {
  /** The same object while the entry stays the same. */
  facts(): {
    readonly program: Program;
    readonly pool: Pool;
    readonly defaults: CallDefaults;
    /** As whom it runs, when the entry says so. */
    readonly identity: Identity | undefined;
  };
}

export const functionService = defineService<FunctionFacts>({
  name: 'function',
  summary: 'Something that can be called by its id.',
  methods: ['facts'],
});
