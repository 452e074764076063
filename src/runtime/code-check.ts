/**
 * Whether code can be compiled: its syntax, and the modules that it declares. Checked before anything of
 * an application starts, so that all that is wrong with it is said at once.
 */
import { encodeUtf8, failure, isRecord, suggestion } from '#base';
import { type LuaSyntaxError, syntaxErrorOf } from '#lua';
import type { AnyKind, Code, EntryId } from '#plugin';
import { type Application, type EntryProblem, error, type Problem, type StoredEntry } from '#registry';

/** Entries of the kind hold Lua: they have a source, modules and imports. */
export function isCodeKind(kind: Pick<AnyKind, 'data'> | undefined): boolean {
  const fields = kind?.data.fields;
  return fields !== undefined && 'source' in fields && 'modules' in fields && 'imports' in fields;
}

/** Byte strings that an earlier start has found right. */
export interface KnownSources {
  isRight(source: string): boolean;
  right(source: string): void;
}

/** Characters of texts that are known to be right, at most. */
const MOST_REMEMBERED = 1 << 25;

export class CodeCheck {
  readonly #isModule: (name: string) => boolean;
  readonly #names: () => Iterable<string>;
  /** Texts that are known to be right. */
  readonly #right = new Set<string>();
  #remembered = 0;
  readonly #known: KnownSources | undefined;

  constructor(
    modules: { has(name: string): boolean; names(): Iterable<string> },
    known?: KnownSources | undefined,
  ) {
    this.#known = known;
    this.#isModule = (name) => modules.has(name);
    this.#names = () => modules.names();
  }

  /** Throws `Invalid` for code that cannot be compiled. */
  check({ id, text, file, modules, imports }: Code): void {
    const wrong = this.syntax(text, file);
    if (wrong !== undefined) throw failure('Invalid', describe(wrong, file), { retryable: false });
    const builtins = Object.values(imports).filter((target) => target.startsWith(':'));
    for (const name of [...modules, ...builtins.map((target) => target.slice(1))]) {
      const message = this.unknownModule(name);
      if (message !== undefined) throw failure('Invalid', `${id}: ${message}`, { retryable: false });
    }
  }

  /** What is wrong with a text, if anything is. */
  syntax(text: string, file: string): LuaSyntaxError | undefined {
    if (this.#right.has(text)) return undefined;
    const source = encodeUtf8(text);
    const isKnown = this.#known?.isRight(source) === true;
    const wrong = isKnown ? undefined : syntaxErrorOf(source, file);
    if (wrong === undefined) this.#remember(text);
    if (wrong === undefined && !isKnown) this.#known?.right(source);
    return wrong;
  }

  /** The oldest give way: code changes for as long as a node runs. */
  #remember(text: string): void {
    this.#right.add(text);
    this.#remembered += text.length;
    for (const oldest of this.#right) {
      if (this.#remembered <= MOST_REMEMBERED) return;
      this.#right.delete(oldest);
      this.#remembered -= oldest.length;
    }
  }

  unknownModule(name: string): string | undefined {
    return this.#isModule(name)
      ? undefined
      : `there is no module '${name}'${suggestion(name, this.#names())}`;
  }

  /** Entries in which nothing was wrong. */
  readonly #rightEntries = new WeakSet<StoredEntry>();

  /** All that is wrong with the code of an application. */
  application(
    { entries, place }: Pick<Application, 'entries' | 'place'>,
    isCode: (kind: string) => boolean,
  ): Problem[] {
    return [...entries.values()].flatMap((entry) => {
      if (this.#rightEntries.has(entry) || !isCode(entry.kind)) return [];
      const problems = this.entry(entry);
      if (problems.length === 0) this.#rightEntries.add(entry);
      return problems.map((problem) => placed(problem, entry, place));
    });
  }

  /** All that is wrong with the code of an entry. */
  entry(entry: StoredEntry): EntryProblem[] {
    if (!isRecord(entry.data)) return [];
    return [...this.#entrySyntax(entry, entry.data.source), ...this.#entryModules(entry.id, entry.data)];
  }

  #entrySyntax({ id, origin }: StoredEntry, source: unknown): EntryProblem[] {
    // A file that is not there is told where it is named.
    if (typeof source !== 'string' || source.startsWith('file://')) return [];
    const file = origin.type === 'live' ? undefined : origin.included?.source;
    const wrong = this.syntax(source, file ?? id);
    if (wrong === undefined) return [];
    const { line, column } = wrong;
    const message = `${wrong.problem}${nearText(wrong)}`;
    return [{ severity: 'error', id, path: ['source'], message, line, column }];
  }

  #entryModules(id: EntryId, { modules, imports }: Record<string, unknown>): EntryProblem[] {
    const listed = Array.isArray(modules) ? modules : [];
    const named = [
      ...listed.map((name, index) => ({ name, at: ['modules', index] as const })),
      ...Object.entries(isRecord(imports) ? imports : {}).flatMap(([alias, target]) =>
        typeof target === 'string' && target.startsWith(':')
          ? [{ name: target.slice(1), at: ['imports', alias] as const }]
          : [],
      ),
    ];
    return named.flatMap(({ name, at }) => {
      const message = typeof name === 'string' ? this.unknownModule(name) : undefined;
      return message === undefined ? [] : [{ severity: 'error', id, path: at, message }];
    });
  }
}

/** What is wrong in a text is placed in the file that the text came from. */
function placed(
  { id, path, message, line, column }: EntryProblem,
  { origin }: StoredEntry,
  place: Application['place'],
): Problem {
  const file = origin.type === 'live' ? undefined : origin.included?.[path.join('.')];
  const told = `${id}: ${message}`;
  if (line === undefined || column === undefined) return error(told, place(id, path));
  if (file === undefined) return error(`${told} (line ${line} of the source)`, place(id, path));
  return error(told, { path: file, line, column });
}

function nearText({ near }: LuaSyntaxError): string {
  if (near === undefined) return '';
  return near === '<eof>' ? ' near the end' : ` near '${near}'`;
}

function describe(wrong: LuaSyntaxError, file: string): string {
  return `${file}:${wrong.line}:${wrong.column}: ${wrong.problem}${nearText(wrong)}\n${wrong.excerpt}`;
}
