/** What the resolver finds out (resolve.ts): variables, what functions capture, what each name means. */
import type { Call, FunctionBody, Name, Return, TypeAlias } from './ast.ts';
import type { TypeText } from './types/from-source.ts';

export interface Variable {
  readonly name: string;
  readonly id: number;
  readonly owner: FunctionScope;
  readonly declaredAt: number;
  lastUse: number;
  captured: boolean;
  reassigned: boolean;
}

export function newVariable(
  name: string,
  id: number,
  owner: FunctionScope,
  declaredAt: number,
  lastUse: number,
): Variable {
  return { name, id, owner, declaredAt, lastUse, captured: false, reassigned: false };
}

/** A function that a variable names for good: see called-functions.ts. */
export interface CalledFunction {
  readonly body: FunctionBody;
  readonly parameters: readonly Variable[];
  readonly calls: Call[];
  readonly returns: readonly Return[];
  /** Whether its variable is used for nothing but these calls. */
  isCalledOnly: boolean;
}

/** What a function takes from outside at creation: from its parent's variables, or from the parent's own captures. */
export interface Capture {
  readonly variable: Variable;
  /** Index in the parent's captures, or -1 when the variable is the parent's own. */
  readonly outer: number;
}

export interface FunctionScope {
  readonly index: number;
  readonly body: FunctionBody;
  readonly parent: FunctionScope | undefined;
  readonly captures: Capture[];
  readonly parameters: Variable[];
  /** The extra arguments, used like a variable. */
  readonly extra: Variable;
  /** How many variables it declares: its frame's size. */
  variables: number;
}

export type Binding =
  | { readonly type: 'local'; readonly variable: Variable }
  | { readonly type: 'captured'; readonly variable: Variable; readonly index: number }
  /** `index`: where the environment is among the captures of the function. */
  | { readonly type: 'global'; readonly index: number };

/** What is known of a number: see number-variables.ts. */
export type NumberKind = 'float' | 'mixed' | 'number';

/** The variables that only hold numbers. */
export type NumberVariables = ReadonlyMap<Variable, NumberKind>;

export interface Resolution {
  readonly functions: FunctionScope[];
  readonly functionOf: Map<FunctionBody, FunctionScope>;
  readonly bindingOf: Map<Name, Binding>;
  /** The variables that a statement or parameter list declares, in order. */
  readonly declared: Map<object, Variable[]>;
  /** The environment: captured by every function that uses globals. The main function has it as its only capture. */
  readonly environment: Variable;
  /** Code assigns globals, or names the table of them: it need not stay as it was made. */
  readonly changesEnvironment: boolean;
  /** The variables that only ever hold JavaScript numbers. */
  readonly numbers: NumberVariables;
  /** Those of `called` that always return one JavaScript number. */
  readonly numeric: ReadonlyMap<CalledFunction, NumberKind>;
  /** The functions that variables name for good. */
  readonly called: ReadonlyMap<Variable, CalledFunction>;
  /** The variables that may be held as two halves. */
  readonly wide: ReadonlySet<Variable>;
  /** The types that are values: their texts, and where what they take from variables is found. */
  readonly types: ReadonlyMap<TypeAlias | Call, TypeValue>;
}

export interface TypeValue extends TypeText {
  readonly bindings: readonly Binding[];
}

/** A cell is needed when closures must see later assignments. */
export function isCell(variable: Variable): boolean {
  return variable.captured && variable.reassigned;
}
