import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { suggestion } from '#base';
import { namePattern, namespaceOf } from '#registry';
import { lintProject, type PlacedDiagnostic } from '#runtime';
import { defineCommand, type Invocation } from './command.ts';
import { cacheFolder } from './compiled-code.ts';
import { exitCodes } from './exit-codes.ts';
import { type Counts, checkedText, diagnosticsJson, diagnosticText, summaryText } from './lint-output.ts';
import { projectOf, projectOptions } from './project-options.ts';
import { UsageError } from './usage-error.ts';

const levels = ['error', 'warning', 'hint'] as const;
type Level = (typeof levels)[number];

const options = {
  level: {
    type: 'text',
    value: 'severity',
    summary: 'The least severity that is shown: error, warning or hint.',
    standard: 'warning',
  },
  ns: {
    type: 'texts',
    value: 'pattern',
    summary: "Only entries of these namespaces: 'app', or 'app.*' for all below it.",
  },
  code: { type: 'texts', value: 'codes', summary: 'Only these codes, such as W0004 or unknown_name,P0001.' },
  rules: { type: 'flag', summary: 'Check style too: W0001 to W0007.' },
  summary: { type: 'flag', summary: 'Only how many there are of each namespace and code.' },
  limit: { type: 'text', value: 'count', summary: 'The most that are shown; 0 is all.', standard: '0' },
  json: { type: 'flag', summary: 'As JSON.' },
  'no-color': { type: 'flag', summary: 'Without colour.' },
  'cache-reset': { type: 'flag', summary: 'Forget what was compiled by earlier starts first.' },
  ...projectOptions,
} as const;

export const lint = defineCommand({
  name: 'lint',
  summary: 'Checks the entries of the application and their code, without running anything.',
  options,
  examples: [
    'wippy lint',
    'wippy lint --rules --level hint',
    "wippy lint --ns app --ns 'app.*' --code W0004,W0006 --rules",
    'wippy lint --json --level error',
  ],
  run: async (invocation) => {
    const { options: given, err, directory } = invocation;
    const level = levelOf(given.level);
    const limit = limitOf(given.limit);
    if (given['cache-reset']) forgetCompiled(directory);
    const project = await projectOf(invocation);
    const { application } = project;
    if (!application.isMisread && !application.hasLockFile) {
      err.write("wippy: there is no lock file, so there are no entries; 'wippy init' writes one\n");
    }
    const isWanted = given.ns.length === 0 ? undefined : wantedBy(given.ns);
    const { diagnostics, entries } = lintProject(project, { style: given.rules, isWanted });
    const chosen = diagnostics.filter(chosenBy(level, given.code));
    const counts = countsOf(chosen, entries);
    show(chosen, counts, limit, invocation);
    return counts.errors > 0 ? exitCodes.failed : exitCodes.success;
  },
});

function show(
  chosen: readonly PlacedDiagnostic[],
  counts: Counts,
  limit: number,
  { options: given, out, environment }: Invocation<typeof options>,
): void {
  const shown = limit === 0 ? chosen : chosen.slice(0, limit);
  if (given.json) {
    out.write(`${diagnosticsJson(shown, counts)}\n`);
    return;
  }
  if (given.summary) {
    out.write(`${summaryText(chosen)}${checkedText(counts)}\n`);
    return;
  }
  const isColoured = out.isTerminal && !given['no-color'] && (environment.NO_COLOR ?? '') === '';
  for (const found of shown) out.write(`${diagnosticText(found, isColoured)}\n`);
  if (shown.length < chosen.length) out.write(`... and ${chosen.length - shown.length} more\n`);
  out.write(`${checkedText(counts)}\n`);
}

function levelOf(text: string): Level {
  const level = levels.find((each) => each === text);
  if (level === undefined)
    throw new UsageError(`--level ${text} must be error, warning or hint${suggestion(text, levels)}`, 'lint');
  return level;
}

function limitOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--limit ${text} must be a number`, 'lint');
  return Number(text);
}

/** `app` is that namespace, `app.*` all below it. */
function wantedBy(patterns: readonly string[]): (id: string) => boolean {
  const matchers = patterns.map((pattern) => {
    if (!pattern.endsWith('.*')) return namePattern(pattern);
    const within = namePattern(`${pattern}*`);
    return (name: string) => within(name) && name !== pattern.slice(0, -2);
  });
  return (id) => matchers.some((matches) => matches(namespaceOf(id)));
}

function chosenBy(level: Level, codes: readonly string[]): (found: PlacedDiagnostic) => boolean {
  const wanted = new Set(codes.flatMap((list) => list.split(',')).map((code) => code.trim().toLowerCase()));
  return ({ severity, code }) =>
    levels.indexOf(severity) <= levels.indexOf(level) &&
    (wanted.size === 0 || wanted.has(code.toLowerCase()));
}

function countsOf(list: readonly PlacedDiagnostic[], entries: number): Counts {
  const count = (severity: Level) => list.filter((each) => each.severity === severity).length;
  return { entries, errors: count('error'), warnings: count('warning'), hints: count('hint') };
}

function forgetCompiled(directory: string): void {
  const cache = cacheFolder(directory);
  if (cache !== undefined) rmSync(join(cache, 'lua'), { recursive: true, force: true });
}
