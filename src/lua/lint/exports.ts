/**
 * What a library gives to those who import it, as far as its source shows all of it: a table whose fields all have names.
 *
 * A table that is built in other ways (by a function, with computed keys, a metatable) may have any field, and nothing is
 * said of it.
 */
import type { Expression, FunctionBody, Return, Statement } from '../ast.ts';
import { parse } from '../parser.ts';
import { LuaSyntaxError } from '../syntax-error.ts';
import type { Members } from './rule.ts';
import { type Survey, survey } from './survey.ts';

/** `source` is a byte string. */
export function exportsOf(source: string): Members | undefined {
  let body: FunctionBody;
  try {
    body = parse(source, '').body;
  } catch (thrown) {
    if (thrown instanceof LuaSyntaxError) return undefined;
    throw thrown;
  }
  const statements = body.block.body;
  const last = statements.at(-1);
  if (last?.type !== 'Return' || statements.slice(0, -1).some(mayReturn)) return undefined;
  const names = returned(last, statements, () => survey(source, body));
  return names && new Map([...names].map((name) => [name, undefined]));
}

function returned(
  { values }: Return,
  statements: readonly Statement[],
  look: () => Survey,
): Set<string> | undefined {
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) return undefined;
  if (value.type !== 'Name') return namesOf(value);
  const { name } = value;
  const local = statements.find(
    (each) => each.type === 'Local' && each.names.some((one) => one.name === name),
  );
  if (local?.type !== 'Local' || local.names.length !== 1) return undefined;
  const names = namesOf(local.values[0]);
  return names && withAssigned(name, names, look());
}

/** The fields that are assigned later; undefined when the table is used in any way but by its fields and the return. */
function withAssigned(name: string, names: Set<string>, found: Survey): Set<string> | undefined {
  const [declaration, ...others] = found.declarations.filter((each) => each.name === name);
  if (declaration === undefined || others.length > 0 || declaration.writes > 0) return undefined;
  const uses = found.members.filter((member) => member.declaration === declaration);
  if (declaration.reads !== uses.length + 1) return undefined;
  for (const { path, use } of uses) {
    const [field] = path;
    if (use === 'written' && path.length === 1 && field !== undefined) names.add(field);
  }
  return names;
}

/** The names in a table constructor; undefined when there are keys of other sorts. */
function namesOf(value: Expression | undefined): Set<string> | undefined {
  if (value?.type !== 'Table') return undefined;
  const names = new Set<string>();
  for (const item of value.items) {
    if (item.type === 'Named') names.add(item.name);
    else if (item.type === 'Keyed' && item.key.type === 'String') names.add(item.key.value);
    else return undefined;
  }
  return names;
}

/** Whether the chunk may end in this statement. */
function mayReturn(node: Statement): boolean {
  switch (node.type) {
    case 'Return':
    case 'Goto':
      return true;
    case 'Do':
    case 'While':
    case 'Repeat':
    case 'NumericFor':
    case 'GenericFor':
      return node.block.body.some(mayReturn);
    case 'If':
      return [...node.clauses.map(({ block }) => block), node.otherwise].some((block) =>
        block?.body.some(mayReturn),
      );
    default:
      return false;
  }
}
