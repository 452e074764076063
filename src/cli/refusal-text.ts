/** Why changes were refused: each problem where it stands in the file that was written, with the line and a caret. */
import { type Failure, isRecord } from '#base';
import { type ChangeFile, formatReport, type Problem } from '#registry';
import type { ToldProblem } from './registry-answers.ts';

export function problemsOf({ details }: Failure): readonly ToldProblem[] {
  const problems = isRecord(details) ? details.problems : undefined;
  return Array.isArray(problems) ? (problems as unknown as readonly ToldProblem[]) : []; // as the registry gives them
}

/** As the problems of a file; those of entries that it does not name have no place. */
export function placedProblems(refusal: Failure, file: Pick<ChangeFile, 'place'>): readonly Problem[] {
  return problemsOf(refusal).map(({ id, path = '', message, line, column }) => {
    const place = file.place({ id, path, line, column });
    const at = line === undefined || place !== undefined ? '' : `:${line}:${column}`;
    const told = names(message, id) ? message : `${id}${at}: ${message}`;
    return { severity: 'error', message: told, ...(place !== undefined && { place }) };
  });
}

/** And not only an entry whose id begins like it. */
function names(message: string, id: string): boolean {
  return message.split(/[^\w.:-]+/).some((word) => word.replace(/[.:]+$/, '') === id);
}

/** Ends with a line of its own. */
export function refusalReport(
  refusal: Failure,
  file: Pick<ChangeFile, 'place'>,
  textOf: (path: string) => string | undefined,
): string {
  const problems = placedProblems(refusal, file);
  if (problems.length === 0) return `wippy: ${refusal.message}\n`;
  return `${formatReport(problems, textOf)}\nwippy: refused; nothing has changed\n`;
}
