/**
 * What is wrong with an application, said so that its author can mend it: where, what, and what was
 * probably meant. Loading collects problems and never stops at the first.
 */
import { SourceText } from './source-text.ts';

export interface Place {
  readonly path: string;
  /** Left out when the whole file is meant. */
  readonly line?: number;
  readonly column?: number;
}

export interface Problem {
  /** A warning lets the application start; an error does not. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Left out for what stands in no file, such as a value of the command line. */
  readonly place?: Place;
}

export function error(message: string, place?: Place): Problem {
  return { severity: 'error', message, ...(place && { place }) };
}

export function warning(message: string, place?: Place): Problem {
  return { severity: 'warning', message, ...(place && { place }) };
}

export function hasErrors(problems: readonly Pick<Problem, 'severity'>[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

/** `src/_index.yaml:14:13`, or as much of it as is known. */
export function formatPlace({ path, line, column }: Place): string {
  return [path, line, column].filter((part) => part !== undefined).join(':');
}

/** One line: `src/_index.yaml:14:13: app:cache: max_size must be an integer`. */
export function formatProblem({ severity, message, place }: Problem): string {
  const said = severity === 'warning' ? `warning: ${message}` : message;
  return place === undefined ? said : `${formatPlace(place)}: ${said}`;
}

/**
 * All problems in the order of their places, each with the line it stands in and a caret below it.
 * `textOf` gives the text of a file, or undefined when it cannot be had.
 */
export function formatReport(
  problems: readonly Problem[],
  textOf: (path: string) => string | undefined,
): string {
  const sources = new Map<string, SourceText | undefined>();
  const sourceOf = (path: string) => {
    if (!sources.has(path)) {
      const text = textOf(path);
      sources.set(path, text === undefined ? undefined : new SourceText(path, text));
    }
    return sources.get(path);
  };
  const parts = [...problems].sort(byPlace).map((problem) => {
    const source = problem.place === undefined ? undefined : sourceOf(problem.place.path);
    return formatProblem(problem) + excerpt(problem.place, source);
  });
  return [...parts, count(problems)].join('\n');
}

/** The line of a place with a caret below it; '' where there is none to show. */
export function excerptOf(place: Place, text: string): string {
  return excerpt(place, new SourceText(place.path, text)).replace(/^\n/, '');
}

function excerpt(place: Place | undefined, source: SourceText | undefined): string {
  if (place?.line === undefined || source === undefined) return '';
  const line = source.line(place.line);
  const gutter = `  ${place.line} | `;
  if (place.column === undefined) return `\n${gutter}${line}`;
  // Tabs are kept, so that the caret stands under its character at any tab width.
  const indent = line.slice(0, place.column - 1).replace(/[^\t]/g, ' ');
  return `\n${gutter}${line}\n${' '.repeat(gutter.length - 2)}| ${indent}^`;
}

function count(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  const parts = [];
  if (errors > 0) parts.push(errors === 1 ? '1 error' : `${errors} errors`);
  if (warnings > 0) parts.push(warnings === 1 ? '1 warning' : `${warnings} warnings`);
  return parts.join(', ');
}

function byPlace(a: Problem, b: Problem): number {
  const first = a.place;
  const second = b.place;
  if (first === undefined || second === undefined)
    return Number(first === undefined) - Number(second === undefined);
  if (first.path !== second.path) return first.path < second.path ? -1 : 1;
  return (first.line ?? 0) - (second.line ?? 0) || (first.column ?? 0) - (second.column ?? 0);
}
