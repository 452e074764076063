import type { Data } from '#base';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import type { ToldEntry } from './registry-answers.ts';
import { findEntries, titleOf } from './registry-entries.ts';
import { sourceOptions } from './registry-node.ts';
import { shownEntry, writeData } from './registry-output.ts';
import { UsageError } from './usage-error.ts';

export const registryFind = defineCommand({
  name: 'registry find',
  summary: 'Finds entries by words that stand anywhere in them, code included, or by their fields.',
  arguments: [
    {
      name: 'word',
      summary:
        "A word, or a filter as registry.find takes it: '.kind=function.*', 'meta.type=tool'; before the key ~ asks for a regular expression, * for a part, ^ for a beginning, $ for an end. All must fit.",
      isRest: true,
    },
  ],
  options: {
    json: { type: 'flag', summary: 'As JSON.' },
    yaml: { type: 'flag', summary: 'As YAML.' },
    ...sourceOptions,
  },
  examples: [
    'wippy registry find price',
    "wippy registry find .kind=function.* '^meta.title=Price'",
    "wippy registry find .ns=app 'process.send'",
  ],
  run: async (invocation) => {
    const { options, out, arguments: given } = invocation;
    if (given.length === 0) throw new UsageError('registry find needs a word or a filter', 'registry find');
    const filter: Record<string, Data> = {};
    const words: string[] = [];
    for (const word of given) {
      const [, key, value] = filterForm.exec(word) ?? [];
      if (key === undefined || value === undefined) words.push(word);
      else filter[key] = value;
    }
    const isForPrograms = options.json || options.yaml;
    const found = await findEntries(invocation, 'registry find', { filter, words, whole: isForPrograms });
    if (found === undefined) return exitCodes.failed;
    const { entries, code } = found;
    if (isForPrograms) await writeData(entries.map(withMatches), options, out);
    else if (entries.length > 0)
      out.write(`${columns([['ID', 'KIND', 'WHERE'], ...entries.flatMap(rows)])}\n`);
    else invocation.err.write('wippy: nothing was found\n');
    return code;
  },
});

const filterForm = /^([~*^$]?(?:\.(?:id|kind|ns|name)|meta\.[^=]+))=(.*)$/s;

function withMatches(entry: ToldEntry): Data {
  const { matches } = entry;
  const shown = shownEntry(entry);
  return matches === undefined ? shown : { ...shown, matches: matches.map((match) => ({ ...match })) };
}

/** One for each word; what was found by its fields alone is told by its title. */
function rows(entry: ToldEntry): string[][] {
  const { id, kind, matches = [] } = entry;
  const told = matches.filter(({ path }) => path !== 'id');
  if (told.length === 0) return [[id, kind, titleOf(entry)]];
  return told.map(({ path, line, text }, index) => {
    const place = path === 'data.source' || line > 1 ? `${path}:${line}` : path;
    return [index === 0 ? id : '', index === 0 ? kind : '', `${place}: ${shortened(text)}`];
  });
}

const LONGEST = 80;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`;
}
