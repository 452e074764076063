/**
 * Emits one Lua function as one structured JavaScript function, or the continuation of one of its sites.
 *
 * Both come from the same walk over the tree, in evaluation order, which numbers the sites and names the temporaries;
 * so they cannot drift. For a continuation the walk writes nothing until it reaches the target site (`before`); there
 * the frame's slots are read, and what follows is written as usual. A loop that the target lies in is not written as
 * a loop: the rest of the iteration is, then a jump to the continuation of the loop's head (see loops.ts).
 *
 * In the mode that suspends at every site a text ends, branch by branch, with the first site that it always reaches.
 *
 * The code that comes out:
 *
 *     function (self, l1, l2) { var $p, $0, $1; X: {
 *       if (tick(R, 7)) { $p = 0; $0 = l1; $1 = l2; break X; }
 *       let t1 = l1.s.$x; if (t1 === undefined && (t1 = g0(l1)) === S) { $p = 1; $0 = l2; break X; }
 *       return t1;
 *     } return save(self, $p, $0, $1, undefined, undefined, null); }
 */
import type { Block, Expression } from '../ast.ts';
import { literalHalves } from '../literal.ts';
import type { Binding, FunctionScope, Resolution, Variable } from '../resolve.ts';
import { isCell } from '../resolve.ts';
import { type Atom, atom, isName } from './atom.ts';
import { chainWithin } from './chain.ts';
import type { Pool } from './pool.ts';
import { NO_SITE, type Site, type SiteInfo, saveText, type TempOrigin } from './site.ts';

/** Of a main chunk, and of any other function. */
const MOST_PIECES = 64;
const MOST_PIECES_INSIDE = 3;

/** A part of a function that is a JavaScript function of its own: see loops.ts. */
export interface Piece {
  readonly out: readonly string[];
  readonly marks: ReadonlyMap<number, number>;
  readonly restored: readonly string[];
  readonly captures: string;
  readonly first: number;
  readonly head: string;
  readonly tail: string;
}

/** A loop, or a label that is jumped back to: where its continuation is, and how to leave and repeat it. */
export interface Repeatable {
  /** The site of its head. */
  readonly head: number;
  /** The JavaScript label to leave it by. */
  readonly exit: string;
  /** Live at the head: what its continuation takes, in order. */
  readonly slots: readonly string[];
  /** Whether the loop itself was written: otherwise the code is inside a continuation that entered it. */
  readonly written: boolean;
}

/** A goto whose text is known once its label is reached. */
export interface Jump {
  /** Its place among the lines. */
  readonly place: number;
  /** The variables in scope there. */
  readonly active: readonly Variable[];
}

export interface LabelState {
  readonly name: string;
  readonly forward: string;
  /** Set once the label is passed: a goto to it goes back. */
  back: Repeatable | undefined;
  /** Gotos before the label that cannot leave a block for it: places in `out` to fill in when its site is known. */
  jumps: Jump[] | undefined;
}

/** The node around the one that is being written, and how many parts it has so far. */
interface Outer {
  readonly node: object;
  readonly parts: number;
}

/** The parts of the emitter that call each other in a circle: they meet here. */
export interface Writers {
  expression(e: FunctionEmitter, node: Expression): Atom;
  statements(e: FunctionEmitter, block: Block, ending?: () => void): void;
  /** It is written in one step: what it begins with is not written first. */
  isTree(e: FunctionEmitter, node: Expression): boolean;
}

export class FunctionEmitter {
  readonly resolution: Resolution;
  readonly scope: FunctionScope;
  readonly pool: Pool;
  /** The site whose continuation is wanted, or -1 for the function itself. */
  readonly target: number;
  /** What was written of the piece that is being written. */
  out: string[] = [];
  /** The walk has not reached the target. */
  before: boolean;
  #skipped = 0;
  /** What would be written now is never reached. */
  stopped = false;
  #sites = 0;
  #temps = 0;
  #slots = 0;
  #labels = 0;
  #line: number;
  readonly #writers: Writers;
  #parts = 0;
  /** The node that is being written. */
  node: object;
  /** Which node and which of its parts each temporary holds. */
  readonly origins = new Map<string, TempOrigin>();
  #written: { readonly node: Expression; readonly value: Atom } | undefined;
  readonly pending: string[] = [];
  readonly active: Variable[] = [];
  readonly states: string[] = [];
  /** What is written is seldom run: then no operator has its common case written out, which V8 would read all the same. */
  isRare = false;
  /** Operators that are written in one step when their turn comes, and whether such are written one by one (integer-trees.ts). */
  tree: Expression | undefined;
  isStepwise = false;
  /** Variables that may be held as halves have been made values here. */
  isNarrow = false;
  /** Names that only ever hold numbers, among those that a continuation may get. */
  readonly numbers = new Set<string>();
  loop: Repeatable | undefined;
  labels: LabelState[] = [];
  readonly info: SiteInfo[] = [];
  /** The sites that are heads of loops. */
  readonly heads: number[] = [];
  /** For each text of `out` that begins a site's line: the site; or `NO_SITE` where the text is nothing of the source's. */
  marks = new Map<number, number>();
  /** The slots that the continuation reads from the frame, or the piece gets as arguments. */
  restored: readonly string[] = [];
  /** The pieces that are complete: all but the last one. */
  readonly pieces: Piece[] = [];
  /** The statement of the function's own block that is being written, if loops there begin pieces. */
  outermost: object | undefined;
  /** A continuation has been written to its end: what follows is in other pieces. */
  isComplete = false;
  #loops = 0;
  /** The site that the piece begins with. */
  first = 0;
  readonly #takesPieces: boolean;
  readonly #declared: string[] = [];
  readonly #captured = new Set<number>();
  readonly #hidden = new Set<string>();
  readonly #late = new Set<string>();
  readonly #wideLocals: ReadonlySet<string>;

  /** `takesPieces`: the pieces are wanted too, not the first one alone. */
  constructor(
    resolution: Resolution,
    scope: FunctionScope,
    pool: Pool,
    target: number,
    writers: Writers,
    takesPieces = false,
  ) {
    this.#takesPieces = takesPieces;
    this.#writers = writers;
    this.resolution = resolution;
    this.scope = scope;
    this.pool = pool;
    this.target = target;
    this.before = target >= 0;
    this.node = scope.body;
    this.#line = scope.body.line;
    this.#wideLocals = this.#localsHeldWide();
  }

  #localsHeldWide(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const variable of this.resolution.wide)
      if (variable.owner === this.scope && this.isWide(variable) && !isCell(variable))
        names.add(`l${variable.id}`);
    return names;
  }

  /** Whether the variable may be held as halves (wide-integer.ts). Where each site suspends, none is. */
  isWide(variable: Variable): boolean {
    return this.resolution.wide.has(variable) && !this.pool.everywhere;
  }

  /** What a variable holds that gets the value. */
  heldText(variable: Variable, value: string): string {
    if (!this.isWide(variable) || /^(\d[\d.e+]*|undefined)$/.test(value)) return value;
    if (!/^-?\d+n$/.test(value)) return `widen(${value})`;
    const { high, low } = literalHalves(BigInt(value.slice(0, -1)));
    return `new WideInteger(${high}, ${low})`;
  }

  /** What is handed on of a slot: a value, also of a variable that may be held as halves. */
  slotText(name: string): string {
    return this.#wideLocals.has(name) ? `narrow(${name})` : name;
  }

  get silent(): boolean {
    return this.before || this.stopped || this.#skipped > 0;
  }

  /**
   * Writes the expression; the atom is its one value. What a chain of operators or suffixes begins with is written
   * first, from the inside out, and handed over when its node asks for it: so no chain is too long.
   */
  expression(node: Expression): Atom {
    if (node === this.#written?.node) {
      const { value } = this.#written;
      this.#written = undefined;
      return value;
    }
    const chain: Expression[] = [];
    for (let next: Expression | undefined = node; next !== undefined; ) {
      chain.push(next);
      if (this.#writers.isTree(this, next)) this.tree = next;
      next = this.tree === next ? undefined : chainWithin(next);
    }
    for (let i = chain.length - 1; i > 0; i--) {
      const inner = chain[i] as Expression; // within the list
      this.#written = { node: inner, value: this.#node(inner) };
    }
    return this.#node(node);
  }

  #node(node: Expression): Atom {
    const outer = this.enter(node);
    const value = this.#writers.expression(this, node);
    this.leave(outer);
    if (this.#written !== undefined) throw new Error(`the beginning of a ${node.type} was written in vain`);
    return value;
  }

  /** Writes the statements of a block; `ending` is what still sees its variables. */
  statements(block: Block, ending?: () => void): void {
    this.#writers.statements(this, block, ending);
  }

  write(text: string): void {
    if (!this.silent) this.out.push(text);
  }

  /** A captured value or its cell: read once, at the entry (measured: queens -10 %, against reading it at each use). */
  captured(index: number): string {
    this.#captured.add(index); // a continuation may use what was named before its target
    return `u${index}`;
  }

  /** Declares what `captured` has named. */
  get captures(): string {
    if (this.#captured.size === 0) return '';
    return `const ${Array.from(this.#captured, (index) => `u${index} = self.up[${index}]`).join(', ')}; `;
  }

  /** Makes sure that a saved frame of this function has so many slots. */
  reserve(slots: number): void {
    if (slots > this.#slots) this.#slots = slots;
  }

  /** Puts text before what was written since `at`: openings that a continuation turns out to need. */
  insert(at: number, text: string): void {
    this.out[at] = `${text}${this.out[at] ?? ''}`;
  }

  /** A JavaScript label. */
  label(letter: string): string {
    return `${letter}${++this.#labels}`;
  }

  /** In the mode that suspends at every site: what follows in this branch of the text is never reached, and so not written. */
  writeStop(text: string): void {
    this.write(text);
    if (!this.silent) this.stopped = true;
  }

  /** Walks what the text around it may pass by, or leave before its end. */
  branch(walk: () => void): void {
    const { stopped, silent } = this;
    walk();
    if (!silent) this.stopped = stopped;
  }

  /** Walks without writing: parts that the continuation cannot reach, whose sites are counted all the same. */
  skip(walk: () => void): void {
    this.#skipped++;
    walk();
    this.#skipped--;
  }

  /** Declares a temporary or a variable and gives it a value. */
  declare(name: string, value?: string): void {
    if (this.silent) {
      this.#hidden.add(name);
      return;
    }
    this.out.push(value === undefined ? `let ${name};` : `let ${name} = ${value};`);
    if (this.#takesPieces) this.#declared.push(name);
  }

  /** Whether the loop with this head is one that begins a piece. */
  beginsPiece(node: object, site: Site): boolean {
    const most = this.scope.index === 0 ? MOST_PIECES : MOST_PIECES_INSIDE;
    if (node !== this.outermost || ++this.#loops > most) return false;
    return !this.silent && !site.hit;
  }

  /** Goes to the head's own piece; that is what is written next, or nothing more. */
  nextPiece({ number, slots }: Site): void {
    const begin = this.scope.index === 0 ? 'piece' : 'innerPiece';
    this.jump(
      `return ${begin}(P[${this.scope.index}], ${number})(${['self', ...slots.map((name) => this.slotText(name))].join(', ')});`,
    );
    if (!this.#takesPieces) {
      this.isComplete = this.target >= 0;
      this.#skipped++;
      return;
    }
    this.pieces.push(this.piece());
    this.out = [];
    this.marks = new Map();
    this.restored = slots;
    this.first = number;
    this.#slots = 0;
    this.#late.clear();
    for (const name of this.#declared) this.#hidden.add(name);
    for (const name of slots) this.#hidden.delete(name);
  }

  /** The piece that is being written, as it is now. */
  piece(): Piece {
    const { out, marks, restored, captures } = this;
    return { out, marks, restored, captures, first: this.first, ...this.finish() };
  }

  /** Leaves for another JavaScript function of the same activation: no stack shall take the place for a call. */
  jump(text: string): void {
    if (this.silent) return;
    if (this.pool.detailed) this.marks.set(this.out.length, NO_SITE);
    this.out.push(text);
  }

  /** Assigns a temporary that was declared before, perhaps in the part that a continuation does not have. */
  assign(name: string, value: string): void {
    this.reach(name);
    this.write(`${name} = ${value};`);
  }

  /** Makes sure that the continuation has a declaration of a name that was declared before its target. */
  reach(name: string): void {
    if (!this.silent && this.#hidden.has(name)) this.#late.add(name);
  }

  /** A new temporary of the node that is being written: its parts are counted, so a saved frame can name it (F2). */
  temp(): string {
    const name = `t${++this.#temps}`;
    if (this.pool.detailed) this.origins.set(name, { node: this.node, part: this.#parts++ });
    return name;
  }

  /** Begins to write a node: its temporaries belong to it. Gives what `leave` goes back to. */
  enter(node: object): Outer {
    const outer = { node: this.node, parts: this.#parts };
    this.node = node;
    this.#parts = 0;
    return outer;
  }

  leave(outer: Outer): void {
    this.node = outer.node;
    this.#parts = outer.parts;
  }

  /** A value in a temporary of its own, so that it can be repeated or does not change. */
  copy(value: Atom): Atom {
    const name = this.temp();
    this.declare(name, value.js);
    return atom(name, value.kind, { temp: true, form: value.form });
  }

  /** The value under a JavaScript name. */
  named(value: Atom): Atom {
    return isName(value.js) ? value : this.copy(value);
  }

  /** The names that a site at this offset saves: living variables, states of the loops around it, waiting operands. */
  slotsAt(offset: number): string[] {
    const slots: string[] = [];
    const { keepsLocals } = this.pool;
    if (this.scope.extra.lastUse >= offset) slots.push('va');
    for (const { id, lastUse } of this.active) if (keepsLocals || lastUse >= offset) slots.push(`l${id}`);
    slots.push(...this.states);
    for (const name of this.pending) if (!slots.includes(name)) slots.push(name);
    return slots;
  }

  /** The next site. `hit` says that the walk has just reached the target: then the slots are read from the frame. */
  site(
    node: { readonly start: number; readonly line: number },
    role: string,
    offset = node.start,
    line = node.line,
  ): Site {
    const number = this.#sites++;
    const slots = this.slotsAt(offset);
    if (role === 'head') this.heads.push(number);
    if (this.pool.detailed) this.info.push({ line, node, role, slots });
    const hit = this.before && number === this.target;
    if (hit) {
      this.before = false;
      this.restored = slots;
      for (const name of slots) this.#hidden.delete(name);
    }
    return { number, line, slots, hit, save: this.#save(number, slots) };
  }

  /** The entry is the first site; it needs no continuation, the function is called again. */
  entry(slots: readonly string[]): void {
    const { body } = this.scope;
    this.#sites++;
    if (this.pool.detailed) this.info.push({ line: body.line, node: body, role: 'entry', slots });
  }

  #save(number: number, slots: readonly string[]): string {
    if (this.silent) return '';
    if (slots.length > this.#slots) this.#slots = slots.length;
    return saveText(
      number,
      slots.map((name) => this.slotText(name)),
    );
  }

  /** Begins a site, so that an exception's place leads to it. */
  mark(site: Site): void {
    if (this.silent) return;
    if (this.pool.detailed) this.marks.set(this.out.length, site.number);
    this.out.push(this.pool.followsLines ? this.#linesTo(site.line) : '\n');
  }

  /** The line of the source that is being written. What is evaluated before what stands above it stays on its line. */
  #linesTo(line: number): string {
    const ends = '\n'.repeat(Math.max(0, line - this.#line));
    this.#line = Math.max(line, this.#line);
    return ends;
  }

  /** The block behind `X:` that saves the frame with whatever the site has put into `$p` and `$0...`. */
  finish(): { head: string; tail: string } {
    const n = this.#slots;
    let vars = n > 4 ? '$p, $m' : '$p';
    for (let i = 0; i < n; i++) vars += `, $${i}`;
    let rest = '';
    for (let i = 4; i < n; i++) rest += i === 4 ? '$4' : `, $${i}`;
    const slot = (i: number): string => (i < n ? `$${i}` : 'undefined');
    // Most sites have few slots, and a wait must not make a list for others.
    const more = n > 4 ? `$m === undefined ? null : [${rest}]` : 'null';
    const late = this.#late.size > 0 ? `let ${[...this.#late].join(', ')};` : '';
    return {
      head: `var ${vars}; ${late}X: {`,
      tail: `${this.pool.followsLines ? '' : '\n'}} return ${this.endsInInnerPiece ? 'finish' : 'save'}(self, $p, ${slot(0)}, ${slot(1)}, ${slot(2)}, ${slot(3)}, ${more});`,
    };
  }

  /** What is written last is a piece of a function that may be called often. */
  get endsInInnerPiece(): boolean {
    return this.scope.index > 0 && this.pieces.length > 0;
  }

  get weight(): number {
    // Each piece stands on the stack as long as those behind it run.
    const pieces = this.scope.index === 0 ? 1 : Math.min(this.#loops, MOST_PIECES_INSIDE) + 1;
    return 1 + ((this.scope.variables + this.#temps) >> 3) * pieces;
  }

  binding(node: Expression & { readonly type: 'Name' }): Binding {
    const found = this.resolution.bindingOf.get(node);
    if (found === undefined) throw new Error(`the name ${node.name} was not resolved`);
    return found;
  }

  declaredBy(node: object): Variable[] {
    return this.resolution.declared.get(node) ?? [];
  }

  /** Brings variables into scope, with their initial values; captured and reassigned ones get a cell. */
  bind(variable: Variable, value: string): void {
    this.active.push(variable);
    if (this.resolution.numbers.has(variable)) this.numbers.add(`l${variable.id}`);
    const held = this.heldText(variable, value);
    this.declare(`l${variable.id}`, isCell(variable) ? `new Cell(${held})` : held);
  }

  /** Runs the walk of a block's inside and takes its variables out of scope after it. */
  inBlock(walk: () => void): void {
    const active = this.active.length;
    const labels = this.labels;
    walk();
    this.active.length = active;
    this.labels = labels;
  }
}
