/** Random changes of a program while it waits somewhere. */
import { allBlocks, type Block, blocksOf, type Expression, type Program, type Statement } from './program.ts';
import type { Below } from './random-program.ts';
import { withBlocks } from './shrink-program.ts';

export interface Edit {
  readonly program: Program;
  /** All of it comes after the places where the program waits, and needs nothing that was not there: it must be taken. */
  readonly isLater: boolean;
  readonly what: string;
}

/** `places`: the statements that are under way, by their blocks; `id` is one that no statement has. */
export function randomEdit(
  program: Program,
  places: ReadonlyMap<number, number>,
  below: Below,
  id: number,
): Edit {
  const blocks = [...allBlocks(program)];
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T; // no list here is empty
  const changed = (block: Block, body: readonly Statement[]) => withBlock(program, { ...block, body });
  const under = (block: Block) => block.body.findIndex((one) => one.id === places.get(block.id));
  const value: Expression = { type: 'number', value: below(100) };
  const waiting = blocks.filter((block) => places.has(block.id));
  const block = below(3) > 0 && waiting.length > 0 ? pick(waiting) : pick(blocks);
  const { body } = block;
  const at = below(body.length + 1);
  const isLater = places.has(block.id) && at > under(block);
  const one = body[at];
  const name = `n${id}`;
  switch (below(7)) {
    case 0: {
      const made = { id, type: 'local', name, value } as const;
      return {
        program: changed(block, body.toSpliced(at, 0, made)),
        isLater,
        what: `local in block ${block.id}`,
      };
    }
    case 1:
      if (one === undefined || !('value' in one) || typeof one.value !== 'object') break;
      // Another expression may need what was not saved.
      return {
        program: changed(block, body.with(at, { ...one, value: otherNumbers(one.value, below) })),
        isLater: isLater && !['if', 'function', 'pcall'].includes(one.type),
        what: `numbers of ${one.id}`,
      };
    case 2:
      return {
        program: changed(block, body.toSpliced(at, 0, { id, type: 'log', value })),
        isLater: false,
        what: 'log',
      };
    case 3: {
      const sum: Expression = { type: 'sum', left: { type: 'name', name: 'a' }, right: value };
      const made: Statement =
        below(2) === 0 ? { id, type: 'assign', name: 'a', value: sum } : { id, type: 'log', value: sum };
      return {
        program: changed(block, body.toSpliced(at, 0, made)),
        isLater: false,
        what: `${made.type} of a`,
      };
    }
    case 4:
      if (one === undefined) break;
      return { program: changed(block, body.toSpliced(at, 1)), isLater: false, what: `without ${one.id}` };
    case 5: {
      const made = { id, type: 'local', name, value } as const;
      const log: Statement = { id: id + 1, type: 'log', value: { type: 'name', name } };
      return {
        program: changed(block, [made, ...body, log]),
        isLater: false,
        what: `local before, used after`,
      };
    }
    default: {
      const names = blocks.flatMap(({ body: all }) =>
        all.flatMap((each) => (each.type === 'local' ? [each.name] : [])),
      );
      if (names.length === 0) break;
      return { program: renamed(program, pick(names), name), isLater: false, what: 'another name' };
    }
  }
  return {
    program: changed(block, [...body, { id, type: 'local', name, value }]),
    isLater: places.has(block.id),
    what: 'local at the end',
  };
}

function withBlock(program: Program, other: Block): Program {
  const within = (block: Block): Block =>
    block.id === other.id
      ? other
      : { ...block, body: block.body.map((one) => withBlocks(one, blocksOf(one).map(within))) };
  return { roles: program.roles.map((role) => ({ ...role, body: within(role.body) })) };
}

/** The same expression with other numbers: what it needs is the same. */
function otherNumbers(e: Expression, below: Below): Expression {
  switch (e.type) {
    case 'number':
      return { type: 'number', value: below(100) };
    case 'sum':
    case 'product':
      return { ...e, left: otherNumbers(e.left, below), right: otherNumbers(e.right, below) };
    case 'item':
      return { ...e, at: otherNumbers(e.at, below) };
    default:
      return e;
  }
}

function renamed(program: Program, from: string, to: string): Program {
  const text = JSON.stringify(program, (key, value) =>
    (key === 'name' || key === 'list' || key === 'callee') && value === from ? to : value,
  );
  const read: Program = JSON.parse(text);
  return { roles: read.roles.map((role) => ({ ...role, failing: role.failing })) };
}

/** Every name that is used is declared before: a name that is not would be a global of Lua. */
export function declaresAll({ roles }: Program): boolean {
  return roles.every(({ body, value }) => {
    const names = new Set(['a']);
    return isDeclared(body, names) && uses(value).every((name) => names.has(name));
  });
}

/** `names` gets what the block declares. */
function isDeclared({ body }: Block, names: Set<string>): boolean {
  return body.every((one) => {
    const used = namesUsedBy(one);
    // What a function or a pcall gives is known within it.
    const isInner = one.type === 'function' || one.type === 'pcall';
    if (!isInner && !used.every((name) => names.has(name))) return false;
    for (const inner of blocksOf(one)) {
      const own = new Set(names);
      if ('name' in one && one.type !== 'generate') own.add(one.name);
      if (one.type === 'generate' && inner === one.body) own.add(one.name);
      if (one.type === 'function') own.add(one.parameter);
      if (!isDeclared(inner, own)) return false;
      if (isInner && !used.every((name) => own.has(name))) return false;
    }
    const isLoop = one.type === 'for' || one.type === 'each' || one.type === 'generate';
    const isSilent = one.type === 'call' && ['fails', 'raises', 'gives up', 'late'].includes(one.style);
    if ('name' in one && one.type !== 'assign' && !isLoop && !isSilent) names.add(one.name);
    return true;
  });
}

function namesUsedBy(one: Statement): string[] {
  const names = 'value' in one ? uses(one.value) : [];
  if (one.type === 'list') names.push(...one.items.flatMap(uses));
  if (one.type === 'alias' || one.type === 'push' || one.type === 'each') names.push(one.list);
  if (one.type === 'assign') names.push(one.name);
  if (one.type === 'invoke') names.push(one.callee);
  return names;
}

function uses(e: Expression): string[] {
  switch (e.type) {
    case 'number':
      return [];
    case 'name':
      return [e.name];
    case 'sum':
    case 'product':
      return [...uses(e.left), ...uses(e.right)];
    case 'item':
      return [e.list, ...uses(e.at)];
    case 'length':
      return [e.list];
  }
}
