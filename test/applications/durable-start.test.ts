/** Durable processes of a node that begins: they go on when what they call is there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineKind, t } from '../../src/plugin/index.ts';
import { entries, Lives, pidOf, starting } from './lives.ts';

test('processes go on when the services of the application run, however long those take to start', async (context) => {
  const lives = new Lives(context);
  const slow = defineKind({
    kind: 'test.slow',
    summary: 'Takes a while to start.',
    data: t.object({}),
    place: 'one',
    isSupervised: true,
    start: () =>
      new Promise<object>((resolve) => {
        lives.clock.setTimer(lives.clock.monotonic() + 3000, () => resolve({}));
      }),
    update: 'restart',
    stop: () => {},
  });
  const files = {
    'src/_index.yaml': `${entries}
  - {name: slow, kind: test.slow, lifecycle: {auto_start: true}}
  - {name: look, kind: function.lua, source: 'return function() return require("system").supervisor.state("app:slow").status end', modules: [system]}
  - {name: greeter, kind: process.service, process: app:greet, host: app:processes, lifecycle: {auto_start: true}}
  - {name: greet, kind: process.lua, source: file://greet.lua, modules: [time], method: main}`,
    'src/greet.lua': `return { main = function()
      while not process.send("waiting", "hello", "early") do require("time").sleep("100ms") end
      process.inbox():receive()
    end }`,
    'src/start.lua': starting(
      'process.with_options({}):with_name("waiting"):spawn("app:flow", "app:durable")',
    ),
    'src/flow.lua': `return { main = function()
      time.sleep("1h")
      return { funcs.call("app:look"), (process.listen("hello"):receive()) }
    end }`,
  };
  const house = await lives.start(files, { kinds: [slow] });
  const pid = await pidOf(house);
  house.crash();
  lives.clock.advance(1000 * 60 * 60 * 2);
  await lives.start(files, { kinds: [slow] });
  assert.deepEqual(await lives.result(pid), ['Running', 'early']);
});
