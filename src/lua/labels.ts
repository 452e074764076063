/**
 * The blocks of one function while it is parsed: which locals and labels are in sight, and where each
 * `goto` leads. The parser tells what it meets, in source order; a jump that leads nowhere is refused.
 *
 *   J1  A label is seen in the whole block that holds it, blocks inside it included, but not in other functions.
 *   J2  No two labels of a block have the same name; one of a block inside hides those of the blocks around it.
 *   J3  A `goto` must not jump into the scope of a local.
 *   J4  After a label that only void statements follow up to the end of its block, the locals of the block
 *       count as ended; not so before `until`, whose condition sees them.
 *   J5  `break` stands inside a loop of its own function.
 *   J6  At most 200 labels of a function are in sight at one place.
 */
import type { Lexer } from './lexer.ts';
import { LuaSyntaxError } from './syntax-error.ts';

const MOST_LABELS = 200;

interface Jump {
  readonly name: string;
  readonly offset: number;
  readonly line: number;
  /** How many locals were in scope; falls as blocks around it end. */
  locals: number;
}

interface OpenBlock {
  readonly outer: OpenBlock | undefined;
  readonly insideLoop: boolean;
  /** How many locals the blocks around it have. */
  readonly locals: number;
  /** The lines of the labels, by name. */
  labels: Map<string, number> | undefined;
  /** Jumps that have found no label yet, by name. */
  jumps: Map<string, Jump[]> | undefined;
}

/** A label that waits for what follows it (J4). */
export interface WaitingLabel {
  readonly name: string;
  readonly offset: number;
  readonly line: number;
}

export class FunctionScope {
  /** Whether `...` may be used. */
  readonly vararg: boolean;
  /** How many values wait for others (see parse-state.ts). */
  held = 0;
  /** How many values the places save that may stop (see parse-state.ts). */
  saved = 0;
  readonly #lexer: Lexer;
  readonly #locals: string[] = [];
  #block: OpenBlock | undefined;
  /** How many labels are in sight. */
  #labels = 0;

  constructor(lexer: Lexer, vararg: boolean) {
    this.#lexer = lexer;
    this.vararg = vararg;
  }

  openBlock(loop: boolean): void {
    const outer = this.#block;
    const insideLoop = loop || (outer?.insideLoop ?? false);
    this.#block = { outer, insideLoop, locals: this.#locals.length, labels: undefined, jumps: undefined };
  }

  closeBlock(): void {
    const block = this.#block;
    if (block === undefined) return;
    this.#locals.length = block.locals;
    this.#labels -= block.labels?.size ?? 0;
    this.#block = block.outer;
    for (const jumps of block.jumps?.values() ?? []) {
      for (const jump of jumps) {
        jump.locals = Math.min(jump.locals, block.locals);
        this.#await(jump);
      }
    }
  }

  get locals(): number {
    return this.#locals.length;
  }

  /** How many locals are in scope now. */
  declare(name: string): number {
    return this.#locals.push(name);
  }

  /** `line` is that of the `goto`. */
  goto(name: string, offset: number, line: number): void {
    this.#await({ name, offset, line, locals: this.#locals.length });
  }

  /** The innermost open block has the label, or is to bring it from now on. */
  #await(jump: Jump): void {
    const block = this.#block;
    if (block === undefined) {
      throw this.#error(jump.offset, `no visible label '${jump.name}' for <goto> at line ${jump.line}`);
    }
    if (block.labels?.has(jump.name)) return;
    block.jumps ??= new Map();
    const others = block.jumps.get(jump.name);
    if (others === undefined) block.jumps.set(jump.name, [jump]);
    else others.push(jump);
  }

  break(offset: number, line: number): void {
    if (this.#block?.insideLoop) return;
    throw this.#error(offset, `break outside a loop at line ${line}`);
  }

  /** `last`: only void statements follow it in its block (J4). */
  label(label: WaitingLabel, last: boolean): void {
    const block = this.#block;
    if (block === undefined) return;
    const defined = block.labels?.get(label.name);
    if (defined !== undefined) {
      throw this.#error(label.offset, `label '${label.name}' already defined on line ${defined}`);
    }
    if (++this.#labels > MOST_LABELS) {
      throw this.#error(label.offset, `too many labels (limit is ${MOST_LABELS})`);
    }
    block.labels ??= new Map();
    block.labels.set(label.name, label.line);
    const locals = last ? block.locals : this.#locals.length;
    for (const jump of block.jumps?.get(label.name) ?? []) this.#checkReach(jump, locals);
    block.jumps?.delete(label.name);
  }

  #checkReach(jump: Jump, locals: number): void {
    if (jump.locals >= locals) return;
    const local = this.#locals[jump.locals];
    const problem = `<goto ${jump.name}> at line ${jump.line} jumps into the scope of local '${local}'`;
    throw this.#error(jump.offset, problem);
  }

  #error(offset: number, problem: string): LuaSyntaxError {
    return new LuaSyntaxError(this.#lexer.source, this.#lexer.file, offset, problem);
  }
}
