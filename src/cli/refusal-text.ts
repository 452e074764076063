/** Why changes were refused: each problem where it stands in the file that was written, with the line and a caret. */
import { type Failure, isRecord } from '#base';
import { type ChangeFile, formatReport, type Problem } from '#registry';
import type { ToldProblem } from './registry-answers.ts';

export function problemsOf({ details }: Failure): readonly ToldProblem[] {
  const problems = isRecord(details) ? details.problems : undefined;
  return Array.isArray(problems) ? (problems as unknown as readonly ToldProblem[]) : []; // as the registry gives them
}

/** As the problems of a file, or undefined when the refusal names none. */
export function placedProblems(refusal: Failure, file: Pick<ChangeFile, 'place'>): readonly Problem[] {
  return problemsOf(refusal).map(({ id, path = '', message, line, column }) => {
    const place = file.place({ id, path, line, column });
    const at = line === undefined || place !== undefined ? '' : `:${line}:${column}`;
    const told = message.includes(id) ? message : `${id}${at}: ${message}`;
    return { severity: 'error', message: told, ...(place !== undefined && { place }) };
  });
}

export function refusalReport(
  refusal: Failure,
  file: Pick<ChangeFile, 'place'>,
  textOf: (path: string) => string | undefined,
): string {
  const problems = placedProblems(refusal, file);
  return problems.length === 0 ? refusal.message : formatReport(problems, textOf);
}
