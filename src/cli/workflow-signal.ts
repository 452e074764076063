import type { Data } from '#base';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { withNode } from './running-node.ts';

export const workflowSignal = defineCommand({
  name: 'workflow signal',
  summary: 'Sends a message to a durable process; done when it is stored.',
  arguments: [
    { name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' },
    { name: 'topic', summary: 'The topic of the message.' },
    { name: 'values', summary: 'Its values: JSON, or a text as it stands.', isOptional: true, isRest: true },
  ],
  options: {},
  examples: [
    'wippy workflow signal "order 7" approve',
    `wippy workflow signal "order 7" item '{"sku": "tea"}'`,
  ],
  run: async (invocation) => {
    const [id = '', topic = '', ...values] = invocation.arguments;
    await withNode(invocation, (node) =>
      node.call('workflow.signal', { id, topic, values: values.map(readValue) }),
    );
    return exitCodes.success;
  },
});

function readValue(text: string): Data {
  try {
    return JSON.parse(text) as Data; // what JSON gives is data
  } catch {
    return text;
  }
}
