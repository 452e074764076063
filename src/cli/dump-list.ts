import { dumpFiles } from '#runtime';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { shownTime } from './dump-output.ts';
import { exitCodes } from './exit-codes.ts';

export const dumpList = defineCommand({
  name: 'dump list',
  summary: 'Lists the dumps of processes that failed, the newest first.',
  options: { json: { type: 'flag', summary: 'As JSON.' } },
  examples: ['wippy dump list'],
  run: ({ directory, options, out, err }) => {
    const dumps = dumpFiles(directory)?.list() ?? [];
    const rows = dumps.map(({ id, time, process, error }) => ({
      id,
      time: shownTime(time),
      entry: process.entry,
      message: error.message,
    }));
    if (options.json) out.write(`${JSON.stringify(rows, undefined, 2)}\n`);
    else if (rows.length > 0) {
      const lines = rows.map(({ id, entry, message }) => [id, entry, message.split('\n')[0] ?? '']);
      out.write(`${columns([['ID', 'ENTRY', 'ERROR'], ...lines])}\n`);
    } else
      err.write("wippy: there are no dumps; they are kept when .wippy.yaml says 'dumps: {enabled: true}'\n");
    return exitCodes.success;
  },
});
