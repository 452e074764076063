import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { stepOf } from './number-argument.ts';
import { writeJson } from './registry-output.ts';
import { withNode } from './running-node.ts';

export const workflowUpgrade = defineCommand({
  name: 'workflow upgrade',
  summary: 'Lets a durable process, held or not, go on with the code that its entry has now.',
  arguments: [{ name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' }],
  options: {
    step: { type: 'text', value: 'number', summary: 'From this step; the last one when it is left out.' },
    'repeat-calls': { type: 'flag', summary: 'What was done since that step may be done again.' },
    json: { type: 'flag', summary: 'As JSON.' },
  },
  examples: ['wippy workflow upgrade "order 7"', 'wippy workflow upgrade "order 7" --step 12 --repeat-calls'],
  run: async (invocation) => {
    const { options, out, err, arguments: given } = invocation;
    const [id = ''] = given;
    const step = stepOf(options.step, 'workflow upgrade');
    const answer = await withNode(invocation, (node) =>
      node.call('workflow.upgrade', { id, ...step, repeat_calls: options['repeat-calls'] }),
    );
    const done = answer as { entry: string; step: number; changedSources: string[] }; // as the operation gives it
    for (const source of done.changedSources) {
      err.write(`wippy: what ${source} does when it is loaded has changed, and is not done again\n`);
    }
    if (options.json) writeJson(answer, out);
    else out.write(`goes on with the code of ${done.entry} from step ${done.step}\n`);
    return exitCodes.success;
  },
});
