import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { withNode } from './running-node.ts';
import { tellDone } from './workflow-done.ts';

export const workflowRetry = defineCommand({
  name: 'workflow retry',
  summary: 'Lets a held process go on from its last step.',
  arguments: [{ name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' }],
  options: { json: { type: 'flag', summary: 'As JSON.' } },
  examples: ['wippy workflow retry "order 7"'],
  run: async (invocation) => {
    const [id = ''] = invocation.arguments;
    const answer = await withNode(invocation, (node) => node.call('workflow.retry', { id }));
    tellDone(answer, invocation.options, invocation);
    return exitCodes.success;
  },
});
