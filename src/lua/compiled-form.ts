/**
 * What compiling gives, in the form in which it can be kept: the engine does not know where.
 *
 * What is found runs with the runtime's rights, so whoever keeps it must be sure that it is what was kept (G2).
 */

/** What must be known of a function besides its code. */
export interface FunctionFacts {
  readonly name: string;
  readonly parameters: number;
  readonly vararg: boolean;
  /** Where it begins in the source. */
  readonly line: number;
  /** Its sites that are heads of loops. */
  readonly heads: readonly number[];
  /** Those of them whose continuations are in the text of the unit, behind the function. */
  readonly pieces: readonly number[];
  /** Of the function of the whole text: see constant-unit.ts. */
  readonly isConstant?: boolean;
}

export interface CompiledForm {
  /** The factory of the unit's functions, as JavaScript. */
  readonly text: string;
  readonly functions: readonly FunctionFacts[];
  /** The factories of continuations that were wanted, by what `continuationKey` calls them. */
  readonly continuations?: Readonly<Record<string, KeptText>>;
  /** V8's code of the text: of all functions that had been called when it was made. */
  readonly data?: Buffer;
}

/** JavaScript, and V8's code of it. */
export interface KeptText {
  readonly text: string;
  readonly data?: Buffer | undefined;
}

export interface CodeCache {
  /** What was kept for this source. */
  find(source: string): CompiledForm | undefined;
  /** Takes what was made of a source, once or more often. `form` may be called at any later time: the later, the more it has. */
  keep(source: string, form: () => CompiledForm): void;
}
