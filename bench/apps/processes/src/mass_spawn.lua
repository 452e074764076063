local measure = require("measure")

local count = 10000

local function main()
  local inbox, events = process.inbox(), process.events()
  local parent = process.pid()
  local pids = {}

  local start = measure.now()
  for i = 1, count do
    pids[i] = measure.spawn_monitored("worker", parent, i, 500 + i % 2500)
  end
  local spawned = measure.since(start)

  -- ticks of the first ones may come between
  local started = 0
  while started < count do
    if inbox:receive():topic() == "started" then started = started + 1 end
  end
  local all_started = measure.since(start)

  for i = 1, count do
    process.terminate(pids[i])
  end
  for _ = 1, count do
    events:receive()
  end

  return {
    { name = "mass_spawn", value = spawned, unit = "ms" },
    { name = "mass_spawn_started", value = all_started, unit = "ms" },
  }
end

return { main = main }
