/**
 * The numbers in texts such as `table: 0x00000012`: objects are numbered in the order in which they are asked for, by
 * a counter of the process (S4), so the text says nothing of the machine and is the same after a restore.
 */
import { changes } from '../operations.ts';

export interface Numbering {
  lastAddress: number;
}

/** Whose counter is used: that of the running process. */
export const numbering: { current: Numbering } = { current: { lastAddress: 0 } };

const addresses = new WeakMap<object, number>();
/** Somebody has asked: until then nobody needs to look, who is saved again and again. */
let hasAny = false;

/** `0x00000012`: the same text for the same object, whatever else runs. */
export function addressOf(value: object): string {
  let number = addresses.get(value);
  if (number === undefined) {
    number = ++numbering.current.lastAddress;
    setAddress(value, number);
    changes.current?.noteAddress(value);
  }
  return `0x${number.toString(16).padStart(8, '0')}`;
}

/** The number, if somebody has asked for it. */
export function addressIn(value: object): number | undefined {
  return hasAny ? addresses.get(value) : undefined;
}

/** Gives a restored object the number that it had. */
export function setAddress(value: object, number: number): void {
  hasAny = true;
  addresses.set(value, number);
}
