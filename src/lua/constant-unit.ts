/**
 * Units that are the same in every process: their chunk does nothing but make functions and name constants, and nothing
 * of what it makes can ever change. One loaded instance of such a unit serves all processes, as none can tell it from
 * one of its own.
 *
 *   Cu1  The chunk declares locals and returns: no loops, no assignments, and no calls but `require` of a literal name.
 *   Cu2  No variable of the chunk is assigned again, no global is assigned, and nobody gets hold of the environment.
 *   Cu3  What functions capture is a text, a number, a boolean, nil, a frozen table or such a function. This is looked
 *        at when the chunk has run, as only then it is known what a field of a module is.
 */
import type { Call, Expression, Return, Statement } from './ast.ts';
import { shapeOf } from './environment.ts';
import { Fn, type Value } from './machine.ts';
import type { Resolution } from './resolution.ts';
import { FROZEN, LuaTable } from './table.ts';

/** So deep in operators it is not looked: what is longer is seldom written by hand. */
const DEEPEST = 40;

/** Cu1 and Cu2. */
export function isConstantChunk(resolution: Resolution): boolean {
  const main = resolution.functions[0];
  if (main === undefined || resolution.changesEnvironment || resolution.types.size > 0) return false;
  return main.body.block.body.every((statement) => isDeclaration(statement, resolution));
}

function isDeclaration(statement: Statement, resolution: Resolution): boolean {
  switch (statement.type) {
    case 'Local':
      return (
        isNeverAssigned(statement, resolution) &&
        statement.values.every((value) => isConstant(value, resolution, 0))
      );
    case 'LocalFunction':
      return isNeverAssigned(statement, resolution);
    case 'TypeAlias':
      return true;
    case 'Return':
      return isOffer(statement, resolution);
    default:
      return false;
  }
}

function isNeverAssigned(statement: Statement, { declared }: Resolution): boolean {
  return declared.get(statement)?.every((variable) => !variable.reassigned) === true;
}

/** What the chunk gives: a function, or a table of them that is not looked at again. */
function isOffer({ values }: Return, resolution: Resolution): boolean {
  const [value] = values;
  if (value === undefined || values.length > 1) return false;
  if (value.type !== 'Table') return isConstant(value, resolution, 0);
  return value.items.every((item) => item.type === 'Named' && isConstant(item.value, resolution, 0));
}

function isConstant(node: Expression, resolution: Resolution, depth: number): boolean {
  if (depth > DEEPEST) return false;
  const inner = (part: Expression): boolean => isConstant(part, resolution, depth + 1);
  switch (node.type) {
    case 'Nil':
    case 'True':
    case 'False':
    case 'Number':
    case 'String':
    case 'Name':
    case 'FunctionExpression':
      return true;
    case 'Paren':
    case 'Cast':
    case 'NonNil':
      return inner(node.expression);
    case 'Unary':
      return inner(node.operand);
    case 'Binary':
    case 'Logical':
      return inner(node.left) && inner(node.right);
    case 'Index':
      return inner(node.object) && inner(node.key);
    case 'Call':
      return isRequire(node, resolution);
    default:
      return false;
  }
}

function isRequire({ callee, args }: Call, { bindingOf }: Resolution): boolean {
  return (
    callee.type === 'Name' &&
    callee.name === 'require' &&
    bindingOf.get(callee)?.type === 'global' &&
    args.length === 1 &&
    args[0]?.type === 'String'
  );
}

/** Cu3, for a function of a unit whose chunk is constant. */
export function holdsConstants(body: Fn): boolean {
  const seen = new Set<Fn>([body]);
  for (const { up, proto } of seen) {
    // What host functions hold is shared by all processes as it is.
    if (proto.unit === undefined) continue;
    for (const value of up) {
      if (value instanceof Fn) seen.add(value);
      else if (!isLasting(value)) return false;
    }
  }
  return true;
}

function isLasting(value: Value): boolean {
  if (typeof value !== 'object') return true;
  return value instanceof LuaTable && (value.mark === FROZEN || shapeOf(value.s) !== undefined);
}
