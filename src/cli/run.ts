import { failure } from '#base';
import type { EntryId } from '#plugin';
import { TrackedFiles } from '#registry';
import { EarlyStore, type Execution, namedCommands, type Project, unknownCommand } from '#runtime';
import { columns } from './columns.ts';
import { defineCommand, type Invocation } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { overrideOption, projectOptions, readerOf } from './project-options.ts';
import { refuseModules } from './refused-targets.ts';
import { runNode } from './run-node.ts';

const options = {
  exec: {
    type: 'text',
    short: 'x',
    value: 'ns:name',
    summary: 'Run one process with the terminal, then end.',
    namesProgram: true,
  },
  host: {
    type: 'text',
    value: 'ns:name',
    summary: 'The terminal.host to run it on; needed when there are several.',
  },
  registry: {
    type: 'text',
    value: 'url',
    summary: 'The hub of modules.',
    refused: 'modules cannot be fetched from a hub yet',
  },
  watch: { type: 'flag', summary: 'Follow the files: what is saved comes into force while everything runs.' },
  'restart-outdated': {
    type: 'flag',
    summary: 'While watching, start services again whose process cannot go on to new code.',
  },
  ...overrideOption,
  ...projectOptions,
} as const;

export const run = defineCommand({
  name: 'run',
  summary:
    'Runs the application: everything that starts by itself, until it is interrupted; or one of its commands or processes.',
  arguments: [
    {
      name: 'command',
      summary: "One of the application's commands, or 'list' to see them.",
      isOptional: true,
    },
    { name: 'argument', summary: 'Goes to the command or process as it is.', isRest: true },
  ],
  options,
  examples: [
    'wippy run',
    'wippy run list',
    'wippy run greet Alice',
    'wippy run -x app:hello',
    'wippy run -o app:gateway:addr=:9090 --set shutdown.timeout=5s',
  ],
  run: async (invocation) => {
    const { options: given, arguments: words } = invocation;
    const [target] = given.exec === undefined ? words : [undefined];
    if (target !== undefined) refuseModules(target, 'run');
    if (target === 'list') return runOf(target, undefined, invocation);
    const earlyStore = new EarlyStore(invocation.directory, invocation.storeThread);
    try {
      return await runOf(target, earlyStore, invocation);
    } finally {
      await earlyStore.close();
    }
  },
});

async function runOf(
  target: string | undefined,
  earlyStore: EarlyStore | undefined,
  invocation: Invocation<typeof options>,
): Promise<number> {
  const { options: given, arguments: words, err } = invocation;
  const files = new TrackedFiles(invocation.directory);
  const reader = readerOf(invocation, given.override, files);
  const project = await reader.read();
  if (project.isBroken) {
    err.write(`${project.report()}\n`);
    return exitCodes.failed;
  }
  if (!project.application.hasLockFile) {
    err.write(
      `wippy: there is no ${given['lock-file']} here, so there is nothing to run; 'wippy init' writes one\n`,
    );
  }
  if (target === 'list') return list(project, invocation);
  const execution = executionOf(target, words, project, invocation);
  const isWatched = given.watch || (execution === undefined && project.settings.watch.enabled);
  if (!isWatched) files.forget();
  const watch = isWatched ? { reader, files, ...watchOf(project, given) } : undefined;
  return runNode(project, execution, invocation, { watch, earlyStore });
}

/** What was given on the command line adds to what the configuration says. */
function watchOf({ settings }: Project, given: { readonly 'restart-outdated': boolean }) {
  return { restartsOutdated: given['restart-outdated'] || settings.watch.restart_outdated };
}

function list(project: Project, { out }: Invocation<typeof options>): number {
  const commands = namedCommands(project.application.entries.values()).filter(
    ({ useCase }) => useCase !== 'test',
  );
  if (commands.length === 0) out.write('The application has no commands.\n');
  else {
    const rows = commands.map(({ name, summary }) => [`  ${name}`, summary]);
    out.write(`Available commands:\n${columns(rows)}\n`);
  }
  return exitCodes.success;
}

/** The process that is run in place of the whole application, if one is asked for. */
function executionOf(
  target: string | undefined,
  words: readonly string[],
  project: Project,
  { options: { exec, host } }: Invocation<typeof options>,
): Execution | undefined {
  if (exec !== undefined) return { entry: entryOf(exec, project), host, args: words };
  if (target === undefined) return undefined;
  const commands = namedCommands(project.application.entries.values()).filter(
    ({ useCase }) => useCase !== 'test',
  );
  const command = commands.find(({ name }) => name === target);
  if (command === undefined) throw failure('NotFound', unknownCommand(target, commands));
  return { entry: command.entry, host, args: words.slice(1) };
}

/** An id; or a name alone, when one process has it. */
function entryOf(text: string, project: Project): EntryId {
  if (text.includes(':')) return text;
  const { entries } = project.application;
  const found = [...entries.values()].filter(
    ({ id, kind }) => kind.startsWith('process.') && id.endsWith(`:${text}`),
  );
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only.id;
  const message =
    only === undefined
      ? `there is no process ${text}; -x takes an id such as app:${text}`
      : `there are several processes ${text}: ${found.map(({ id }) => id).join(', ')}`;
  throw failure('NotFound', message);
}
