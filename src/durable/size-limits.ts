/** What is too large: to be sent, and to be kept, which ends its process, or holds it (K2). */
import { ErrorValue, type Exit, isNormal } from '#process';
import type { Entering } from './input-form.ts';
import type { Bytes } from './store/records.ts';

/** Bytes. */
export function tooLarge(what: string, bytes: number, most: number): ErrorValue {
  return new ErrorValue('Invalid', `${what} has ${bytes} bytes; ${most} are allowed`, false);
}

export function stateTooLarge(bytes: number, most: number): Exit {
  return { type: 'failed', error: tooLarge('the state of a process', bytes, most) };
}

/** How a process ends: as it did, or with an error when its result is too large. */
export function boundedEnd(exit: Exit, most: number, bodyOf: (what: Entering) => Bytes | undefined): Exit {
  if (!isNormal(exit) || isSmall(exit.value)) return exit;
  const bytes = bodyOf({ type: 'result', id: 0, operation: 0, outcome: exit })?.length ?? 0;
  return bytes <= most ? exit : { type: 'failed', error: tooLarge('the result of a process', bytes, most) };
}

/** It need not be written down to know that. */
function isSmall(value: unknown): boolean {
  return typeof value === 'string' ? value.length < 1000 : typeof value !== 'object' || value === null;
}
