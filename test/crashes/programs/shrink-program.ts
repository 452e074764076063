/** Makes a program smaller as long as it stays interesting: statements go, or what stands within them takes their place. */
import { type Block, blocksOf, type Program, type Role, type Statement, sizeOf } from './program.ts';

/** Says whether a program is still worth looking at. */
export type IsInteresting = (program: Program) => Promise<boolean>;

export async function shrinkProgram(program: Program, isInteresting: IsInteresting): Promise<Program> {
  let best = program;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smaller(best)) {
      if (sizeOf(candidate) >= sizeOf(best) || !(await isInteresting(candidate))) continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

/** Programs with one thing less, the larger things first. */
function* smaller(program: Program): Generator<Program> {
  for (let i = program.roles.length - 1; i > 0; i--) yield withoutRole(program, i);
  for (const [i, role] of program.roles.entries()) {
    if (role.failing !== undefined) yield withRole(program, i, { ...role, failing: undefined });
  }
  for (const [i, role] of program.roles.entries()) {
    for (const body of smallerBlocks(role.body)) yield withRole(program, i, { ...role, body });
    const { failing } = role;
    if (failing === undefined) continue;
    for (const body of smallerBlocks(failing.body))
      yield withRole(program, i, { ...role, failing: { ...failing, body } });
  }
}

function withRole({ roles }: Program, at: number, role: Role): Program {
  return { roles: roles.with(at, role) };
}

/** The role and all that names it go; others keep their numbers. */
function withoutRole({ roles }: Program, gone: number): Program {
  const empty: Role = {
    body: { id: -gone, body: [] },
    value: { type: 'number', value: 0 },
    failing: undefined,
  };
  const names = new Set<string>();
  const all = roles.map((role, i) =>
    i === gone ? empty : { ...role, body: without(role.body, gone, names) },
  );
  return { roles: all.at(-1) === empty ? all.slice(0, -1) : all };
}

function without(block: Block, role: number, names: Set<string>): Block {
  const body = block.body.flatMap((one): Statement[] => {
    if ((one.type === 'spawn' || one.type === 'exec') && one.role === role) {
      if (one.type === 'spawn') names.add(one.name);
      return [];
    }
    if ('child' in one && names.has(one.child)) return [];
    if (one.type === 'send' && one.to.type === 'child' && names.has(one.to.name)) return [];
    return [
      withBlocks(
        one,
        blocksOf(one).map((inner) => without(inner, role, names)),
      ),
    ];
  });
  return { ...block, body };
}

/** The statement with other blocks in the places of its own. */
export function withBlocks(statement: Statement, blocks: readonly Block[]): Statement {
  const [first, second] = blocks;
  if (first === undefined) return statement;
  switch (statement.type) {
    case 'fork':
      return { ...statement, branches: blocks };
    case 'generate':
      return { ...statement, maker: first, body: second ?? statement.body };
    case 'if':
      return { ...statement, body: first, otherwise: second ?? statement.otherwise };
    case 'for':
    case 'each':
    case 'while':
    case 'repeat':
    case 'function':
    case 'pcall':
      return { ...statement, body: first };
    default:
      return statement;
  }
}

function* smallerBlocks(block: Block): Generator<Block> {
  const { body } = block;
  const made = (statements: readonly Statement[]): Block => ({ ...block, body: statements });
  for (let size = body.length >> 1; size > 1; size >>= 1)
    for (let at = 0; at < body.length; at += size) yield made(body.toSpliced(at, size));
  for (const [i, one] of body.entries()) {
    yield made(body.toSpliced(i, 1));
    const blocks = blocksOf(one);
    for (const inner of blocks) yield made(body.toSpliced(i, 1, ...inner.body));
    if (one.type === 'fork' && blocks.length > 1)
      for (const n of blocks.keys()) yield made(body.with(i, { ...one, branches: blocks.toSpliced(n, 1) }));
    for (const [n, inner] of blocks.entries())
      for (const less of smallerBlocks(inner))
        yield made(body.with(i, withBlocks(one, blocks.with(n, less))));
  }
}
