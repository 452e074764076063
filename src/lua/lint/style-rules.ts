/** The rules of style, W0001 to W0007: off unless they are asked for. A name that begins with `_` is unused on purpose. */
import type { Expression, NodeBase } from '../ast.ts';
import type { Rule } from './rule.ts';
import type { Declaration, Survey } from './survey.ts';

type Found = { readonly message: string; readonly at: NodeBase };

function style(code: string, name: string, check: (survey: Survey) => Iterable<Found>): Rule {
  return { code, name, severity: 'warning', isStyle: true, check };
}

const isMeant = ({ name }: Declaration) => name.startsWith('_');

function* emptyBlocks({ blocks, source }: Survey): Iterable<Found> {
  for (const { block, of } of blocks) {
    // A comment says why nothing stands here.
    if (block.body.length > 0 || hasComment(source, block, of)) continue;
    yield { message: 'this block is empty', at: of };
  }
}

/** An empty block begins where the word behind it does. */
function hasComment(source: string, block: NodeBase, of: NodeBase): boolean {
  const before = source.slice(of.start, block.start).trimEnd().split('\n').at(-1) ?? '';
  return before.includes('--') || before.endsWith(']]');
}

function* globalAssignments({ globals }: Survey): Iterable<Found> {
  for (const { node, use } of globals) {
    if (use === 'written') yield { message: `'${node.name}' becomes a global; make it local`, at: node };
  }
}

function* selfComparisons({ comparisons }: Survey): Iterable<Found> {
  for (const { node, left, right } of comparisons) {
    if (isSame(left, right)) yield { message: 'this compares a value with itself', at: node };
  }
}

/** Whether two expressions without calls are written alike. */
function isSame(a: Expression, b: Expression): boolean {
  if (a.type === 'Name') return b.type === 'Name' && a.name === b.name;
  if (a.type === 'Index') return b.type === 'Index' && isSame(a.object, b.object) && isSame(a.key, b.key);
  if (a.type === 'Paren') return b.type === 'Paren' && isSame(a.expression, b.expression);
  if (a.type === 'Number') return b.type === 'Number' && a.value === b.value;
  if (a.type === 'String') return b.type === 'String' && a.value === b.value;
  return (a.type === 'Nil' || a.type === 'True' || a.type === 'False') && a.type === b.type;
}

function* unusedVariables({ declarations }: Survey): Iterable<Found> {
  const used = lastUsed(declarations);
  for (const declaration of declarations) {
    const { name, role, at, reads, writes, required, list, position } = declaration;
    if (reads > 0 || isMeant(declaration) || required !== undefined) continue;
    if (role !== 'local' && role !== 'function' && role !== 'loop') continue;
    // Those before one that is used are there for its place in the list.
    if (role !== 'function' && position < (used.get(list) ?? -1)) continue;
    const what = role === 'function' ? `the function '${name}'` : `'${name}'`;
    yield { message: writes > 0 ? `${what} is assigned and never used` : `${what} is never used`, at };
  }
}

function* unusedParameters({ declarations }: Survey): Iterable<Found> {
  const used = lastUsed(declarations);
  for (const declaration of declarations) {
    const { name, role, at, reads, list, position } = declaration;
    if (role !== 'parameter' || reads > 0 || isMeant(declaration)) continue;
    if (position < (used.get(list) ?? -1)) continue;
    yield { message: `the parameter '${name}' is never used`, at };
  }
}

/** The position of the last name of each list that is used. */
function lastUsed(declarations: readonly Declaration[]): Map<NodeBase, number> {
  const last = new Map<NodeBase, number>();
  for (const { list, position, reads } of declarations) {
    if (reads > 0) last.set(list, Math.max(position, last.get(list) ?? -1));
  }
  return last;
}

function* unusedImports({ declarations }: Survey): Iterable<Found> {
  for (const declaration of declarations) {
    const { name, at, reads, required } = declaration;
    if (required === undefined || reads > 0 || isMeant(declaration)) continue;
    yield { message: `'${name}', the module "${required}", is never used`, at };
  }
}

function* shadows({ declarations }: Survey): Iterable<Found> {
  for (const declaration of declarations) {
    const { name, role, at, outer } = declaration;
    if (outer === undefined || isMeant(declaration) || role === 'self' || role === 'type') continue;
    yield { message: `'${name}' hides the variable of line ${outer.at.line}`, at };
  }
}

export const styleRules: readonly Rule[] = [
  style('W0001', 'no-empty-blocks', emptyBlocks),
  style('W0002', 'no-global-assign', globalAssignments),
  style('W0003', 'no-self-compare', selfComparisons),
  style('W0004', 'no-unused-vars', unusedVariables),
  style('W0005', 'no-unused-params', unusedParameters),
  style('W0006', 'no-unused-imports', unusedImports),
  style('W0007', 'no-shadowed-vars', shadows),
];
