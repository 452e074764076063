/**
 * Chooses what goes into a dictionary: the stretches of the samples that come again in the most of them.
 *
 * The way of Zstandard's own trainer (COVER, by Liao, Petri, Moffat and Wirth, 2016): count for every 8 bytes in how
 * many samples they stand; walk through the samples in even parts, take from each the stretch with the highest sum,
 * and count what was taken no more. The best stand at the end, where offsets are short.
 */

/** Bytes that count as one thing. */
const unit = 8;
/** Bytes that are taken at a time. */
const stretch = 64;
/** Different units are told apart by so many bits of their hash. */
const hashBits = 20;
/** More than this is not looked at. */
const mostBytes = 32 * 2 ** 20;

export function dictionaryContent(samples: readonly Uint8Array[], size: number): Uint8Array {
  const all = joined(samples);
  if (all.length <= size) return all;
  const hashes = hashesOf(all);
  const counts = countsOf(samples, hashes, all.length);
  const content = new Uint8Array(size);
  let free = size;
  const parts = Math.max(1, Math.floor(size / stretch / 4));
  const partSize = Math.max(stretch * 10, Math.ceil(hashes.length / parts));
  let fruitless = 0;
  for (let start = 0; free > 0 && fruitless * partSize < hashes.length; start += partSize) {
    if (start >= hashes.length) start = 0;
    const [from, score] = bestStretch(hashes, counts, start, Math.min(start + partSize, hashes.length));
    if (score === 0) {
      fruitless++;
      continue;
    }
    fruitless = 0;
    const length = Math.min(stretch, free, all.length - from);
    free -= length;
    content.set(all.subarray(from, from + length), free);
    for (let i = from; i <= from + length - unit; i++) counts[hashes[i] ?? 0] = 0;
  }
  // Samples that have nothing in common are as good as any others.
  return free === size ? all.subarray(all.length - size) : content.subarray(free);
}

function joined(samples: readonly Uint8Array[]): Uint8Array {
  const all = Buffer.concat(samples.map((sample) => sample));
  return all.subarray(0, mostBytes);
}

/** The hash of the unit that begins at each byte. */
function hashesOf(all: Uint8Array): Uint32Array {
  const hashes = new Uint32Array(Math.max(0, all.length - unit + 1));
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  for (let i = 0; i < hashes.length; i++) {
    const low = Math.imul(view.getUint32(i, true), 0x9e3779b1);
    const high = Math.imul(view.getUint32(i + 4, true), 0x85ebca77);
    hashes[i] = Math.imul(low ^ (high >>> 15) ^ high, 0xc2b2ae3d) >>> (32 - hashBits);
  }
  return hashes;
}

/** In how many samples each unit stands, when it is more than one. */
function countsOf(samples: readonly Uint8Array[], hashes: Uint32Array, length: number): Uint32Array {
  const counts = new Uint32Array(2 ** hashBits);
  const lastSample = new Uint32Array(2 ** hashBits);
  let start = 0;
  for (const [index, sample] of samples.entries()) {
    const end = Math.min(start + sample.length, length) - unit;
    for (let i = start; i <= end; i++) {
      const hash = hashes[i] ?? 0;
      if (lastSample[hash] === index + 1) continue;
      lastSample[hash] = index + 1;
      counts[hash] = (counts[hash] ?? 0) + 1;
    }
    start += sample.length;
  }
  for (let hash = 0; hash < counts.length; hash++) if (counts[hash] === 1) counts[hash] = 0;
  return counts;
}

/** Where the stretch begins whose different units have the highest sum, and the sum. */
function bestStretch(hashes: Uint32Array, counts: Uint32Array, start: number, end: number): [number, number] {
  const within = new Map<number, number>();
  const units = stretch - unit + 1;
  let score = 0;
  let best = 0;
  let from = start;
  for (let i = start; i < end; i++) {
    const entering = hashes[i] ?? 0;
    const seen = within.get(entering) ?? 0;
    if (seen === 0) score += counts[entering] ?? 0;
    within.set(entering, seen + 1);
    if (i - start >= units) {
      const leaving = hashes[i - units] ?? 0;
      const left = (within.get(leaving) ?? 1) - 1;
      if (left > 0) within.set(leaving, left);
      else {
        within.delete(leaving);
        score -= counts[leaving] ?? 0;
      }
    }
    if (score > best) {
      best = score;
      from = Math.max(start, i - units + 1);
    }
  }
  return [from, best];
}
