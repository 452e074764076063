/** Durations as people write them: `1h30m`, `250ms`, `1.5s`, `7d`. Inside they are milliseconds or nanoseconds. */
const nanosOf: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // U+00B5, the micro sign
  μs: 1_000n, // U+03BC, the letter mu
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/y;

/** The nanoseconds of a text such as `-1.5h`, or undefined when it is no duration. */
export function durationNanos(text: string): bigint | undefined {
  const sign = text[0] === '-' || text[0] === '+' ? 1 : 0;
  const body = text.slice(sign);
  if (body === '0') return 0n;
  if (body === '') return undefined;
  let total = 0n;
  part.lastIndex = 0;
  while (part.lastIndex < body.length) {
    const found = part.exec(body);
    if (found === null) return undefined;
    total += scale(found[1] ?? '', nanosOf[found[2] ?? ''] ?? 0n);
  }
  return text[0] === '-' ? -total : total;
}

/** The milliseconds of a text such as `90s`, with fractions, or undefined when it is no duration. */
export function durationMillis(text: string): number | undefined {
  const nanos = durationNanos(text);
  return nanos === undefined ? undefined : Number(nanos) / 1e6;
}

/** `1h30m0s`, `1.5s`, `250ms`, `10µs`: the largest units that apply, as Go writes them. */
export function formatNanos(nanos: bigint | number): string {
  const total = typeof nanos === 'bigint' ? nanos : BigInt(Math.trunc(nanos));
  if (total === 0n) return '0s';
  const sign = total < 0n ? '-' : '';
  const size = total < 0n ? -total : total;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 1_000n)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 1_000_000n)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

export function formatMillis(millis: number): string {
  return formatNanos(Math.round(millis * 1e6));
}

function scale(amount: string, unit: bigint): bigint {
  if (!amount.includes('.')) return BigInt(amount) * unit;
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole) * unit + (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
}

function decimal(amount: bigint, unit: bigint): string {
  const fraction = String(amount % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${amount / unit}` : `${amount / unit}.${fraction}`;
}
