import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { withNode } from './running-node.ts';
import { tellDone } from './workflow-done.ts';

export const workflowCancel = defineCommand({
  name: 'workflow cancel',
  summary: 'Asks a durable process to end, or ends it.',
  arguments: [{ name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' }],
  options: {
    reason: { type: 'text', value: 'text', summary: 'Why; it is told.', standard: '' },
    force: { type: 'flag', summary: 'End it at once, whatever it is doing.' },
    json: { type: 'flag', summary: 'As JSON.' },
  },
  examples: [
    'wippy workflow cancel "order 7" --reason "the customer left"',
    'wippy workflow cancel "order 7" --force',
  ],
  run: async (invocation) => {
    const { options, arguments: given } = invocation;
    const [id = ''] = given;
    const answer = await withNode(invocation, (node) =>
      node.call('workflow.cancel', { id, reason: options.reason, force: options.force }),
    );
    const held = options.force ? undefined : 'it is asked when it goes on; --force ends it now';
    tellDone(answer, options, invocation, held);
    return exitCodes.success;
  },
});
