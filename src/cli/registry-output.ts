/** Entries for people and for programs. */
import type { Data } from '#base';
import type { StoredEntry } from '#registry';
import type { Output } from './command.ts';

export function shownEntry({ id, kind, meta, data }: StoredEntry): Data {
  return { id, kind, meta, data };
}

export interface Form {
  readonly json: boolean;
  readonly yaml: boolean;
}

/** As JSON, or as YAML when that is asked for or nothing is. */
export async function writeData(data: Data, { json }: Form, out: Output): Promise<void> {
  if (json) {
    out.write(`${JSON.stringify(data, exact, 2)}\n`);
    return;
  }
  const { stringify } = await import('yaml');
  out.write(stringify(data, { lineWidth: 0 }));
}

/** Not yet known to TypeScript's own library. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** Integers beyond 2^53 keep their digits. */
function exact(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJSON(String(value)) : value;
}
