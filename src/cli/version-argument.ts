import { UsageError } from './usage-error.ts';

/** `v3` or `3`; undefined for `current`. */
export function versionOf(text: string, command: string): number | undefined {
  if (text === 'current') return undefined;
  const [, number] = /^v?(\d{1,15})$/.exec(text) ?? [];
  if (number === undefined) {
    throw new UsageError(`'${text}' is no version; write v3, or current`, command);
  }
  return Number(number);
}
