import { type Data, readExactJson } from '#base';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { withNode } from './running-node.ts';
import { UsageError } from './usage-error.ts';
import { tellDone } from './workflow-done.ts';

export const workflowSignal = defineCommand({
  name: 'workflow signal',
  summary: 'Sends a message to a durable process; done when it is stored.',
  arguments: [
    { name: 'id', summary: 'Its name, its pid, or the unique part of the pid.' },
    { name: 'topic', summary: 'The topic of the message.' },
    { name: 'values', summary: 'Its values: JSON, or a text as it stands.', isOptional: true, isRest: true },
  ],
  options: { json: { type: 'flag', summary: 'As JSON.' } },
  examples: [
    'wippy workflow signal "order 7" approve',
    `wippy workflow signal "order 7" item '{"sku": "tea"}'`,
  ],
  run: async (invocation) => {
    const [id = '', topic = '', ...values] = invocation.arguments;
    const input = { id, topic, values: values.map(readValue) };
    const answer = await withNode(invocation, (node) => node.call('workflow.signal', input));
    tellDone(answer, invocation.options, invocation, 'it gets this when it goes on');
    return exitCodes.success;
  },
});

function readValue(text: string, index: number): Data {
  try {
    return readExactJson(text) as Data; // what JSON gives is data
  } catch (thrown) {
    // A pid has braces too.
    if (!/^\s*["[{]/.test(text) || /^\{[^|{}"]+\|[^|{}"]+\}$/.test(text)) return text;
    const message = `value ${index + 1} begins as JSON and is none: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw new UsageError(
      `${message}; a text that begins so is written in quotes of its own`,
      'workflow signal',
    );
  }
}
