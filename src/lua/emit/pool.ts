/** `findPlain`: the text that is searched for is no pattern. */
export type SearchName = 'find' | 'findPlain' | 'match';

/** What the text around the functions provides: names for what a unit shares. */
export interface Pool {
  getter(name: string): string;
  /** For `object:name()`: a type's method comes before its field of that name. */
  methodGetter(name: string): string;
  /** The search by a pattern (library/literal-search.ts). */
  search(name: SearchName, pattern: string): string;
  /** The types of a text (types/notation.ts). */
  types(text: string): string;
  /** Steps of 64 bits are taken: see settled-integers.ts. */
  usesIntegers(): void;
  setter(name: string): string;
  fields(names: readonly string[]): string;
  /** A variable that keeps the continuation of a loop's head once it was found. */
  head(index: number, site: number): string;
  readonly everywhere: boolean;
  /** For dumps: see `CompileOptions`. */
  readonly keepsLocals: boolean;
  /** Whether sites and temporaries are noted too: what is known of them is seldom asked for. */
  readonly detailed: boolean;
  /** Sites begin lines of the source instead of lines of their own. */
  readonly followsLines: boolean;
}
