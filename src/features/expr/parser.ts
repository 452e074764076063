/**
 * Reads expressions of the expr language (expr-lang.org) into trees.
 *
 * Operators by strength, weakest first: `|`; `? :`; `or ||`; `and &&`; comparisons, `in`, `matches`, `contains`,
 * `startsWith`, `endsWith`; `..`; `+ -`; `not !`; `* / %`; sign; `** ^`; `??`.
 */
import { type Node, type Operator, operators } from './ast.ts';
import { predicates } from './predicates.ts';
import { badExpression, type Token, tokensOf } from './token.ts';

const strengths: Readonly<Record<string, number>> = {
  '|': 1,
  ...{ or: 10, '||': 10, and: 15, '&&': 15 },
  ...{ '==': 20, '!=': 20, '<': 20, '>': 20, '<=': 20, '>=': 20 },
  ...{ in: 20, matches: 20, contains: 20, startsWith: 20, endsWith: 20 },
  ...{ '..': 25, '+': 30, '-': 30, '*': 60, '/': 60, '%': 60, '**': 100, '^': 100, '??': 500 },
};
const notStrength = 50;
const signStrength = 90;
/** Deeper trees are refused rather than followed to the end of the stack. */
const deepest = 500;

const negatable = new Set(['in', 'matches', 'contains', 'startsWith', 'endsWith']);
const isOperator = (sign: string): sign is Operator => (operators as readonly string[]).includes(sign);

/** Throws `Internal` for what is no expression. */
export function parseExpression(text: string): Node {
  return new Parser(text).whole();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #place = 0;
  #depth = 0;
  /** Predicates around this place. */
  #predicates = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  whole(): Node {
    const node = this.#sequence();
    if (this.#token.type !== 'end') throw this.#unexpected();
    return node;
  }

  get #token(): Token {
    // The last token is the end, and nothing goes beyond it.
    return this.#tokens[this.#place] ?? { type: 'end', value: '', at: this.#text.length };
  }

  #isSign(sign: string): boolean {
    return this.#token.type === 'sign' && this.#token.value === sign;
  }

  #skip(sign: string): boolean {
    if (!this.#isSign(sign)) return false;
    this.#place++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#skip(sign)) throw this.#unexpected(`'${sign}'`);
  }

  #name(): string {
    const { type, value } = this.#token;
    if (type !== 'name') throw this.#unexpected('a name');
    this.#place++;
    return value;
  }

  #unexpected(wanted?: string): Error {
    const { type, value, at } = this.#token;
    const found = type === 'end' ? 'the end' : JSON.stringify(String(value));
    return badExpression(
      this.#text,
      at,
      wanted === undefined ? `unexpected ${found}` : `expected ${wanted}, found ${found}`,
    );
  }

  /** `let name = value; expression` */
  #sequence(): Node {
    if (!this.#skip('let')) return this.#expression(0);
    const name = this.#name();
    this.#expect('=');
    const value = this.#expression(0);
    this.#expect(';');
    return { type: 'let', name, value, body: this.#sequence() };
  }

  #expression(strength: number): Node {
    if (++this.#depth > deepest) throw badExpression(this.#text, this.#token.at, 'nested too deeply');
    let left = this.#operand();
    for (;;) {
      const isNegated = this.#isSign('not') && this.#isNegatableNext();
      const { type, value } = isNegated ? this.#next : this.#token;
      const own = type === 'sign' ? (strengths[value] ?? -1) : -1;
      if (own < Math.max(strength, 1)) break;
      this.#place += isNegated ? 2 : 1;
      left = this.#joined(left, String(value), own);
      if (isNegated) left = { type: 'unary', operator: 'not', operand: left };
    }
    if (strength <= 1) left = this.#conditional(left);
    this.#depth--;
    return left;
  }

  get #next(): Token {
    return this.#tokens[this.#place + 1] ?? this.#token;
  }

  #isNegatableNext(): boolean {
    const { type, value } = this.#next;
    return type === 'sign' && negatable.has(value);
  }

  #joined(left: Node, sign: string, strength: number): Node {
    if (sign === '|') return this.#piped(left);
    if (sign === '**' || sign === '^') {
      return { type: 'binary', operator: '**', left, right: this.#expression(strength) };
    }
    const right = this.#expression(strength + 1);
    if (isOperator(sign)) return { type: 'binary', operator: sign, left, right };
    if (sign === '??') return { type: 'logical', operator: '??', left, right };
    return { type: 'logical', operator: sign === 'and' || sign === '&&' ? 'and' : 'or', left, right };
  }

  /** `value | name(more)` is `name(value, more)`. */
  #piped(left: Node): Node {
    const name = this.#name();
    this.#expect('(');
    return this.#postfix(this.#call(name, [left]));
  }

  #conditional(test: Node): Node {
    if (!this.#skip('?')) return test;
    if (this.#skip(':')) return { type: 'conditional', test, yes: test, no: this.#expression(0) };
    const yes = this.#expression(0);
    this.#expect(':');
    return { type: 'conditional', test, yes, no: this.#expression(0) };
  }

  #operand(): Node {
    if (this.#skip('not') || this.#skip('!')) {
      return { type: 'unary', operator: 'not', operand: this.#expression(notStrength) };
    }
    if (this.#skip('-')) return { type: 'unary', operator: '-', operand: this.#expression(signStrength) };
    if (this.#skip('+')) return { type: 'unary', operator: '+', operand: this.#expression(signStrength) };
    return this.#postfix(this.#primary());
  }

  #primary(): Node {
    const { type, value } = this.#token;
    if (type === 'number' || type === 'string' || type === 'bytes') {
      this.#place++;
      return { type: 'literal', value };
    }
    if (type === 'name') return this.#named();
    if (this.#skip('(')) {
      const inside = this.#sequence();
      this.#expect(')');
      return inside;
    }
    if (this.#skip('[')) return { type: 'list', items: this.#list(']') };
    if (this.#skip('{')) return this.#map();
    if (this.#skip('#')) return this.#pointer();
    if (this.#skip('if')) return this.#if();
    if (this.#predicates > 0 && this.#isSign('.')) return { type: 'pointer', name: 'item' };
    throw this.#unexpected('a value');
  }

  #named(): Node {
    const name = this.#name();
    if (this.#skip('(')) return this.#call(name, []);
    if (name === 'true' || name === 'false') return { type: 'literal', value: name === 'true' };
    return name === 'nil' ? { type: 'literal', value: null } : { type: 'name', name };
  }

  #pointer(): Node {
    if (this.#predicates === 0) throw this.#unexpected("no '#' outside a predicate");
    const { type, value, at } = this.#token;
    const isJoined = type === 'name' && this.#text.charAt(at - 1) === '#';
    if (!isJoined) return { type: 'pointer', name: 'item' };
    if (value !== 'index' && value !== 'acc') throw this.#unexpected("'#index' or '#acc'");
    this.#place++;
    return { type: 'pointer', name: value };
  }

  /** `if test { yes } else { no }` */
  #if(): Node {
    const test = this.#expression(0);
    const yes = this.#block();
    this.#expect('else');
    const no = this.#skip('if') ? this.#if() : this.#block();
    return { type: 'conditional', test, yes, no };
  }

  #block(): Node {
    this.#expect('{');
    const body = this.#sequence();
    this.#expect('}');
    return body;
  }

  #call(name: string, given: readonly Node[]): Node {
    const args = [...given];
    while (!this.#skip(')')) {
      if (args.length > given.length) this.#expect(',');
      if (this.#isSign(')')) continue;
      args.push(predicates.has(name) && args.length === 1 ? this.#predicate() : this.#expression(0));
    }
    return { type: 'call', name, args };
  }

  /** An expression about `#`, with or without braces. */
  #predicate(): Node {
    this.#predicates++;
    const body = this.#isSign('{') ? this.#block() : this.#expression(0);
    this.#predicates--;
    return body;
  }

  #list(end: string): Node[] {
    const items: Node[] = [];
    while (!this.#skip(end)) {
      if (items.length > 0) this.#expect(',');
      if (!this.#isSign(end)) items.push(this.#expression(0));
    }
    return items;
  }

  #map(): Node {
    const pairs: (readonly [Node, Node])[] = [];
    while (!this.#skip('}')) {
      if (pairs.length > 0) this.#expect(',');
      if (this.#isSign('}')) continue;
      const key = this.#mapKey();
      this.#expect(':');
      pairs.push([key, this.#expression(0)]);
    }
    return { type: 'map', pairs };
  }

  #mapKey(): Node {
    const { type, value } = this.#token;
    if (type === 'sign' && value === '(') return this.#primary();
    if (type === 'end' || (type === 'sign' && !/^\w+$/.test(value)))
      throw this.#unexpected('a name or a text');
    this.#place++;
    return { type: 'literal', value: String(value) };
  }

  #postfix(start: Node): Node {
    let node = start;
    for (;;) {
      if (this.#skip('.')) node = this.#member(node, false);
      else if (this.#skip('?.')) node = this.#skip('[') ? this.#index(node, true) : this.#member(node, true);
      else if (this.#skip('[')) node = this.#index(node, false);
      else return node;
    }
  }

  #member(of: Node, isOptional: boolean): Node {
    const { type, value } = this.#token;
    // Words such as `in` are names behind a point.
    if (type !== 'name' && !(type === 'sign' && /^\w+$/.test(value))) throw this.#unexpected('a name');
    this.#place++;
    const name = String(value);
    if (this.#skip('(')) return { type: 'method', of, name, args: this.#list(')'), isOptional };
    return { type: 'member', of, key: { type: 'literal', value: name }, isOptional };
  }

  /** `[key]` or `[from:to]` */
  #index(of: Node, isOptional: boolean): Node {
    if (this.#skip(':')) return this.#slice(of, undefined);
    const key = this.#expression(0);
    if (this.#skip(':')) return this.#slice(of, key);
    this.#expect(']');
    return { type: 'member', of, key, isOptional };
  }

  #slice(of: Node, from: Node | undefined): Node {
    if (this.#skip(']')) return { type: 'slice', of, from, to: undefined };
    const to = this.#expression(0);
    this.#expect(']');
    return { type: 'slice', of, from, to };
  }
}
