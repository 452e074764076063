import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';

export const version = defineCommand({
  name: 'version',
  summary: 'Shows the version of the program.',
  options: { short: { type: 'flag', summary: 'Only the number.' } },
  run: ({ options, out, version: find }) => {
    const number = find();
    out.write(options.short ? `${number}\n` : `wippy ${number} (Node ${process.versions.node})\n`);
    return exitCodes.success;
  },
});
