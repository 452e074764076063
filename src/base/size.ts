/** Sizes of memory as people write them: `512M`, `2GiB`; a number alone is bytes. */

const powers: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3 };

/** The bytes of a text such as `512M`, or undefined when it is no size. A K is 1024. */
export function sizeBytes(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^([1-9]\d{0,11})([kmg]?)(?:i?b)?$/i.exec(text) ?? [];
  const power = powers[unit.toLowerCase()];
  return amount === '' || power === undefined ? undefined : Number(amount) * 1024 ** power;
}
