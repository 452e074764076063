/** Loops of every kind, with `break`, with `goto` forward (continue) and back. */
import type { Writer } from './writer.ts';

export function writeLoop(w: Writer): void {
  w.weighted<void>([
    [3, () => numericFor(w)],
    [2, () => whileLoop(w)],
    [2, () => repeatLoop(w)],
    [2, () => overArray(w)],
    [1, () => overText(w)],
    [1, () => ownIterator(w)],
    [1, () => backwardGoto(w)],
    [1, () => overKeys(w)],
    [1, () => wrapped(w)],
  ]);
}

/** The body of a loop; now and then with a label to go on at. */
function body(w: Writer): void {
  if (!w.chance(4)) {
    w.block(1 + w.below(3));
    return;
  }
  const label = w.name('continue');
  w.inside('do', 'end', () => {
    w.block(w.below(2));
    w.line(`if ${w.expression('bool')} then goto ${label} end`);
    w.block(1 + w.below(2));
  });
  if (w.chance(2)) w.line(`print("to the end")`);
  w.line(`::${label}::`);
}

function numericFor(w: Writer): void {
  const i = w.name('i');
  const header = w.pick([
    '1, 3',
    '3, 1, -1',
    '1, 10, 4',
    '5, 1',
    '-1, 1',
    '1.5, 3',
    '0, 1, 0.5',
    '3, 1.5, -0.75',
    '9223372036854775806, 9223372036854775807',
    'math.mininteger, math.mininteger + 1',
    `1, ${w.expression('int', 1)} % 4`,
    `${w.expression('int', 1)} % 3, 3`,
    w.pick(['"1", 3', '1, "3"', '1, "0x2"', '3, "1", -1', '1, 2, "1"', '"1.5", "3"', '1, "x"', '"", 2']),
    `1, 3, ${w.pick(['1', '2', '0', '-1', '1.5'])}`,
  ]);
  w.loop(`for ${i} = ${header} do`, 'end', 3, () => {
    w.declare(i, kindIn(header), { fixed: w.chance(2) });
    body(w);
  });
}

/** What a loop over integers of 64 bits counts is only looked at: with whole floats its sums are others by design. */
function kindIn(header: string): 'any' | 'flt' | 'int' {
  if (/\d{19}|mininteger/.test(header)) return 'any';
  return /\.\d|\/|"/.test(header) ? 'flt' : 'int';
}

function whileLoop(w: Writer): void {
  const n = w.name('n');
  w.line(`local ${n} = 0`);
  w.declare(n, 'int', { fixed: true });
  const also = w.chance(2) ? ` and ${w.expression('bool', 1)}` : '';
  w.loop(`while ${n} < 3${also} do`, 'end', 3, () => {
    w.line(`${n} = ${n} + 1`);
    body(w);
  });
}

function repeatLoop(w: Writer): void {
  const n = w.name('n');
  w.line(`local ${n} = 0`);
  w.declare(n, 'int', { fixed: true });
  const last = w.name('last');
  const condition = w.pick([`${n} >= 3`, `${last} or ${n} > 3`, `${last} >= 2`]);
  const value = condition.includes('>= 2') ? n : `${n} >= 2`;
  w.loop('repeat', `until ${condition}`, 3, () => {
    w.line(`${n} = ${n} + 1`);
    w.block(w.below(3));
    w.line(`local ${last} = ${value}`);
    if (w.chance(3)) w.line(`local peek = function() return ${last} end print(show(peek()))`);
  });
}

function overArray(w: Writer): void {
  const [i, v] = [w.name('i'), w.name('v')];
  const array = `{${w.list(w.below(4), () => w.expression('int', 1)).join(', ')}}`;
  const iterator = w.pick(['ipairs', 'ipairs', 'backwards', 'pairs']);
  w.loop(`for ${i}, ${v} in ${iterator}(${array}) do`, 'end', 3, () => {
    w.declare(i, 'int', { fixed: true });
    w.declare(v, 'int');
    body(w);
  });
}

function overText(w: Writer): void {
  const [a, b] = [w.name('s'), w.name('s')];
  const pattern = w.pick(['"(%w)(%w*)"', '"(%a+)=?(%d*)"', '"(.)(.?)"', '"()(%w+)"']);
  w.loop(
    `for ${a}, ${b} in string.gmatch(string.sub(${w.expression('str', 1)}, 1, 5), ${pattern}) do`,
    'end',
    3,
    () => {
      w.declare(a, 'any', { fixed: true });
      w.declare(b, 'str');
      body(w);
    },
  );
}

/** A closure as iterator, with several values and a state of its own. */
function ownIterator(w: Writer): void {
  const [a, b, c] = [w.name('a'), w.name('b'), w.name('c')];
  const [state, count] = [w.name('state'), w.name('count')];
  w.line(`local ${count} = 0`);
  const step = `function(${state}, last) ${count} = ${count} + 1 if ${count} <= 3 then return ${count}, last, ${state} end end`;
  w.loop(
    `for ${a}, ${b}, ${c} in ${step}, ${w.expression('int', 1)}, (${w.expression('any', 1)}) do`,
    'end',
    3,
    () => {
      w.declare(a, 'int');
      w.declare(b, 'any');
      w.declare(c, 'any');
      body(w);
    },
  );
}

function wrapped(w: Writer): void {
  const [a, b] = [w.name('a'), w.name('b')];
  const values = `coroutine.yield(i, ${w.expression('int', 1)}) ${w.chance(3) ? 'coroutine.yield(-i)' : ''}`;
  w.loop(
    `for ${a}, ${b} in coroutine.wrap(function() for i = 1, 2 do ${values} end end) do`,
    'end',
    4,
    () => {
      w.declare(a, 'int');
      w.declare(b, 'any');
      body(w);
    },
  );
}

/** The order of keys does not show: only a sum is printed. */
function overKeys(w: Writer): void {
  const [sum, k, v] = [w.name('sum'), w.name('k'), w.name('v')];
  const table = w.name('t');
  w.line(`local ${table} = ${w.expression('rec', 2)}`);
  w.line(`local ${sum} = 0`);
  w.inside(
    `for ${k}, ${v} in ${w.pick([`pairs(${table})`, `next, ${table}`, `next, ${table}, nil`])} do`,
    'end',
    () => {
      w.line(`${sum} = ${sum} + #type(${k}) * 7 + #type(${v})`);
      if (w.chance(2)) w.line(`${table}[${k}] = nil`);
    },
  );
  w.line(`print(${sum}, show(${table}))`);
}

function backwardGoto(w: Writer): void {
  const [n, label] = [w.name('n'), w.name('again')];
  w.line(`local ${n} = 0`);
  w.declare(n, 'int', { fixed: true });
  // The block ends with the goto, so that no local declared in it is jumped into.
  w.loops++;
  w.factor *= 3;
  const { loops } = w;
  w.loops = 0;
  w.inside('do', 'end', () => {
    w.line(`::${label}::`);
    w.line(`${n} = ${n} + 1`);
    w.block(1 + w.below(3));
    w.line(`if ${n} < 3 then goto ${label} end`);
  });
  w.loops = loops - 1;
  w.factor /= 3;
}
