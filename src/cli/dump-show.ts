import { failure } from '#base';
import { dumpFiles } from '#runtime';
import { defineCommand } from './command.ts';
import { dumpText } from './dump-output.ts';
import { exitCodes } from './exit-codes.ts';

export const dumpShow = defineCommand({
  name: 'dump show',
  summary: 'Shows what a process was doing when it failed.',
  arguments: [
    {
      name: 'id',
      summary: 'The id of a dump, or the beginning of it; the newest one when it is left out.',
      isOptional: true,
    },
  ],
  options: { json: { type: 'flag', summary: 'As JSON, with everything that is known.' } },
  examples: ['wippy dump show', 'wippy dump show 20261122-081233-123 --json'],
  run: ({ directory, options, out, arguments: [id] }) => {
    const files = dumpFiles(directory);
    if (files === undefined) throw failure('NotFound', 'there are no dumps here');
    const dump = files.find(id);
    out.write(options.json ? `${JSON.stringify(dump, undefined, 2)}\n` : dumpText(dump));
    return exitCodes.success;
  },
});
