import { type Data, failure } from '#base';
import type { Filter } from '#registry';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { findEntries, titleOf } from './registry-entries.ts';
import { sourceOptions } from './registry-node.ts';
import { shownEntry, writeData } from './registry-output.ts';

export const registryList = defineCommand({
  name: 'registry list',
  summary: 'Lists the entries of the running node, or those that the application would be started with.',
  options: {
    kind: { type: 'text', short: 'k', value: 'pattern', summary: "Only kinds like this, such as 'http.*'." },
    ns: { type: 'text', short: 'n', value: 'pattern', summary: 'Only namespaces like this.' },
    name: { type: 'text', value: 'pattern', summary: 'Only names like this.' },
    meta: {
      type: 'texts',
      value: 'filter',
      summary:
        'Only entries with this metadata: field=value, field~regex, field*part, field^start or field$end.',
    },
    json: { type: 'flag', summary: 'As JSON.' },
    yaml: { type: 'flag', summary: 'As YAML.' },
    ...sourceOptions,
  },
  examples: ['wippy registry list', "wippy registry list --kind 'function.*' --meta type=test --json"],
  run: async (invocation) => {
    const { options, out } = invocation;
    const filter: Record<string, Data> = {};
    if (options.kind !== undefined) filter['.kind'] = options.kind;
    if (options.ns !== undefined) filter['.ns'] = options.ns;
    if (options.name !== undefined) filter['.name'] = options.name;
    for (const meta of options.meta) Object.assign(filter, metaFilter(meta));
    const isForPrograms = options.json || options.yaml;
    const found = await findEntries(invocation, 'registry list', { filter, whole: isForPrograms });
    if (found === undefined) return exitCodes.failed;
    const { entries, code } = found;
    if (isForPrograms) await writeData(entries.map(shownEntry), options, out);
    else if (entries.length > 0) {
      const rows = entries.map((entry) => [entry.id, entry.kind, titleOf(entry)]);
      out.write(`${columns([['ID', 'KIND', 'ABOUT'], ...rows])}\n`);
    }
    return code;
  },
});

/** `field~regex` as the registry's filter has it: the operator before the key. */
function metaFilter(text: string): Filter {
  const [, field, operator, value = ''] = /^([^=~*^$]+)([=~*^$])(.*)$/s.exec(text) ?? [];
  if (field === undefined || operator === undefined) {
    throw failure(
      'Invalid',
      `--meta ${text}: must be field=value, field~regex, field*part, field^start or field$end`,
    );
  }
  return { [`${operator === '=' ? '' : operator}meta.${field}`]: value };
}
