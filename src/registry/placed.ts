/** What a schema found wrong with a value, as a problem with its place in a file. */
import { problemText, type Problem as ValueProblem } from '#plugin';
import type { Path, Positions } from './positions.ts';
import type { Problem } from './problem.ts';

/** `root` names the value in the message; `base` is where it stands in the file. */
export function placed(found: ValueProblem, positions: Positions, root: string, base: Path = []): Problem {
  const path = [...base, ...found.path];
  // An unknown field is pointed at by its name, a wrong one by its value.
  const part = found.severity === 'warning' || !positions.has(path) ? 'key' : 'value';
  const place = { path: positions.source.path, ...positions[part](path) };
  return { severity: found.severity, message: problemText(found, root), place };
}
