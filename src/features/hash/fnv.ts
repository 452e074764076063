/** The hashes of Fowler, Noll and Vo, version FNV-1: multiply, then mix in the byte. */

/** 0 to 2^32 - 1. */
export function fnv32(bytes: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash, 0x01000193) ^ bytes.charCodeAt(i);
  return hash >>> 0;
}

/**
 * 64 bits, as a signed integer. Kept in two halves of 32: the prime is 2^40 + 435, and a bigint for each
 * byte takes ten times as long.
 */
export function fnv64(bytes: string): bigint {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let i = 0; i < bytes.length; i++) {
    const product = low * 435;
    const carry = Math.floor(product / 0x1_0000_0000);
    high = (Math.imul(high, 435) + carry + (low << 8)) >>> 0;
    low = ((product >>> 0) ^ bytes.charCodeAt(i)) >>> 0;
  }
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
}
