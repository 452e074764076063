import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { withNode } from './running-node.ts';
import { tellDone } from './workflow-done.ts';

export const workflowFail = defineCommand({
  name: 'workflow fail',
  summary: 'Ends a durable process as failed, also one that is held; those who watch it are told.',
  arguments: [{ name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' }],
  options: {
    reason: { type: 'text', value: 'text', summary: 'Why; it is told.', standard: '' },
    json: { type: 'flag', summary: 'As JSON.' },
  },
  examples: ['wippy workflow fail "order 7" --reason "the customer is gone"'],
  run: async (invocation) => {
    const { options, arguments: given } = invocation;
    const [id = ''] = given;
    const { reason } = options;
    const answer = await withNode(invocation, (node) => node.call('workflow.fail', { id, reason }));
    tellDone(answer, options, invocation);
    return exitCodes.success;
  },
});
