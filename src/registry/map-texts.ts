/** Replaces texts within data. What holds no text that changed stays the same object. */
import type { Data } from '#base';
import type { Path } from './positions.ts';

/** The path given to `change` is valid only during that call. */
export function mapTexts(value: Data, change: (text: string, path: Path) => Data): Data {
  const path: (string | number)[] = [];
  const visit = (at: Data): Data => {
    if (typeof at === 'string') return change(at, path);
    if (typeof at !== 'object' || at === null) return at;
    let changed: Record<string | number, Data> | undefined;
    // Lists and tables are both walked by key; the copy is of the same form.
    for (const [key, item] of Object.entries(at) as [string, Data][]) {
      path.push(Array.isArray(at) ? Number(key) : key);
      const result = visit(item);
      path.pop();
      if (result === item) continue;
      changed ??= (Array.isArray(at) ? [...at] : { ...at }) as Record<string | number, Data>;
      changed[key] = result;
    }
    return (changed as Data) ?? at;
  };
  return visit(value);
}
