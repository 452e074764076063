/** What features let guests hold travels between processes, on one scheduler and between two. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { House, index } from './house.ts';

const application = {
  'src/_index.yaml': index(`  - name: echo
    kind: process.lua
    source: file://echo.lua
    modules: [time, text, logger, registry, expr]
  - name: main
    kind: process.lua
    source: file://main.lua
    modules: [time, text, logger, registry, expr, io]
`).replace('kind: process.host', 'kind: process.host, host: {workers: 2}'),
  'src/echo.lua': `
return function(given)
  local got = process.listen("values")
  while true do
    local message, ok = got:receive()
    if not ok then return nil end
    process.send(given, "back", message)
  end
end`,
  'src/main.lua': `
local time, text, registry, expr, io = require("time"), require("text"), require("registry"), require("expr"), require("io")

return function()
  local back = process.listen("back")
  local noon = time.date(2024, 2, 29, 12, 0, 0, 0, time.utc)
  local values = {
    instant = noon,
    duration = time.parse_duration("90s"),
    zone = time.utc,
    pattern = text.regexp.compile("a+b"),
    version = registry.current_version(),
    program = expr.compile("x * 2"),
    failure = errors.new({kind = errors.NOT_FOUND, message = "none"}),
  }
  for _ = 1, 2 do
    local pid = assert(process.spawn("app:echo", "app:processes", process.pid()))
    process.send(pid, "values", values)
    local got = back:receive()
    io.print(got.instant:format_rfc3339(), tostring(got.duration), tostring(got.zone), got.instant == noon)
    io.print(got.pattern:match_string("xaab"), got.version:id(), got.program:run({x = 21}), got.failure:kind())
    process.terminate(pid)
  end
end`,
};

for (const schedulers of [1, 2]) {
  test(`handles of features arrive whole, with ${schedulers} schedulers`, async (context) => {
    const house = await House.start(context, application, { schedulers });
    const { error } = await house.run('app:main');
    assert.equal(error, undefined);
    const round = ['2024-02-29T12:00:00Z\t1m30s\tUTC\ttrue', 'true\t0\t42\tNotFound'];
    assert.deepEqual(house.printed, [...round, ...round]);
  });
}
