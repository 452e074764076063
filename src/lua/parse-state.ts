/**
 * What all parts of the parser share: the lexer, the function being parsed, and how deep the nesting is.
 *
 * The grammar is one circle (types hold expressions, expressions hold functions, functions hold blocks),
 * the files are not: what a file needs of a later one it takes from `grammar`, which parser.ts fills.
 */
import type { Block, Expression } from './ast.ts';
import { FunctionScope } from './labels.ts';
import { Lexer } from './lexer.ts';
import { LuaSyntaxError } from './syntax-error.ts';
import type { Token } from './token.ts';

export interface Grammar {
  readonly expression: (p: ParseState) => Expression;
  /** The statements up to the word that ends the block, which is left standing. */
  readonly statements: (p: ParseState) => Block;
}

/** Every recursion of the parser counts one level. What merely repeats (operands, suffixes, `elseif`) is a loop. */
const deepest = 200;

/** Locals and waiting values of one function, as in PUC Lua: every site saves those that live there. */
const mostLocals = 200;
const mostHeld = 250;
/** What all sites of one function save together: their code is some 12 bytes for each. */
const mostSaved = 3_000_000;

export class ParseState {
  readonly lexer: Lexer;
  readonly grammar: Grammar;
  scope: FunctionScope;
  /** How a `<` after a type's name is read: as the start of its arguments, perhaps, or surely (see parse-type.ts). */
  arguments: 'certain' | 'tried' = 'certain';
  #attempting = false;
  #depth = 0;

  constructor(source: string, file: string, grammar: Grammar) {
    this.lexer = new Lexer(source, file);
    this.grammar = grammar;
    this.scope = new FunctionScope(this.lexer, true);
  }

  at(token: Token): boolean {
    return this.lexer.token === token;
  }

  /** Moves past `token` if it stands here. */
  skip(token: Token): boolean {
    if (this.lexer.token !== token) return false;
    this.lexer.next();
    return true;
  }

  expect(token: Token): void {
    if (!this.skip(token)) throw this.error(`${quoted(token)} expected`);
  }

  /** `line` is that of the `opener` which `token` closes. */
  expectClosing(token: Token, opener: Token, line: number): void {
    if (this.skip(token)) return;
    if (line === this.lexer.line) throw this.error(`${quoted(token)} expected`);
    throw this.error(`${quoted(token)} expected (to close '${opener}' at line ${line})`);
  }

  /** Moves past a name. */
  name(): string {
    const name = this.lexer.text;
    this.expect('<name>');
    return name;
  }

  /** In an attempt nobody reads the error, so none is made: making one costs as much as the source is long. */
  error(problem: string): Error {
    return this.#attempting ? failedAttempt : this.lexer.error(problem);
  }

  enter(levels = 1): void {
    this.#depth += levels;
    if (this.#depth > deepest) throw this.error(`too many nesting levels (limit ${deepest})`);
  }

  leave(levels = 1): void {
    this.#depth -= levels;
  }

  /** A local of the innermost block. */
  declare(name: string): void {
    if (this.scope.declare(name) > mostLocals) {
      throw this.error(`too many local variables (limit is ${mostLocals})`);
    }
  }

  /** One value more that waits in its function for the values behind it, until `release`. */
  hold(): void {
    if (++this.scope.held > mostHeld) throw this.error('function or expression needs too many registers');
  }

  release(values: number): void {
    this.scope.held -= values;
  }

  /** A place that may stop saves the locals in scope and the values that wait. Not all of them live, and a name may be no global: it is a bound. */
  mayStop(): void {
    const { scope } = this;
    scope.saved += scope.locals + scope.held;
    if (scope.saved > mostSaved)
      throw this.error('function is too large: too many operations beside too many locals');
  }

  /**
   * What `read` returns; or undefined, with nothing read, if it meets an error or returns undefined.
   * An attempt holds no other attempt (a cast ends it), so no text is read more than twice.
   */
  attempt<T>(read: () => T | undefined): T | undefined {
    const mark = this.lexer.mark();
    const { scope } = this;
    const depth = this.#depth;
    const { held, saved } = scope;
    this.#attempting = true;
    try {
      const result = read();
      if (result !== undefined) return result;
    } catch (error) {
      if (error !== failedAttempt && !(error instanceof LuaSyntaxError)) throw error;
    } finally {
      this.#attempting = false;
    }
    this.lexer.reset(mark);
    this.scope = scope;
    this.#depth = depth;
    scope.held = held;
    scope.saved = saved;
    return undefined;
  }

  /** Gives up the attempt that is under way, if any. */
  endAttempt(): void {
    if (this.#attempting) throw failedAttempt;
  }
}

const failedAttempt = new Error('an attempt failed');

function quoted(token: Token): string {
  return token.startsWith('<') && token.length > 2 ? token : `'${token}'`;
}
