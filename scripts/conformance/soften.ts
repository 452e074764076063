/**
 * Makes a script of a suite go on where it would stop, so that each of its assertions counts by itself.
 *
 *   - `assert(...)` becomes `_check(...)`, which counts what holds and fails as `assert` does;
 *   - each statement of the script and of its `do` blocks runs by `_try`, which notes the failure that ends it and goes
 *     on; the values of a `local` likewise.
 *
 * Lines stay where they are.
 */
import { parse } from '#lua';
import type { Block, Statement } from '../../src/lua/ast.ts';
import { Lexer } from '../../src/lua/lexer.ts';

/** Text that is put in, or takes the place of what stands up to `to`. */
interface Edit {
  readonly at: number;
  readonly to: number;
  readonly text: string;
}

export function soften(source: string): string {
  const edits: Edit[] = [];
  softenBlock(source, parse(source, 'suite').body.block, edits);
  softenAssertions(source, edits);
  edits.sort((a, b) => a.at - b.at || a.to - b.to);
  let text = '';
  let at = 0;
  for (const edit of edits) {
    text += source.slice(at, edit.at) + edit.text;
    at = edit.to;
  }
  return text + source.slice(at);
}

function softenAssertions(source: string, edits: Edit[]): void {
  const lexer = new Lexer(source, 'suite');
  let before = '';
  while (lexer.token !== '<eof>') {
    const { token, start, end, text } = lexer;
    lexer.next();
    const called = lexer.token === '(' || lexer.token === '<string>';
    if (token === '<name>' && text === 'assert' && called && !/^[.:]|function$/.test(before))
      edits.push({ at: start, to: end, text: '_check' });
    before = token;
  }
}

function softenBlock(source: string, block: Block, edits: Edit[]): void {
  for (const statement of block.body) {
    if (statement.type === 'Do') softenBlock(source, statement.block, edits);
    else softenStatement(source, statement, edits);
  }
}

function softenStatement(source: string, node: Statement, edits: Edit[]): void {
  const wrap = (start: number, end: number, before: string): void => {
    edits.push({ at: start, to: start, text: `_try(${node.line}, function() ${before}` });
    edits.push({ at: end, to: end, text: ' end)' });
  };
  if (node.type === 'Local') {
    const [first] = node.values;
    const last = node.values.at(-1);
    if (first === undefined || last === undefined || first.type === 'FunctionExpression') return;
    if (isWhole(`return ${source.slice(first.start, last.end)}`)) wrap(first.start, last.end, 'return ');
    return;
  }
  if (!/^(Assign|CallStatement|If|While|Repeat|NumericFor|GenericFor)$/.test(node.type)) return;
  const text = source.slice(node.start, node.end);
  const leaves = node.type === 'If' && /\breturn\b/.test(text) && !/\bfunction\b/.test(text);
  if (!leaves && isWhole(text)) wrap(node.start, node.end, '');
}

/** Whether the text can be a function's body: it has no `...`, `goto` or `break` that belong to what is around it. */
function isWhole(text: string): boolean {
  try {
    parse(`local function f() ${text} end`, 'suite');
    return true;
  } catch {
    return false;
  }
}
