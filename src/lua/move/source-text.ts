/**
 * Parts of a syntax tree as texts: equal texts mean the same, wherever they stand. Spans are left out; what of a function is
 * written inside another one is left out of the outer one's own text.
 */
import type { FunctionBody, Statement } from '../ast.ts';

const SPANS = new Set(['start', 'end', 'line']);

function isBody(value: unknown): value is FunctionBody {
  return typeof value === 'object' && value !== null && 'parameters' in value && 'vararg' in value;
}

function isBlock(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Block';
}

/** What stands for inner functions and, with `isHead`, for inner blocks. */
function textOf(root: object, isOuterOnly: boolean, isHead: boolean): string {
  return JSON.stringify(root, (key, value: unknown) => {
    if (SPANS.has(key)) return undefined;
    if (isOuterOnly && value !== root && isBody(value)) return `function ${value.name}`;
    if (isHead && isBlock(value)) return 'block';
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

/** A function without what is written of inner ones. */
export const ownText = (body: FunctionBody): string => textOf(body, true, false);

/** A function with all that is in it. */
export const wholeText = (body: FunctionBody): string => textOf(body, false, false);

/** A statement without the blocks in it. */
export const headText = (statement: Statement): string => textOf(statement, true, true);

/** A statement with them. */
export const statementText = (statement: Statement): string => textOf(statement, true, false);

/** What a function takes: its parameters by name. */
export function parametersText({ parameters, vararg }: FunctionBody): string {
  return JSON.stringify([parameters.map(({ name }) => name), vararg]);
}

/** Where functions without a name are put: the field of a table, a variable, the target of an assignment, a call. */
export function placesIn(body: FunctionBody): Map<FunctionBody, string> {
  const places = new Map<FunctionBody, string>();
  const put = (value: unknown, place: string) => {
    if (typeof value === 'object' && value !== null && 'body' in value && isBody(value.body))
      places.set(value.body, place);
  };
  const work: unknown[] = [body];
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if ('type' in node && 'value' in node && 'name' in node && node.type === 'Named')
      put(node.value, `.${String(node.name)}`);
    if ('values' in node && Array.isArray(node.values)) {
      const targets: unknown = 'targets' in node ? node.targets : 'names' in node ? node.names : undefined;
      for (const [i, value] of node.values.entries()) {
        const target: unknown = Array.isArray(targets) ? targets[i] : undefined;
        if (typeof target === 'object' && target !== null) put(value, textOf(target, true, false));
      }
    }
    if ('args' in node && Array.isArray(node.args)) {
      const call = textOf(node, true, false);
      for (const [i, value] of node.args.entries()) put(value, `${i} of ${call}`);
    }
    for (const part of Object.values(node)) if (typeof part === 'object') work.push(part ?? undefined);
  }
  return places;
}
