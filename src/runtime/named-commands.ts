/** The commands of an application: process entries with `meta.command.name`. */
import { isRecord, suggestion } from '#base';
import type { EntryId } from '#plugin';
import { type Application, error, type Problem, type StoredEntry } from '#registry';

export interface NamedCommand {
  readonly name: string;
  readonly summary: string;
  readonly entry: EntryId;
  /** `test` is what `wippy test` runs, everything else is run by its name. */
  readonly useCase: string;
}

/** By name. */
export function namedCommands(entries: Iterable<StoredEntry>): NamedCommand[] {
  const commands = [...entries].flatMap((entry) => commandOf(entry) ?? []);
  return commands.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function commandOf({ id, kind, meta }: StoredEntry): NamedCommand | undefined {
  const { command } = meta;
  if (!kind.startsWith('process.') || !isRecord(command) || typeof command.name !== 'string')
    return undefined;
  return {
    name: command.name,
    summary: typeof command.short === 'string' ? command.short : '',
    entry: id,
    useCase: typeof command.use_case === 'string' ? command.use_case : 'run',
  };
}

/** Two entries with one command name: nobody could say which is meant. */
export function commandProblems({ entries, place }: Pick<Application, 'entries' | 'place'>): Problem[] {
  const first = new Map<string, NamedCommand>();
  return namedCommands(entries.values()).flatMap((command) => {
    const other = first.get(command.name);
    if (other === undefined) {
      first.set(command.name, command);
      return [];
    }
    const message = `${command.entry}: the command '${command.name}' is that of ${other.entry} already`;
    return [error(message, place(command.entry, ['meta', 'command', 'name']))];
  });
}

/** What a wrong name is answered with. */
export function unknownCommand(name: string, commands: readonly NamedCommand[]): string {
  const names = commands.map((command) => command.name);
  return `there is no command '${name}'${suggestion(name, names)} ('wippy run list' shows all)`;
}
