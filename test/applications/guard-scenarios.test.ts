/** The scenarios of docs/guarded-changes.md, each on a node of its own with virtual time: their table is what comes out. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isFailure } from '../../src/base/index.ts';
import { decodeOrThrow } from '../../src/plugin/index.ts';
import { guardOptions, type ProposedOp } from '../../src/registry/index.ts';
import { House, index } from './house.ts';

interface Scenario {
  readonly what: string;
  /** The body of the function that takes `n`, one more with each call; `age` is how many seconds the node runs. */
  readonly body?: string;
  readonly callers?: number;
  readonly tests?: string;
  /** In place of the function: what the callers become. */
  readonly caller?: string;
}

const scenarios: readonly Scenario[] = [
  { what: 'is right', body: 'return n + n' },
  { what: 'is right, and nobody calls it', body: 'return n + n', callers: 0 },
  { what: 'is wrong, and a test says so', body: 'return n * 3', tests: 'app:double_test' },
  { what: 'names a function that is not there', body: 'return doubled(n)' },
  { what: 'fails always', body: 'error("no")' },
  { what: 'fails from the tenth second on', body: 'if age() >= 20 then error("late") end return n * 2' },
  {
    what: 'fails in one of ten calls',
    body: 'if n % 10 == 0 then error("now and then") end return n * 2',
  },
  {
    what: 'fails in one of fifty calls, which its bars allow',
    body: 'if n % 50 == 0 then error("rarely") end return n * 2',
  },
  { what: 'takes 50 ms longer', body: 'time.sleep("50ms") return n * 2' },
  { what: 'never answers', body: 'channel.new():receive()' },
  {
    what: 'lets the processes crash that call it',
    caller: 'return function() time.sleep("200ms") error("gone") end',
  },
];

const double = (body: string) => `local born = ${Date.UTC(2030, 0, 1) / 1000}
local function age() return time.now():unix() - born end
return function(n)
  ${body}
end`;

const callers = (count: number) => `return function()
  local n = 0
  for _ = 1, ${count} do
    coroutine.spawn(function()
      while true do
        n = n + 1
        funcs.call("app:double", n)
        time.sleep("200ms")
      end
    end)
  end
  channel.new():receive()
end`;

async function play(context: TestContext, { what, body, callers: count = 40, tests, caller }: Scenario) {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: double, kind: function.lua, source: file://double.lua, modules: [time]}
  - {name: double_test, kind: function.lua, source: file://double_test.lua, modules: [funcs], meta: {type: test}}
  - {name: calls, kind: process.lua, source: file://calls.lua, modules: [time, funcs]}
  - name: caller
    kind: process.service
    process: calls
    host: processes
    lifecycle: {auto_start: true, restart: {initial_delay: 1s, max_delay: 2s}}
`),
    'src/double.lua': double('return n * 2'),
    'src/double_test.lua': 'return function() assert(funcs.call("app:double", 2) == 4) end',
    'src/calls.lua': callers(count),
  });
  await house.pass(10_000);
  const { registry, guard, supervisor } = house.node;
  const changed = (id: string, source: string): ProposedOp => {
    const entry = registry.graph.entries.get(id);
    assert.ok(entry !== undefined);
    const { kind, meta, data } = entry;
    return { type: 'update', entry: { id, kind, meta, data: { ...(data as object), source } } };
  };
  const ops =
    caller === undefined ? [changed('app:double', double(body ?? ''))] : [changed('app:calls', caller)];
  const options = decodeOrThrow(guardOptions, tests === undefined ? {} : { tests }, 'guard');
  try {
    const { settled } = await house.until(guard.apply({ ops, author: 'agent', options }));
    const applied = house.clock.monotonic();
    if (caller !== undefined) {
      await house.until(supervisor.stop('app:caller'));
      await house.until(supervisor.start('app:caller'));
    }
    const { state, broken } = await house.until(settled);
    const after = (house.clock.monotonic() - applied) / 1000;
    const why = [...new Set(broken.map(({ bar }) => `\`${bar}\``))].join(', ');
    return `| ${what} | ${state}${why === '' ? '' : `: ${why}`} | ${after.toFixed(0)} s |`;
  } catch (thrown) {
    assert.ok(isFailure(thrown), String(thrown));
    return `| ${what} | refused: ${thrown.message.split(':')[0]} | before it is applied |`;
  }
}

test('what a guard catches, and how soon, is what its page says', async (context) => {
  const rows: string[] = [];
  for (const scenario of scenarios) rows.push(await play(context, scenario));
  const page = readFileSync(join(import.meta.dirname, '../../docs/guarded-changes.md'), 'utf8');
  const [, section = ''] = page.split('\n## What it catches\n');
  const [table = ''] = section.split('\n## ');
  const told = table.split('\n').filter((line) => line.startsWith('| '));
  assert.deepEqual(told.slice(1), rows, rows.join('\n'));
});
