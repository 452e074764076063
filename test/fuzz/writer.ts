/**
 * What all parts of the generator share: the choices, the text so far, and the variables in sight.
 *
 * The parts of the grammar call each other in a circle (expressions hold functions, functions hold statements); they
 * meet in `Grammar`, which program.ts fills.
 *
 *   W1  Every loop is bounded, and `factor` (how often the present place runs) times the cost of what is called stays
 *       below `MOST`, so that programs end soon.
 *   W2  A variable keeps the kind that it was declared with, so that most operations fit; those that do not are
 *       written on purpose, and their error is what is compared.
 */
export type Kind = 'int' | 'flt' | 'str' | 'bool' | 'arr' | 'rec' | 'obj' | 'fn' | 'any';

export interface Signature {
  readonly parameters: readonly Kind[];
  readonly vararg: boolean;
  readonly results: readonly Kind[];
  readonly cost: number;
}

export interface Variable {
  readonly name: string;
  readonly kind: Kind;
  readonly signature: Signature | undefined;
  /** Whether programs may assign it: counters of loops, functions and classes stay as they are. */
  readonly fixed: boolean;
}

/** A class of the program: a table with metamethods, and the function that makes its objects. */
export interface Class {
  readonly name: string;
  readonly events: ReadonlySet<string>;
  readonly methods: readonly string[];
  readonly cost: number;
}

export interface Grammar {
  expression(w: Writer, kind: Kind, depth: number): string;
  block(w: Writer, statements: number): void;
  functionText(w: Writer, signature: Signature): string;
}

const MOST = 400;

export class Writer {
  readonly grammar: Grammar;
  readonly lines: string[] = [];
  readonly classes: Class[] = [];
  variables: Variable[] = [];
  /** How deep blocks are nested. */
  depth = 0;
  loops = 0;
  vararg = false;
  /** Inside the body of a coroutine, where it may yield. */
  yields = false;
  results: readonly Kind[] = ['any'];
  factor = 1;
  cost = 0;
  readonly #below: (limit: number) => number;
  #names = 0;

  /** `below` chooses a whole number from 0 to below its limit. */
  constructor(below: (limit: number) => number, grammar: Grammar) {
    this.#below = below;
    this.grammar = grammar;
  }

  below(limit: number): number {
    return this.#below(limit);
  }

  chance(oneIn: number): boolean {
    return this.#below(oneIn) === 0;
  }

  pick<T>(of: readonly T[]): T {
    const at = this.#below(of.length);
    if (at >= of.length) throw new RangeError('nothing to pick from');
    return of[at] as T; // within the list
  }

  /** One of the alternatives, each as often as its weight says. */
  weighted<T>(of: readonly (readonly [weight: number, make: () => T])[]): T {
    let at = this.#below(of.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, make] of of) {
      if (at < weight) return make();
      at -= weight;
    }
    throw new RangeError('nothing to pick from');
  }

  list<T>(length: number, make: (index: number) => T): T[] {
    return Array.from({ length }, (_, index) => make(index));
  }

  name(letter: string): string {
    return `${letter}${++this.#names}`;
  }

  line(text: string): void {
    this.cost += this.factor;
    this.lines.push('  '.repeat(this.depth) + text);
  }

  /** Whether something that costs so much may run here, which is then counted. */
  affords(cost: number): boolean {
    if (this.factor * cost > MOST) return false;
    this.cost += this.factor * cost;
    return true;
  }

  declare(name: string, kind: Kind, more: { fixed?: boolean; signature?: Signature } = {}): void {
    this.variables.push({ name, kind, fixed: more.fixed ?? false, signature: more.signature });
  }

  /** The variables of a kind, inner ones as often as all others together. */
  variable(kind: Kind, wanted: (variable: Variable) => boolean = () => true): Variable | undefined {
    const fitting = this.variables.filter((each) => each.kind === kind && wanted(each));
    if (fitting.length === 0) return undefined;
    return this.chance(2) ? fitting[fitting.length - 1] : this.pick(fitting);
  }

  /** Writes what stands between an opening and `close`; variables of the inside end there. */
  inside(open: string, close: string, write: () => void): void {
    this.line(open);
    this.indented(write);
    this.line(close);
  }

  /** A scope of its own. */
  indented(write: () => void): void {
    const { variables } = this;
    this.variables = [...variables];
    this.depth++;
    write();
    this.depth--;
    this.variables = variables;
  }

  /** The inside of a loop that runs so often. */
  loop(open: string, close: string, times: number, write: () => void): void {
    this.loops++;
    this.factor *= times;
    this.inside(open, close, write);
    this.factor /= times;
    this.loops--;
  }

  /** Writes the body of a function apart and gives its text; what it costs is in the second place. */
  apart(write: () => void): { readonly lines: string[]; readonly cost: number } {
    const { loops, factor, cost, vararg, results, yields } = this;
    this.loops = 0;
    this.factor = 1;
    this.cost = 1;
    const from = this.lines.length;
    this.indented(write);
    const own = this.cost;
    Object.assign(this, { loops, factor, cost, vararg, results, yields });
    return { lines: this.lines.splice(from), cost: own };
  }

  expression(kind: Kind, depth = 2): string {
    return this.grammar.expression(this, kind, depth);
  }

  block(statements: number): void {
    this.grammar.block(this, statements);
  }
}
