/** Finds the command that is meant, reads its options, shows help and mistakes, and gives the exit code. */
import { isFailure, suggestion } from '#base';
import { type Command, type CommandEntry, globalOptions, type Surroundings } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { commandHelp, groupHelp, programHelp } from './help.ts';
import { firstArgument, parseWords } from './parse.ts';
import { UsageError } from './usage-error.ts';

export async function runCommandLine(
  words: readonly string[],
  commands: readonly CommandEntry[],
  surroundings: Surroundings,
): Promise<number> {
  try {
    return await dispatch(words, commands, surroundings);
  } catch (thrown) {
    return explain(thrown, surroundings);
  }
}

async function dispatch(
  words: readonly string[],
  commands: readonly CommandEntry[],
  surroundings: Surroundings,
): Promise<number> {
  const at = firstArgument(words, globalOptions);
  // `help run` is `run --help`.
  if (words[at] === 'help' && at + 1 < words.length && !asksForHelp(words))
    return dispatch([...words.slice(0, at), ...words.slice(at + 1), '--help'], commands, surroundings);
  const found = at < 0 ? undefined : findCommand(words, at, commands);
  if (found === undefined) return withoutCommand(words, at, commands, surroundings);
  const command = await found.entry.load();
  // What belongs to the command may stand before its name.
  const rest = [...words.slice(0, at), ...words.slice(at + found.length)];
  return call(command, rest, surroundings);
}

function findCommand(words: readonly string[], at: number, commands: readonly CommandEntry[]) {
  for (const length of [2, 1]) {
    const name = words.slice(at, at + length).join(' ');
    const entry = commands.find((each) => each.name === name);
    if (entry !== undefined) return { entry, length };
  }
  return undefined;
}

function call(
  command: Command<never>,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> | number {
  const { name, options, arguments: taken = [] } = command;
  if (asksForHelp(words)) {
    surroundings.out.write(commandHelp(command));
    return exitCodes.success;
  }
  const parsed = parseWords(words, {
    name,
    options: { ...globalOptions, ...(options as object) },
    arguments: taken,
  });
  return command.run({
    ...surroundings,
    // Read by the very options that give the types.
    options: parsed.options as never,
    globals: parsed.options as never,
    arguments: parsed.arguments,
  });
}

/** Asked for help before `--`, whatever else is wrong with the line. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  return own.includes('--help') || own.includes('-h');
}

function withoutCommand(
  words: readonly string[],
  at: number,
  commands: readonly CommandEntry[],
  { out, version }: Surroundings,
): number {
  const first = at < 0 ? undefined : words[at];
  if (first === undefined || first === 'help') {
    if (!asksForHelp(words))
      parseWords(at < 0 ? words : [], { name: '', options: globalOptions, arguments: [] });
    out.write(programHelp(commands, version()));
    return exitCodes.success;
  }
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  const second = words[at + 1];
  if (group.length > 0 && (second === undefined || second.startsWith('-'))) {
    out.write(groupHelp(first, group));
    return second === undefined ? exitCodes.usage : exitCodes.success;
  }
  const known = group.length > 0 ? group : commands;
  const wrong = group.length > 0 ? `${first} ${second}` : first;
  throw new UsageError(
    `there is no command '${wrong}'${suggestion(
      wrong,
      known.map(({ name }) => name),
    )}`,
    group.length > 0 ? first : '',
  );
}

function explain(thrown: unknown, { err }: Surroundings): number {
  if (thrown instanceof UsageError) {
    const help = ['wippy', thrown.command, '--help'].filter((word) => word !== '').join(' ');
    err.write(`wippy: ${thrown.message}\n'${help}' shows what there is.\n`);
    return exitCodes.usage;
  }
  if (isFailure(thrown)) {
    err.write(`wippy: ${thrown.message}\n`);
    return exitCodes.failed;
  }
  throw thrown;
}
