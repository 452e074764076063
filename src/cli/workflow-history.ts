import { type HistoryLine, type Passed, turnOf } from '#durable';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { secondOf } from './node-text.ts';
import { numberOf } from './number-argument.ts';
import { writeJson } from './registry-output.ts';
import { withNode } from './running-node.ts';

export const workflowHistory = defineCommand({
  name: 'workflow history',
  summary: 'Lists the kept steps of a durable process, the latest first: what came in and what went out.',
  arguments: [{ name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' }],
  options: {
    before: { type: 'text', value: 'step', summary: 'Only steps before this one.' },
    limit: { type: 'text', value: 'number', summary: 'How many.', standard: '50' },
    json: { type: 'flag', summary: 'As JSON.' },
  },
  examples: ['wippy workflow history "order 7"', 'wippy workflow history "order 7" --before 12 --json'],
  run: async (invocation) => {
    const { options, out, err, arguments: given } = invocation;
    const [id = ''] = given;
    const limit = numberOf(options.limit, 'limit', 'workflow history');
    const before =
      options.before === undefined ? {} : { before: numberOf(options.before, 'before', 'workflow history') };
    const answer = await withNode(invocation, (node) =>
      node.call('workflow.history', { id, limit, ...before }),
    );
    const { steps } = answer as unknown as { steps: HistoryLine[] }; // as the operation gives it
    if (options.json) writeJson(answer, out);
    else if (steps.length > 0)
      out.write(`${columns([['STEP', 'TIME', 'BYTES', 'CAME', 'WENT'], ...steps.map(row)])}\n`);
    else err.write('wippy: none of its steps is kept\n');
    return exitCodes.success;
  },
});

function row(line: HistoryLine): string[] {
  const { number, at, bytes, isFull, came, went } = line;
  const size = turnOf(line) ?? `${bytes}${isFull ? ' full' : ''}`;
  return [String(number), secondOf(at), size, textOf(came), textOf(went)];
}

function textOf(passed: readonly Passed[]): string {
  const texts = passed.slice(0, MOST).map(({ kind, who, about, bytes }) => {
    const parts = [kind, about, who, bytes === 0 ? '' : `(${bytes})`];
    return parts.filter((part) => part !== '').join(' ');
  });
  if (passed.length > MOST) texts.push(`${passed.length - MOST} more`);
  return texts.length === 0 ? '-' : texts.join(', ');
}

/** In a line. */
const MOST = 5;
