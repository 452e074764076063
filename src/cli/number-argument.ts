import { UsageError } from './usage-error.ts';

/** A whole number from 1 up, as an option says it. */
export function numberOf(text: string, option: string, command: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new UsageError(`--${option} ${text} is no number from 1 up`, command);
  return Number(text);
}

/** The number of a step, for an operation; nothing when it is left out. */
export function stepOf(text: string | undefined, command: string): { step?: number } {
  return text === undefined ? {} : { step: numberOf(text, 'step', command) };
}
