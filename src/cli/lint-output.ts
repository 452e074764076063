/** Diagnostics for people and for programs. */
import { namespaceOf } from '#registry';
import type { PlacedDiagnostic } from '#runtime';
import { columns } from './columns.ts';

export interface Counts {
  readonly entries: number;
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
}

type Severity = PlacedDiagnostic['severity'];

const colours: Readonly<Record<Severity, string>> = { error: '31', warning: '33', hint: '36' };

/** `src/a.lua:3:5: error unknown_name: there is no ...`, and the line it stands in. */
export function diagnosticText(found: PlacedDiagnostic, isColoured: boolean): string {
  const { at, severity, code, message, entry, excerpt } = found;
  const paint = (text: string, colour: string) => (isColoured ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const where = at === '' ? '' : `${at}: `;
  const of = entry === '' ? '' : paint(`  (${entry})`, '2');
  const head = `${where}${paint(severity, colours[severity])} ${code}: ${message}${of}`;
  return excerpt === '' ? head : `${head}\n${excerpt}`;
}

/** `Checked 42 entries: 5 errors, 12 warnings` */
export function checkedText({ entries, errors, warnings, hints }: Counts): string {
  const parts = [plural(errors, 'error'), plural(warnings, 'warning')];
  if (hints > 0) parts.push(plural(hints, 'hint'));
  return `Checked ${entries === 1 ? '1 entry' : `${entries} entries`}: ${parts.join(', ')}`;
}

export function plural(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

/** How many there are of each namespace and of each code. */
export function summaryText(diagnostics: readonly PlacedDiagnostic[]): string {
  if (diagnostics.length === 0) return '';
  const namespaces = grouped(diagnostics, ({ entry }) => (entry === '' ? '(no entry)' : namespaceOf(entry)));
  const codes = grouped(diagnostics, ({ code, severity }) => `${code}\n${severity}`);
  const byNamespace = [...namespaces]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => [`  ${name}`, `${plural(list.length, 'issue')} (${countsText(list)})`]);
  const byCode = [...codes]
    .sort(([a, first], [b, second]) => second.length - first.length || (a < b ? -1 : 1))
    .map(([key, list]) => {
      const [code = '', severity = ''] = key.split('\n');
      return [`  ${code}`, `[${severity.padEnd(7)}]`, plural(list.length, 'occurrence')];
    });
  return `By namespace:\n\n${columns(byNamespace, 4)}\n\nBy error code:\n\n${columns(byCode, 4)}\n\n`;
}

function countsText(list: readonly PlacedDiagnostic[]): string {
  const parts = (['error', 'warning', 'hint'] as const).flatMap((severity) => {
    const count = list.filter((each) => each.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  });
  return parts.join(', ');
}

function grouped<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The form that other tools read. */
export function diagnosticsJson(diagnostics: readonly PlacedDiagnostic[], counts: Counts): string {
  const listed = diagnostics.map(({ entry, code, severity, message, line, column, at }) => ({
    entry_id: entry,
    code,
    severity,
    message,
    line,
    column,
    ...(at !== '' && { place: at }),
  }));
  const { entries, errors, warnings, hints } = counts;
  return JSON.stringify(
    {
      diagnostics: listed,
      total_entries: entries,
      error_count: errors,
      warning_count: warnings,
      hint_count: hints,
    },
    undefined,
    2,
  );
}
