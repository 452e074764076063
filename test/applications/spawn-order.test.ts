/** Processes begin in the order in which they were spawned, however long the code of one takes to be compiled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { index } from './house.ts';
import { LiveHouse } from './live-house.ts';

test('what the first of two processes does before it waits is done when the second one begins', async (context) => {
  const long = Array.from(
    { length: 2000 },
    (_, i) => `calls[${i + 1}] = function(a) return a.x${i} or { a, ${i} } end`,
  );
  const house = await LiveHouse.start(context, {
    'src/_index.yaml': index(`
  - {name: first, kind: process.lua, source: file://first.lua}
  - {name: second, kind: process.lua, source: file://second.lua}
  - {name: main, kind: process.lua, source: file://main.lua}`),
    'src/first.lua': `local calls = {}\n${long.join('\n')}
return function()
  process.registry.register("first")
  process.inbox():receive()
end`,
    'src/second.lua': `return function(parent) process.send(parent, "found", process.registry.lookup("first") ~= nil) end`,
    'src/main.lua': `return function()
  local first = assert(process.spawn("app:first", "app:processes"))
  assert(process.spawn("app:second", "app:processes", process.pid()))
  local found = process.inbox():receive():payload():data()
  process.terminate(first)
  return found
end`,
  });
  assert.equal(await house.run('app:main'), true);
});
