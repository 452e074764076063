import type { Passed, ProcessLine } from '#durable';
import type { ProcessView } from '#process';
import { defineCommand } from './command.ts';
import { coroutineLines, mailboxLine } from './dump-output.ts';
import { exitCodes } from './exit-codes.ts';
import { secondOf } from './node-text.ts';
import { stepOf } from './number-argument.ts';
import { writeJson } from './registry-output.ts';
import { withNode } from './running-node.ts';

interface ShownInput extends Passed {
  readonly values: readonly string[];
}

interface Shown extends Omit<ProcessLine, 'forkOf' | 'retryAt' | 'beginAt'> {
  readonly beginsAt?: number;
  /** What came in with the step that is shown. */
  readonly came?: readonly ShownInput[];
  /** With the step that is shown. */
  readonly beginsAnew?: boolean;
  /** What lies in the store for it. */
  readonly inputs?: readonly ShownInput[];
  readonly forkOf?: ProcessLine['forkOf'];
  readonly retryAt?: number;
  readonly view?: ProcessView | { readonly problem: string };
  readonly exit?: { readonly type: string; readonly value?: unknown; readonly error?: string };
  readonly search?: unknown;
  readonly memo?: unknown;
}

export const workflowShow = defineCommand({
  name: 'workflow show',
  summary: 'Shows a durable process: where it stands, its variables, and what it waits for.',
  arguments: [{ name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' }],
  options: {
    step: { type: 'text', value: 'number', summary: 'What it was when this step was committed.' },
    json: { type: 'flag', summary: 'As JSON.' },
  },
  examples: ['wippy workflow show "order 7"', 'wippy workflow show "order 7" --step 12'],
  run: async (invocation) => {
    const { options, out, arguments: given } = invocation;
    const [id = ''] = given;
    const answer = await withNode(invocation, (node) =>
      node.call('workflow.show', { id, ...stepOf(options.step, 'workflow show') }),
    );
    if (options.json) writeJson(answer, out);
    else out.write(textOf(answer as unknown as Shown)); // as the operation gives it
    return exitCodes.success;
  },
});

function textOf(shown: Shown): string {
  const { pid, entry, state, step, attempts, startedAt, changedAt, problem, view, exit } = shown;
  const lines = [
    `${entry} is ${state}`,
    `pid ${pid}`,
    ...nameLines(shown),
    `step ${step}, ${secondOf(changedAt)}; started ${secondOf(startedAt)}`,
    ...(shown.beginsAt === undefined ? [] : [`begins at ${secondOf(shown.beginsAt)}`]),
    ...(attempts === 0 ? [] : [`its node was lost ${attempts} times while it had something to do`]),
    ...(isEmpty(shown.search) ? [] : [`search ${JSON.stringify(shown.search)}`]),
    ...(isEmpty(shown.memo) ? [] : [`memo ${JSON.stringify(shown.memo)}`]),
    ...(shown.forkOf === undefined ? [] : [`fork of ${shown.forkOf.pid}, step ${shown.forkOf.step}`]),
    ...(problem === '' ? [] : [`problem: ${problem}`]),
    ...(shown.failures > 0
      ? [`failed ${shown.failures === 1 ? 'once' : `${shown.failures} times`} since its last step`]
      : []),
    ...(shown.retryAt === undefined ? [] : [`is tried again at ${secondOf(shown.retryAt)}`]),
    ...(exit === undefined
      ? []
      : [exit.error === undefined ? `result ${JSON.stringify(exit.value)}` : `error: ${exit.error}`]),
    ...(shown.beginsAnew === true ? ['it begins anew with this step'] : []),
    ...(shown.came ?? []).map((input) => `came: ${inputText(input)}`),
    ...(shown.inputs ?? []).map((input) => `waits for it: ${inputText(input)}`),
  ];
  if (view !== undefined && 'problem' in view) lines.push(`its state cannot be shown: ${view.problem}`);
  else if (view !== undefined)
    lines.push('', ...view.coroutines.flatMap(coroutineLines), mailboxLine(view.mailbox));
  return `${lines.join('\n')}\n`;
}

/** One that has ended has no name any more; it was found by this one. */
function nameLines({ names, startedAs }: Shown): string[] {
  if (names.length > 0) return [`name ${names.join(', ')}`];
  return startedAs === undefined ? [] : [`started as ${startedAs}`];
}

/** An empty table of a guest is an empty list here. */
function isEmpty(data: unknown): boolean {
  return typeof data !== 'object' || data === null || Object.keys(data).length === 0;
}

function inputText({ kind, about, who, bytes, values }: ShownInput): string {
  const from = who === '' ? [] : [`from ${who}`];
  const size = bytes === 0 ? [] : [`(${bytes})`];
  const head = [kind, about, ...from, ...size].filter((part) => part !== '').join(' ');
  return values.length === 0 ? head : `${head}: ${values.join(', ')}`;
}
