/** What a rule of the linter is: it looks at a survey of the tree, and at what the code can reach. */
import type { NodeBase } from '../ast.ts';
import type { Survey } from './survey.ts';

export type Severity = 'error' | 'warning' | 'hint';

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Pick<NodeBase, 'start' | 'end'>;
}

/** The fields of a table that code cannot change, with theirs where they are such tables. */
export type Members = ReadonlyMap<string, Members | undefined>;

/** What code can reach besides its own variables. */
export interface Reach {
  /** Globals, with their fields where these are known. */
  readonly globals: ReadonlyMap<string, Members | undefined>;
  /** What `require` gives, in the same way. */
  readonly modules: ReadonlyMap<string, Members | undefined>;
  /** Those of the names in both that are libraries: their tables can be written. */
  readonly libraries?: ReadonlySet<string>;
  /** Modules that the entry could declare. */
  isModule(name: string): boolean;
  /** What is wrong with a call of `module.function` for an entry of this id, if anything is. */
  wrongEntry?(module: string, name: string, id: string): string | undefined;
}

export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  /** For people: `no-empty-blocks`. */
  readonly name: string;
  /** A matter of style, looked at only when somebody asks for it. */
  readonly isStyle: boolean;
  check(
    survey: Survey,
    reach: Reach,
  ): Iterable<Omit<Finding, 'code' | 'severity'> & { readonly severity?: Severity }>;
}
