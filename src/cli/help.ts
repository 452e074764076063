/** The help of the program and of its commands, made of their definitions. */

import { columns } from './columns.ts';
import {
  type Argument,
  type Command,
  type CommandEntry,
  globalOptions,
  type Option,
  type Options,
  shownOptions,
} from './command.ts';

export function programHelp(commands: readonly CommandEntry[], version: string): string {
  const rows = commands.map(({ name, summary }) => [`  ${name}`, summary]);
  return [
    `wippy ${version}: runs applications made of processes, functions and entries.`,
    '',
    'Usage: wippy [options] <command> [arguments]',
    '',
    'Commands:',
    columns(rows),
    '',
    'Options of every command:',
    optionLines(globalOptions),
    '',
    "'wippy <command> --help' shows what a command takes.",
    '',
  ].join('\n');
}

/** For the first word of commands of two: `wippy registry`. */
export function groupHelp(group: string, commands: readonly CommandEntry[]): string {
  const rows = commands.map(({ name, summary }) => [`  ${name}`, summary]);
  return [`Usage: wippy ${group} <command>`, '', 'Commands:', columns(rows), ''].join('\n');
}

export function commandHelp(command: Command<never>): string {
  const { name, summary, arguments: taken = [], options, examples = [] } = command;
  const own = shownOptions(options).length === 0 ? [] : ['', 'Options:', optionLines(options)];
  return [
    summary,
    '',
    `Usage: ${['wippy', name, ...taken.map(usageOf), '[options]'].join(' ')}`,
    ...(taken.length === 0
      ? []
      : ['', 'Arguments:', columns(taken.map((each) => [`  ${each.name}`, each.summary]))]),
    ...own,
    '',
    'Options of every command:',
    optionLines(globalOptions),
    ...(examples.length === 0 ? [] : ['', 'Examples:', ...examples.map((example) => `  ${example}`)]),
    '',
  ].join('\n');
}

function usageOf({ name, isOptional, isRest }: Argument): string {
  const shown = isRest === true ? `${name}...` : name;
  return isOptional === true || isRest === true ? `[${shown}]` : `<${shown}>`;
}

function optionLines(options: Options): string {
  return columns(
    shownOptions(options).map(([name, option]) => [`  ${namesOf(name, option)}`, summaryOf(option)]),
  );
}

function namesOf(name: string, option: Option): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return option.type === 'flag' ? `${short}--${name}` : `${short}--${name} ${option.value}`;
}

function summaryOf(option: Option): string {
  if (option.type === 'texts') return `${option.summary} Repeatable.`;
  return option.type === 'text' && option.standard !== undefined
    ? `${option.summary} [${option.standard}]`
    : option.summary;
}
