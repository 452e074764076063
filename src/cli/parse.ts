/**
 * The words of a command line as a command's options and arguments.
 *
 *   Pa1  Options may stand before or behind arguments, their values behind a blank or `=`.
 *   Pa2  What is not known is refused, with the closest that is.
 *   Pa3  A command that runs another program gives it what stands behind the program's name, be that an argument
 *        or the value of an option, and is none of its own options; behind `--` everything.
 */
import { parseArgs } from 'node:util';
import { closest } from '#base';
import { type Argument, type Option, type Options, shownOptions } from './command.ts';
import { UsageError } from './usage-error.ts';

export interface Parsed {
  readonly options: Readonly<Record<string, boolean | string | readonly string[] | undefined>>;
  readonly arguments: readonly string[];
}

interface Shape {
  readonly name: string;
  readonly options: Options;
  readonly arguments: readonly Argument[];
}

export function parseWords(words: readonly string[], shape: Shape): Parsed {
  const parser = new WordParser(shape);
  return parser.parse(words);
}

/** The place of the first word that is no option and no option's value. */
export function firstArgument(words: readonly string[], options: Options): number {
  const { tokens } = tokensOf(words, options);
  const found = tokens.find((token) => token.kind === 'positional');
  return found?.index ?? -1;
}

class WordParser {
  readonly #shape: Shape;
  readonly #values: Record<string, boolean | string | string[] | undefined> = {};
  readonly #arguments: string[] = [];

  constructor(shape: Shape) {
    this.#shape = shape;
    for (const [name, option] of Object.entries(shape.options)) this.#values[name] = standardOf(option);
  }

  parse(words: readonly string[]): Parsed {
    const { tokens } = tokensOf(words, this.#shape.options);
    const takesRest = this.#shape.arguments.some(({ isRest }) => isRest === true);
    for (const token of tokens) {
      if (token.kind === 'positional') this.#arguments.push(token.value);
      else if (token.kind === 'option') {
        const option = Object.hasOwn(this.#shape.options, token.name)
          ? this.#shape.options[token.name]
          : undefined;
        if (option !== undefined) this.#set(token.name, option, token);
        else if (takesRest && this.#hasProgram()) this.#pass(words[token.index] ?? '');
        else throw this.#unknown(token.rawName);
      }
    }
    this.#checkArguments();
    return { options: this.#values, arguments: this.#arguments };
  }

  #set(
    name: string,
    option: Option,
    token: { readonly rawName: string; readonly value?: string | undefined },
  ): void {
    if (option.refused !== undefined) throw this.#error(`${token.rawName}: ${option.refused}`);
    if (option.type === 'flag') {
      if (token.value !== undefined) throw this.#error(`${token.rawName} takes no value`);
      this.#values[name] = true;
      return;
    }
    if (token.value === undefined) throw this.#error(`${token.rawName} needs a value: ${option.value}`);
    const known = this.#values[name];
    if (Array.isArray(known)) known.push(token.value);
    else this.#values[name] = token.value;
  }

  #hasProgram(): boolean {
    if (this.#arguments.length > 0) return true;
    return Object.entries(this.#shape.options).some(
      ([name, option]) =>
        option.type === 'text' && option.namesProgram === true && this.#values[name] !== undefined,
    );
  }

  /** An option of the program that is run. Several short ones in a word come as one token each. */
  #pass(word: string): void {
    if (this.#arguments.at(-1) !== word || !/^-[^-]{2,}/.test(word)) this.#arguments.push(word);
  }

  #checkArguments(): void {
    const { arguments: wanted, name } = this.#shape;
    const missing = wanted.filter(({ isOptional, isRest }) => !isOptional && !isRest)[this.#arguments.length];
    if (missing !== undefined)
      throw this.#error(`${name} needs ${missing.name}: ${lowerFirst(missing.summary)}`);
    if (wanted.some(({ isRest }) => isRest === true) || this.#arguments.length <= wanted.length) return;
    throw this.#error(`${name} does not take '${this.#arguments[wanted.length]}'`);
  }

  #unknown(rawName: string): UsageError {
    const names = shownOptions(this.#shape.options).map(([name]) => `--${name}`);
    const similar = rawName.startsWith('--') ? closest(rawName, names) : undefined;
    const hint = similar === undefined ? '' : `; did you mean ${similar}?`;
    return this.#error(`there is no option ${rawName}${hint}`);
  }

  #error(message: string): UsageError {
    return new UsageError(message, this.#shape.name);
  }
}

function tokensOf(words: readonly string[], options: Options) {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [
      name,
      {
        type: type === 'flag' ? ('boolean' as const) : ('string' as const),
        ...(short !== undefined && { short }),
      },
    ]),
  );
  // Not strict: what is wrong is said in words of our own.
  return parseArgs({
    args: [...words],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
}

function standardOf(option: Option): boolean | string | string[] | undefined {
  if (option.type === 'flag') return false;
  return option.type === 'texts' ? [] : option.standard;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, '');
}
