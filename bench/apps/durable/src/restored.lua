local io, time = require("io"), require("time")

local function big(name, host)
  return process.registry.lookup(name .. "@" .. host)
    or assert(process.with_options({}):with_name(name .. "@" .. host):spawn("bench:" .. name, "bench:" .. host))
end

local function tell(name, all)
  table.sort(all)
  io.print(string.format('{"name": "%s", "median": %.4f, "p99": %.4f}', name, all[#all // 2 + 1], all[math.ceil(#all * 0.99)]))
end

-- Milliseconds until the process has answered, which it does when its step is committed.
local function answered(inbox, pid)
  time.sleep("10ms")
  local begun = time.now()
  process.send(pid, "hello")
  inbox:receive()
  return time.now():sub(begun):seconds() * 1000
end

-- A process of 64 KB sleeps again and again, and says how late it went on. Then one of the same size is woken by messages: it is read,
-- goes on, and answers; in turn with one that is in memory, as what both have is commits.
return function(count)
  count = tonumber(count)
  local inbox, answers, resident = process.inbox(), {}, {}
  process.send(big("clocked", "drowsy"), "sleep", count)
  tell("alone", inbox:receive():payload():data())
  local asleep, awake = big("big", "drowsy"), big("big", "durable")
  for n = 1, count do
    answers[n] = answered(inbox, asleep)
    resident[n] = answered(inbox, awake)
  end
  tell("answers", answers)
  tell("resident", resident)
end
