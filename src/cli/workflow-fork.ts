import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { stepOf } from './number-argument.ts';
import { writeJson } from './registry-output.ts';
import { withNode } from './running-node.ts';

export const workflowFork = defineCommand({
  name: 'workflow fork',
  summary: 'Starts a new durable process from a kept step of another one; prints its pid.',
  arguments: [{ name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' }],
  options: {
    step: {
      type: 'text',
      value: 'number',
      summary:
        'From this step, which is no end: an end has no state. The last one that has a state when it is left out.',
    },
    'repeat-calls': { type: 'flag', summary: 'Calls whose answers are not known are made again.' },
    upgrade: { type: 'flag', summary: 'With the code that its entry has now, instead of that of the step.' },
    json: { type: 'flag', summary: 'As JSON.' },
  },
  examples: [
    'wippy workflow fork "order 7"',
    'wippy workflow fork "order 7" --step 12 --repeat-calls',
    'wippy workflow fork "order 7" --upgrade',
  ],
  run: async (invocation) => {
    const { options, out, arguments: given } = invocation;
    const [id = ''] = given;
    const step = stepOf(options.step, 'workflow fork');
    const answer = await withNode(invocation, (node) =>
      node.call('workflow.fork', {
        id,
        ...step,
        repeat_calls: options['repeat-calls'],
        upgrade: options.upgrade,
      }),
    );
    if (options.json) writeJson(answer, out);
    else out.write(`${(answer as { pid: string }).pid}\n`); // as the operation gives it
    return exitCodes.success;
  },
});
