import { type Data, failure, isRecord, suggestion } from '#base';
import { describeOrigin, hideEntrySecrets } from '#registry';
import { type Answering, askStopped } from '#runtime';
import { defineCommand, type Invocation } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { projectOf } from './project-options.ts';
import type { ToldEntry } from './registry-answers.ts';
import { isKept } from './registry-entries.ts';
import { nodeAsked, sourceOptions, withRegistry } from './registry-node.ts';
import { shownEntry, tellProblems, writeData } from './registry-output.ts';
import { versionOf } from './version-argument.ts';

const command = 'registry show';

const options = {
  field: {
    type: 'text',
    short: 'f',
    value: 'path',
    summary: 'Only one field, such as meta.title or data.source.',
  },
  at: { type: 'text', value: 'version', summary: 'As it was in a version, such as v3.' },
  json: { type: 'flag', summary: 'As JSON.' },
  yaml: { type: 'flag', summary: 'As YAML.' },
  raw: { type: 'flag', summary: 'Texts as they are, without quotes.' },
  ...sourceOptions,
} as const;

type Around = Invocation<typeof options>;

interface Shown {
  readonly entry: ToldEntry;
  readonly code: number;
}

export const registryShow = defineCommand({
  name: command,
  summary:
    'Shows one entry of the running node, or that the application would be started with, as it is written.',
  arguments: [{ name: 'ns:name', summary: 'The id of an entry.' }],
  options,
  examples: ['wippy registry show app:hello', 'wippy registry show app:hello --field data.source --raw'],
  run: async (invocation) => {
    const { options: given, out } = invocation;
    const found = await entryOf(invocation);
    if (found === undefined) return exitCodes.failed;
    const { entry, code } = found;
    const shown = given.field === undefined ? shownEntry(entry) : fieldOf(entry, given.field);
    if (given.raw && typeof shown === 'string') out.write(`${shown}\n`);
    else {
      if (given.field === undefined && !given.json && !given.yaml && !given.raw) {
        out.write(`# ${entry.origin}\n`);
      }
      await writeData(shown, given, out);
    }
    return code;
  },
});

/** Undefined when the application cannot be read, which is told. */
async function entryOf(invocation: Around): Promise<Shown | undefined> {
  const [id = ''] = invocation.arguments;
  const { at: text } = invocation.options;
  if (text !== undefined) {
    const version = versionOf(text, command);
    return withRegistry(invocation, command, 'kept', (registry) => askedOf(registry, { id, version }));
  }
  const node = await nodeAsked(invocation, command);
  return node === undefined ? inProject(id, invocation) : closing(node, { id });
}

async function closing(registry: Answering, input: Data): Promise<Shown> {
  try {
    return await askedOf(registry, input);
  } finally {
    await registry.close();
  }
}

async function askedOf(registry: Answering, input: Data): Promise<Shown> {
  const { entry } = (await registry.call('registry.get', input)) as unknown as Shown; // as the operation tells it
  return { entry, code: exitCodes.success };
}

async function inProject(id: string, invocation: Around): Promise<Shown | undefined> {
  const project = await projectOf(invocation);
  if (!tellProblems(project, invocation)) return undefined;
  if (isKept(project, invocation)) return closing(await askStopped(project, 'loaded'), { id });
  const { entries } = project.application;
  const stored = entries.get(id);
  if (stored === undefined) {
    throw failure('NotFound', `there is no entry ${id}${suggestion(id, entries.keys())}`);
  }
  const { kind, meta, data, origin } = hideEntrySecrets(stored, project.kindTable);
  const entry = { id, kind, meta, data, origin: describeOrigin(origin) };
  return { entry, code: project.isBroken ? exitCodes.failed : exitCodes.success };
}

/** `meta.x` and `data.x`; anything else is a field of the data too, as in overrides. */
function fieldOf(entry: ToldEntry, path: string): Data {
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
