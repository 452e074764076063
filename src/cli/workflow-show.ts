import type { ProcessLine } from '#durable';
import type { ProcessView } from '#process';
import { defineCommand } from './command.ts';
import { coroutineLines, mailboxLine } from './dump-output.ts';
import { exitCodes } from './exit-codes.ts';
import { secondOf } from './node-text.ts';
import { stepOf } from './number-argument.ts';
import { writeJson } from './registry-output.ts';
import { withNode } from './running-node.ts';

interface Shown extends Omit<ProcessLine, 'forkOf' | 'retryAt'> {
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
  const { pid, entry, state, step, attempts, startedAt, changedAt, names, problem, view, exit } = shown;
  const lines = [
    `${entry} is ${state}`,
    `pid ${pid}`,
    ...(names.length === 0 ? [] : [`name ${names.join(', ')}`]),
    `step ${step}, ${secondOf(changedAt)}; started ${secondOf(startedAt)}`,
    ...(attempts === 0 ? [] : [`its node was lost ${attempts} times while it had something to do`]),
    ...(shown.search === undefined ? [] : [`search ${JSON.stringify(shown.search)}`]),
    ...(shown.memo === undefined ? [] : [`memo ${JSON.stringify(shown.memo)}`]),
    ...(shown.forkOf === undefined ? [] : [`fork of ${shown.forkOf.pid}, step ${shown.forkOf.step}`]),
    ...(problem === '' ? [] : [`problem: ${problem}`]),
    ...(shown.failures > 0
      ? [`failed ${shown.failures === 1 ? 'once' : `${shown.failures} times`} since its last step`]
      : []),
    ...(shown.retryAt === undefined ? [] : [`is tried again at ${secondOf(shown.retryAt)}`]),
    ...(exit === undefined
      ? []
      : [exit.error === undefined ? `result ${JSON.stringify(exit.value)}` : `error: ${exit.error}`]),
  ];
  if (view !== undefined && 'problem' in view) lines.push(`its state cannot be shown: ${view.problem}`);
  else if (view !== undefined)
    lines.push('', ...view.coroutines.flatMap(coroutineLines), mailboxLine(view.mailbox));
  return `${lines.join('\n')}\n`;
}
