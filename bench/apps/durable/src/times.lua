local io, time = require("io"), require("time")

local function tell(name, value, unit)
  io.print(string.format('{"name": "%s", "value": %.4f, "unit": "%s"}', name, value, unit))
end

local function millis(since)
  return time.now():sub(since):seconds() * 1000
end

local function flow(count)
  return assert(process.exec("bench:flow", "bench:durable", count))
end

return function()
  flow(100)
  local since = time.now()
  for _ = 1, 5 do flow(100) end
  tell("a step of a workflow of 100 calls in a row, fresh node", millis(since) / 500, "ms")
  for _ = 7, 9 do flow(100) end
  local warm = {}
  for n = 1, 11 do
    since = time.now()
    flow(100)
    warm[n] = millis(since) / 100
  end
  table.sort(warm)
  tell("the same, median of its 10th to 20th workflow", warm[6], "ms")

  local all = {}
  for n = 1, 51 do
    local begun = time.now()
    assert(process.exec("bench:empty", "bench:durable"))
    all[n] = millis(begun)
  end
  table.sort(all)
  tell("an empty workflow, from start to result, the first 51", all[26], "ms")
  for n = 1, 201 do
    local begun = time.now()
    assert(process.exec("bench:empty", "bench:durable"))
    all[n] = millis(begun)
  end
  table.sort(all)
  tell("the same, the next 201", all[101], "ms")

  local events = process.events()
  for _, count in ipairs({ 20, 100 }) do
    since = time.now()
    for _ = 1, 1000 do
      -- Who starts waits for the commit: one after the other, no more than some twenty would ever live at once.
      coroutine.spawn(function() assert(process.spawn_monitored("bench:flow", "bench:durable", count)) end)
    end
    for _ = 1, 1000 do events:receive() end
    tell(string.format("1,000 workflows of %d calls at once", count), 1000 * count / (millis(since) / 1000), "steps/s")
  end
end
