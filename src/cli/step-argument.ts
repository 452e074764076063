import { UsageError } from './usage-error.ts';

/** The number of a step, for an operation; nothing when it is left out. */
export function stepOf(text: string | undefined, command: string): { step?: number } {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`--step ${text} is no number from 1 up`, command);
  return { step: Number(text) };
}
