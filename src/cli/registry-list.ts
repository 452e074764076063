import { type Data, failure } from '#base';
import { type Filter, Finder, hideEntrySecrets, type StoredEntry } from '#registry';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { projectOf, projectOptions } from './project-options.ts';
import { shownEntry, tellProblems, writeData } from './registry-output.ts';

export const registryList = defineCommand({
  name: 'registry list',
  summary: 'Lists the entries that the application would be started with.',
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
    ...projectOptions,
  },
  examples: ['wippy registry list', "wippy registry list --kind 'function.*' --meta type=test --json"],
  run: async (invocation) => {
    const { options, out } = invocation;
    const project = await projectOf(invocation);
    if (!tellProblems(project, invocation)) return exitCodes.failed;
    const filter: Record<string, Data> = {};
    if (options.kind !== undefined) filter['.kind'] = options.kind;
    if (options.ns !== undefined) filter['.ns'] = options.ns;
    if (options.name !== undefined) filter['.name'] = options.name;
    for (const meta of options.meta) Object.assign(filter, metaFilter(meta));
    const { entries } = new Finder().find(project.application.entries, filter);
    const sorted = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
    const shown = sorted.map((entry) => hideEntrySecrets(entry, project.kindTable));
    if (options.json || options.yaml) await writeData(shown.map(shownEntry), options, out);
    else if (shown.length > 0) out.write(`${columns(rows(shown))}\n`);
    return project.isBroken ? exitCodes.failed : exitCodes.success;
  },
});

function rows(entries: readonly StoredEntry[]): string[][] {
  return [
    ['ID', 'KIND', 'ABOUT'],
    ...entries.map(({ id, kind, meta }) => [id, kind, firstText(meta.title, meta.comment, meta.description)]),
  ];
}

function firstText(...values: readonly Data[]): string {
  for (const value of values) if (typeof value === 'string') return value.split('\n')[0] ?? '';
  return '';
}

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
