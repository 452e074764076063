/** Bytes, as `b"..."` writes them: a list of numbers that comes out as a string of the guest. */
export class Bytes extends Array<number> {
  /** What is made of some of them is a list; a slice says that it is bytes. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

export function bytesFrom<T>(items: Iterable<T>, byteOf: (item: T) => number): Bytes {
  const bytes = new Bytes();
  for (const item of items) bytes.push(byteOf(item));
  return bytes;
}
