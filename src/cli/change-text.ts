/**
 * Changes of entries for people:
 *
 *   + app:note  registry.entry        one that came
 *   ~ app:price  function.lua         one that changed, and in it
 *       data.size: 5 -> 10              a value
 *       data.source:                    the lines of a text
 *         - return 2
 *         + return 3
 *   - app:old  registry.entry         one that went
 */
import { type Data, isRecord } from '#base';
import { type DiffLine, lineDiff } from './line-diff.ts';
import type { Paint } from './paint.ts';
import type { ToldChange, ToldEntry } from './registry-answers.ts';

/** One line for each entry. */
export function changeHeads(changes: readonly ToldChange[], paint: Paint): string[] {
  return changes.map((change) => headOf(change, paint));
}

/** With everything that differs. */
export function changeLines(changes: readonly ToldChange[], paint: Paint): string[] {
  return changes.flatMap((change) => [headOf(change, paint), ...detailsOf(change, paint)]);
}

/** `1 created, 2 updated`. */
export function countsText(changes: readonly ToldChange[]): string {
  const parts = (['create', 'update', 'delete'] as const).flatMap((type) => {
    const count = changes.filter(({ kind }) => kind === `entry.${type}`).length;
    return count === 0 ? [] : [`${count} ${type}d`];
  });
  return parts.length === 0 ? 'nothing changed' : parts.join(', ');
}

function headOf({ kind, entry }: ToldChange, paint: Paint): string {
  const text = `${entry.id}  ${entry.kind}`;
  if (kind === 'entry.create') return paint.green(`+ ${text}`);
  return kind === 'entry.update' ? paint.yellow(`~ ${text}`) : paint.red(`- ${text}`);
}

function detailsOf({ kind, entry, previous, secrets = [] }: ToldChange, paint: Paint): string[] {
  if (kind === 'entry.delete') return [];
  const before = previous === undefined ? {} : form(previous);
  const differences = differencesOf(before, form(entry), []).flatMap((each) => differenceLines(each, paint));
  return [...differences, ...secrets.map((path) => `    data.${path}: *** -> *** (another)`)];
}

function form({ kind, meta, data }: ToldEntry): Data {
  // What has no metadata need not say so.
  return { kind, ...(Object.keys(meta).length > 0 && { meta }), data: data ?? {} };
}

interface Difference {
  readonly path: string;
  readonly before: Data;
  readonly after: Data;
}

/** Tables are compared field by field, lists whole. */
function differencesOf(before: Data, after: Data, steps: readonly string[]): Difference[] {
  if (isTable(before) && isTable(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differencesOf(before[key], after[key], [...steps, key]));
  }
  if (isTable(after) && before === undefined && Object.keys(after).length > 0)
    return differencesOf({}, after, steps);
  if (isTable(before) && after === undefined && Object.keys(before).length > 0)
    return differencesOf(before, {}, steps);
  const path = steps.join('.');
  if (path === 'kind' && before === undefined) return [];
  return valueText(before) === valueText(after) ? [] : [{ path, before, after }];
}

function isTable(value: Data): value is { readonly [key: string]: Data } {
  return isRecord(value);
}

function differenceLines({ path, before, after }: Difference, paint: Paint): string[] {
  const isText = [before, after].some((value) => typeof value === 'string' && value.includes('\n'));
  if (isText && isTextOrNothing(before) && isTextOrNothing(after)) {
    return [`    ${path}:`, ...textChangeLines(before ?? '', after ?? '', paint)];
  }
  if (before === undefined) return [paint.green(`    + ${path}: ${valueText(after)}`)];
  if (after === undefined) return [paint.red(`    - ${path}: ${valueText(before)}`)];
  return [`    ${path}: ${paint.red(valueText(before))} -> ${paint.green(valueText(after))}`];
}

function isTextOrNothing(value: Data): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/** The lines in which two texts differ, and what is around them. */
export function textChangeLines(before: string, after: string, paint: Paint): string[] {
  return around(lineDiff(before, after)).map((line) => textLine(line, paint));
}

const CONTEXT = 2;

/** The lines that differ and those near them; undefined for those that are left out between. */
function around(lines: readonly DiffLine[]): (DiffLine | undefined)[] {
  const shown = new Set<number>();
  for (const [index, { type }] of lines.entries()) {
    if (type === 'same') continue;
    for (let near = index - CONTEXT; near <= index + CONTEXT; near++) shown.add(near);
  }
  const result: (DiffLine | undefined)[] = [];
  for (const [index, line] of lines.entries()) {
    if (shown.has(index)) result.push(line);
    else if (shown.has(index - 1)) result.push(undefined);
  }
  if (result.at(-1) === undefined) result.pop();
  return shown.has(0) || result.length === 0 ? result : [undefined, ...result];
}

function textLine(line: DiffLine | undefined, paint: Paint): string {
  if (line === undefined) return paint.dim('      ...');
  if (line.type === 'same') return `        ${line.text}`.trimEnd();
  return line.type === 'gone' ? paint.red(`      - ${line.text}`) : paint.green(`      + ${line.text}`);
}

function valueText(value: Data): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? `${each}` : each));
}
