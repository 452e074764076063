/** How tests went, for people. */
import type { TestCase, TestFailure, TestReport, TestResult } from '#runtime';

/** The text of a line of source; undefined when it cannot be had. */
export type LineOf = (path: string, line: number) => string | undefined;

const colours = { red: '31', green: '32', yellow: '33', dim: '2', bold: '1' } as const;
export type Paint = (text: string, colour: keyof typeof colours) => string;

export function painter(isColoured: boolean): Paint {
  return (text, colour) => (isColoured ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text);
}

const marks = { passed: ['✓', 'green'], failed: ['✗', 'red'], skipped: ['-', 'yellow'] } as const;
const WIDTH = 56;

/** One test with its cases, in their blocks. */
export function resultText(result: TestResult, paint: Paint): string {
  const { suite, name, entry, cases, duration, failure } = result;
  const title = [...new Set([suite, name].filter((part) => part !== '' && part !== entry))].join(': ');
  const head = title === '' ? paint(entry, 'bold') : `${paint(title, 'bold')} ${paint(`(${entry})`, 'dim')}`;
  const lines = [`${head} ${paint(millis(duration), 'dim')}`];
  let open: readonly string[] = [];
  for (const each of cases) {
    const shared = sharedLength(open, each.path);
    for (let depth = shared; depth < each.path.length; depth++)
      lines.push(`${indent(depth)}${oneLine(each.path[depth] ?? '')}`);
    open = each.path;
    lines.push(caseLine(each, paint));
  }
  if (failure !== undefined) lines.push(`  ${paint('✗', 'red')} ${firstLine(failure.message)}`);
  else if (cases.length === 0) lines.push(paint('  it has no cases', 'yellow'));
  return `${lines.join('\n')}\n`;
}

function caseLine({ path, name, status, duration }: TestCase, paint: Paint): string {
  const [mark, colour] = marks[status];
  const shown = oneLine(name);
  const start = `${indent(path.length)}${mark} ${shown}`;
  const end = status === 'skipped' ? 'skipped' : millis(duration);
  const gap = ' '.repeat(Math.max(2, WIDTH - start.length));
  return `${indent(path.length)}${paint(mark, colour)} ${shown}${gap}${paint(end, 'dim')}`;
}

/** All that failed, and how many there were. */
export function reportText(report: TestReport, lineOf: LineOf, paint: Paint): string {
  const failed = report.results.flatMap((result) => failuresOf(result));
  const parts = failed.map(
    ({ title, failure }, index) =>
      `${paint(`${index + 1}) ${title}`, 'bold')}\n${failureText(failure, lineOf, paint)}\n`,
  );
  const lead = parts.length === 0 ? '' : `\n${paint('Failures:', 'red')}\n\n${parts.join('\n')}`;
  return `${lead}\n${totals(report, paint)}\n`;
}

interface Titled {
  readonly title: string;
  readonly failure: TestFailure;
}

function failuresOf({ entry, cases, failure }: TestResult): Titled[] {
  const own = cases.flatMap((each) =>
    each.failure === undefined
      ? []
      : [
          {
            title: oneLine([entry, ...each.path, each.name === entry ? [] : each.name].flat().join(' > ')),
            failure: each.failure,
          },
        ],
  );
  return failure === undefined ? own : [...own, { title: entry, failure }];
}

function failureText(failure: TestFailure, lineOf: LineOf, paint: Paint): string {
  const { message, expected, actual, place, trace } = failure;
  const lines = message.split('\n').map((line) => `   ${line}`);
  if (expected !== undefined && actual !== undefined) {
    lines.push(`     expected  ${paint(expected, 'green')}`, `     actual    ${paint(actual, 'red')}`);
  }
  if (place !== undefined) {
    lines.push(`   at ${place.path}:${place.line}`);
    const text = lineOf(place.path, place.line);
    if (text !== undefined) lines.push(paint(`   ${place.line} | ${text}`, 'dim'));
  }
  // The innermost line says what the place says already.
  if (trace.length > 1) lines.push(...trace.map((line) => paint(`     ${line}`, 'dim')));
  return lines.join('\n');
}

function totals(
  { results, passed, failed, skipped, duration, isInterrupted }: TestReport,
  paint: Paint,
): string {
  const parts = [
    results.length === 1 ? '1 test' : `${results.length} tests`,
    paint(`${passed} passed`, passed > 0 ? 'green' : 'dim'),
    paint(`${failed} failed`, failed > 0 ? 'red' : 'dim'),
    paint(`${skipped} skipped`, skipped > 0 ? 'yellow' : 'dim'),
    paint(millis(duration), 'dim'),
  ];
  if (isInterrupted) parts.push(paint('interrupted', 'red'));
  return parts.join(' | ');
}

/** Names may have lines; here each has one. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function indent(depth: number): string {
  return '  '.repeat(depth + 1);
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

function millis(duration: number): string {
  return duration >= 10_000 ? `${(duration / 1000).toFixed(1)} s` : `${Math.round(duration)} ms`;
}
