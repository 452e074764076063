import { type Data, failure, isRecord, suggestion } from '#base';
import { describeOrigin, hideEntrySecrets, type StoredEntry } from '#registry';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { projectOf, projectOptions } from './project-options.ts';
import { shownEntry, tellProblems, writeData } from './registry-output.ts';

export const registryShow = defineCommand({
  name: 'registry show',
  summary: 'Shows one entry, as it is written.',
  arguments: [{ name: 'ns:name', summary: 'The id of an entry.' }],
  options: {
    field: {
      type: 'text',
      short: 'f',
      value: 'path',
      summary: 'Only one field, such as meta.title or data.source.',
    },
    json: { type: 'flag', summary: 'As JSON.' },
    yaml: { type: 'flag', summary: 'As YAML.' },
    raw: { type: 'flag', summary: 'Texts as they are, without quotes.' },
    ...projectOptions,
  },
  examples: ['wippy registry show app:hello', 'wippy registry show app:hello --field data.source --raw'],
  run: async (invocation) => {
    const { options, out, arguments: given } = invocation;
    const [id = ''] = given;
    const project = await projectOf(invocation);
    if (!tellProblems(project, invocation)) return exitCodes.failed;
    const { entries } = project.application;
    const stored = entries.get(id);
    if (stored === undefined) {
      throw failure('NotFound', `there is no entry ${id}${suggestion(id, entries.keys())}`);
    }
    const entry = hideEntrySecrets(stored, project.kindTable);
    const shown = options.field === undefined ? shownEntry(entry) : fieldOf(entry, options.field);
    if (options.raw && typeof shown === 'string') out.write(`${shown}\n`);
    else {
      if (options.field === undefined && !options.json && !options.yaml && !options.raw) {
        out.write(`# ${describeOrigin(stored.origin)}\n`);
      }
      await writeData(shown, options, out);
    }
    return project.isBroken ? exitCodes.failed : exitCodes.success;
  },
});

/** `meta.x` and `data.x`; anything else is a field of the data too, as in overrides. */
function fieldOf(entry: StoredEntry, path: string): Data {
  const found = at(shownEntry(entry), path.split('.')) ?? at(entry.data, path.split('.'));
  if (found === undefined) throw failure('NotFound', `${entry.id} has no field ${path}`);
  return found;
}

function at(value: Data, steps: readonly string[]): Data {
  let result: Data = value;
  for (const step of steps) {
    if (Array.isArray(result)) result = (result as readonly Data[])[Number(step)];
    else result = isRecord(result) && Object.hasOwn(result, step) ? (result[step] as Data) : undefined; // data within data
  }
  return result;
}
