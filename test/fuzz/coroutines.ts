/** Coroutines that yield from loops, protected calls, metamethods, iterators and coroutines within. */
import { list } from './expressions.ts';
import type { Writer } from './writer.ts';

export function writeCoroutine(w: Writer): void {
  const co = w.name('co');
  const { lines } = w.apart(() => {
    w.vararg = true;
    w.yields = true;
    w.line(`local ${co} = coroutine.create(function(...)`);
    w.indented(() => {
      for (let n = 1 + w.below(3); n > 0; n--) step(w);
      if (w.chance(4)) w.line(w.pick(['error("ended")', 'error({i = 1})', 'error()', 'local t t.x = 1']));
      else if (w.chance(2)) w.line(`return ${list(w, 2)}`);
    });
    w.line('end)');
  });
  w.lines.push(...lines);
  w.line(
    `for i = 1, ${2 + w.below(3)} do print(show(coroutine.status(${co}), coroutine.resume(${co}, i, ${w.expression('any', 1)}))) end`,
  );
  if (w.chance(2)) {
    const closed = `show(coroutine.close(${co}))`;
    w.line(`print(${closed}, coroutine.status(${co}), ${closed})`);
  }
}

/** Something that yields. */
function step(w: Writer): void {
  const given = () => list(w, 1);
  w.weighted<void>([
    [3, () => w.line(`print(show(coroutine.yield(${given()})))`)],
    [
      2,
      () =>
        w.inside('for i = 1, 2 do', 'end', () => {
          w.factor *= 2;
          w.block(1);
          w.line(`local got = coroutine.yield(i, ${given()}) print(show(got))`);
          w.factor /= 2;
        }),
    ],
    [2, () => protectedStep(w)],
    [
      2,
      () =>
        w.line(
          `print(show(1 ${w.pick(['+', '..', '//', '<<', '-'])} yielding(${w.expression('int', 1)}), yielding(2) ${w.pick(['*', '..', '%', '&'])} yielding(3)))`,
        ),
    ],
    [
      1,
      () =>
        w.line(
          `print(show(yielding(1) ${w.pick(['<', '<=', '==', '~=', '>'])} yielding(${w.expression('int', 1)}), #yielding(4), -yielding(5), yielding(6)("call", ...)))`,
        ),
    ],
    [
      1,
      () =>
        w.line(
          `local y = yielding(7) y.field = ${w.expression('int', 1)} print(show(y.field, y[1], y:method(2)))`,
        ),
    ],
    [
      1,
      () =>
        w.line(
          `for k, v in yieldingPairs(${w.expression('arr', 1)}) do print(show(k, v)) if k == 3 then break end end`,
        ),
    ],
    [
      1,
      () =>
        w.line(
          `print(show(yielding(8) and coroutine.yield() or (coroutine.yield(9)), {coroutine.yield(1), coroutine.yield(2)}))`,
        ),
    ],
    [1, () => nested(w)],
    [2, () => w.block(1 + w.below(2))],
  ]);
}

function protectedStep(w: Writer): void {
  const after = w.weighted<string>([
    [2, () => 'return got, ...'],
    [1, () => `error(${w.expression('str', 1)})`],
    [1, () => 'error({v = got})'],
    [1, () => 'return got.x.y'],
  ]);
  const body = `function(...) local got = coroutine.yield(${list(w, 1)}) ${after} end`;
  const text = w.pick([
    `pcall(${body}, ...)`,
    `xpcall(${body}, function(e) return show("handler", e) end, 1)`,
    `pcall(pcall, ${body})`,
  ]);
  w.line(`print(show("protected", ${text}))`);
}

function nested(w: Writer): void {
  const inner = w.name('inner');
  w.line(
    `local ${inner} = coroutine.wrap(function(a) local b = coroutine.yield(a, ${w.expression('int', 1)}) ${w.pick(['return b', 'error("inner")', 'error({b})', 'print(show(b))'])} end)`,
  );
  w.line(
    `print(show(${inner}(1))) coroutine.yield("between") print(show(pcall(${inner}, 2))) print(show(pcall(${inner})))`,
  );
}
