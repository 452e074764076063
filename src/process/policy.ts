/**
 * The one place that decides what a process may do. Every point that the specification names asks here; the answer
 * allows everything until the security kinds give another policy.
 */
import type { Context } from './context.ts';

/** Whoever asks. The pid is made when it is read. */
export interface Subject {
  readonly pid: string;
  readonly entry: string;
  readonly context: Context;
}

export interface Policy {
  /** Nobody needs to ask: everything is allowed. */
  readonly isOpen: boolean;
  allow(
    subject: Subject,
    action: string,
    resource: string,
    attributes?: Readonly<Record<string, unknown>>,
  ): boolean;
}

export const openPolicy: Policy = { isOpen: true, allow: () => true };
