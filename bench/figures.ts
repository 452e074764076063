/** What a measuring program tells the one that started it: a line of JSON for each figure. */
import { median } from './statistics.ts';
import { grouped, shortNumber } from './text-table.ts';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

export function tell(name: string, value: number, unit: string): void {
  console.log(JSON.stringify({ name, value, unit }));
}

/** What a program told; other lines are nobody's figures. */
export function figuresIn(output: string): Figure[] {
  const lines = output.split('\n').filter((text) => text.startsWith('{'));
  return lines.map((text) => JSON.parse(text) as Figure); // the programs of this folder write them so
}

/** The median of what several runs told; '' of none. */
export function shown(values: readonly number[]): string {
  if (values.length === 0) return '';
  const value = median(values);
  return value >= 100 ? grouped(value) : shortNumber(value);
}
