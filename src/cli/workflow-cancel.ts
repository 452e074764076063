import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { withNode } from './running-node.ts';

export const workflowCancel = defineCommand({
  name: 'workflow cancel',
  summary: 'Asks a durable process to end, or ends it.',
  arguments: [{ name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' }],
  options: {
    reason: { type: 'text', value: 'text', summary: 'Why; it is told.', standard: '' },
    force: { type: 'flag', summary: 'End it at once, whatever it is doing.' },
  },
  examples: [
    'wippy workflow cancel "order 7" --reason "the customer left"',
    'wippy workflow cancel "order 7" --force',
  ],
  run: async (invocation) => {
    const { options, arguments: given } = invocation;
    const [id = ''] = given;
    await withNode(invocation, (node) =>
      node.call('workflow.cancel', { id, reason: options.reason, force: options.force }),
    );
    return exitCodes.success;
  },
});
