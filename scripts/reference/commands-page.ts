/** The page of commands, as `--help` has them. */

import {
  type Command,
  type CommandEntry,
  globalOptions,
  type Option,
  type Options,
  shownOptions,
} from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { blocks, code, table } from './markdown.ts';

const loaded = await Promise.all(commands.map(async (entry) => ({ entry, command: await entry.load() })));

export function commandsPage(): string {
  return blocks(
    '# Commands and options',
    `\`wippy <command> --help\` shows the same. Exit codes: ${exitCodes.success} success, ${exitCodes.failed} the command
could not do what it was asked to, ${exitCodes.usage} the command line itself is wrong. What a process that is run in
place of the application gives to the shell stands in [Configuration](../configuration.md#exit-codes).`,
    table(
      ['command', 'what it does'],
      commands.map(({ name, summary }) => [code(`wippy ${name}`), summary]),
    ),
    '## Options of every command',
    optionTable(globalOptions),
    ...loaded.map(({ entry, command }) => section(entry, command)),
  );
}

function section({ name }: CommandEntry, command: Command<never>): string {
  const { summary, arguments: taken = [], examples = [] } = command;
  const options: Options = command.options;
  return blocks(
    `## ${code(`wippy ${name}`)}`,
    summary,
    taken.length === 0
      ? undefined
      : table(
          ['argument', 'meaning'],
          taken.map((each) => [code(each.name), each.summary]),
        ),
    shownOptions(options).length === 0 ? undefined : optionTable(options),
    examples.length === 0 ? undefined : `\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
  );
}

function optionTable(options: Options): string {
  return table(
    ['option', 'default', 'meaning'],
    shownOptions(options).map(([name, option]) => [
      namesOf(name, option),
      standardOf(option),
      summaryOf(option),
    ]),
  );
}

function namesOf(name: string, option: Option): string {
  const value = option.type === 'flag' ? '' : ` ${option.value}`;
  const short = option.short === undefined ? '' : `${code(`-${option.short}`)}, `;
  return `${short}${code(`--${name}${value}`)}`;
}

function standardOf(option: Option): string {
  return option.type === 'text' && option.standard !== undefined ? code(option.standard) : '';
}

function summaryOf(option: Option): string {
  return option.type === 'texts' ? `${option.summary} Repeatable.` : option.summary;
}
