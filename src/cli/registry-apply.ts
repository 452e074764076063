import { type Data, failure, isFailure, isRecord } from '#base';
import { type ChangeFile, formatReport, hasErrors } from '#registry';
import { readChanges } from './change-source.ts';
import { defineCommand, type Invocation } from './command.ts';
import { tellDone, verdictText } from './done-text.ts';
import { exitCodes } from './exit-codes.ts';
import { projectOptions } from './project-options.ts';
import { placedProblems, refusalReport } from './refusal-text.ts';
import type { Done } from './registry-answers.ts';
import { withRegistry } from './registry-node.ts';
import { writeJson } from './registry-output.ts';
import { UsageError } from './usage-error.ts';
import { versionOf } from './version-argument.ts';

const command = 'registry apply';

const options = {
  message: { type: 'text', value: 'text', summary: 'Why; stands in the history.' },
  base: {
    type: 'text',
    value: 'version',
    summary: 'The version that the changes were made for: refused when what they touch changed since.',
  },
  'dry-run': { type: 'flag', summary: 'Only check them, and show what would change.' },
  guard: {
    type: 'text',
    value: 'description',
    summary:
      "Check, test and watch them, and take them back when they make things worse; as YAML: '{window: 30s, tests: app.test:*}', or true for all that is usual.",
  },
  wait: {
    type: 'flag',
    summary: 'With a guard: until its verdict is final; 1 when the changes were taken back.',
  },
  consent: { type: 'flag', summary: 'With a guard: agree to what cannot be taken back.' },
  json: { type: 'flag', summary: 'As JSON.' },
  ...projectOptions,
} as const;

type Around = Invocation<typeof options>;

export const registryApply = defineCommand({
  name: command,
  summary: 'Changes entries of the running node, or of the history of a stopped one, all as one or none.',
  arguments: [{ name: 'file', summary: 'The changes, as YAML or JSON; - for the standard input.' }],
  options,
  examples: [
    'wippy registry apply changes.yaml --message "prices are up"',
    'wippy registry apply changes.yaml --dry-run',
    'wippy registry diff v1 --json | wippy registry apply -',
  ],
  run: async (invocation) => {
    const { options: given, err } = invocation;
    const { file, textOf } = await readChanges(invocation);
    if (hasErrors(file.problems)) {
      err.write(`${formatReport(file.problems, textOf)}\n`);
      return exitCodes.failed;
    }
    const input = await inputOf(file, given);
    try {
      return await apply(input, invocation);
    } catch (thrown) {
      if (!isFailure(thrown)) throw thrown;
      if (given.json) {
        const problems = placedProblems(thrown, file).map((problem) => ({ ...problem }));
        const { kind, message } = thrown;
        writeJson({ error: { kind, message, problems } } as unknown as Data, invocation.out); // plain all through
      }
      err.write(refusalReport(thrown, file, textOf));
      return exitCodes.failed;
    }
  },
});

async function inputOf(file: ChangeFile, given: Around['options']): Promise<Readonly<Record<string, Data>>> {
  const base = given.base === undefined ? file.base : versionOf(given.base, command);
  const asked = given.guard === undefined ? file.guard : await guardOf(given.guard);
  const guard = asked === true ? {} : asked;
  if (!isRecord(guard)) {
    if (guard !== undefined && guard !== null && guard !== false)
      throw new UsageError('the guard must be a table, or true for all that is usual', command);
    const [wrong] = (['wait', 'consent'] as const).filter((name) => given[name]);
    if (wrong !== undefined) throw new UsageError(`--${wrong} is for changes under a guard`, command);
  }
  return {
    changes: file.ops.map((op) => ({ ...op })),
    base,
    message: given.message ?? file.message ?? '',
    trial: given['dry-run'],
    ...(isRecord(guard) && { guard: { ...guard, ...(given.wait && { wait: true }) } as Data }), // data within data
    consent: given.consent,
  };
}

/** Under a guard the change is told when it is in force, and the verdict when it is there. */
async function apply(input: Readonly<Record<string, Data>>, invocation: Around): Promise<number> {
  const { json, 'dry-run': isTrial } = invocation.options;
  let isTold = false;
  const inForce = (event: Data): void => {
    isTold = true;
    if (!json) tellDone(event as unknown as Done, { json, isTrial }, invocation);
  };
  const done = (await withRegistry(invocation, command, 'changed', (registry) =>
    registry.call('registry.apply', input, inForce, input.guard !== undefined),
  )) as unknown as Done; // as the operation tells it
  if (json || !isTold) tellDone(done, { json, isTrial }, invocation);
  else if (done.verdict !== undefined) invocation.out.write(`${verdictText(done.verdict)}\n`);
  const isGood = done.verdict === undefined || ['kept', 'watching'].includes(done.verdict.state);
  return isGood ? exitCodes.success : exitCodes.failed;
}

async function guardOf(text: string): Promise<Data> {
  const { parse } = await import('yaml');
  try {
    return parse(text) as Data; // what YAML gives is data
  } catch (cause) {
    throw failure('Invalid', `--guard ${text} is no YAML: ${cause instanceof Error ? cause.message : cause}`);
  }
}
