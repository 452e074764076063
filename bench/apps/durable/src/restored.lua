local io, time = require("io"), require("time")

local function big(name)
  return process.registry.lookup(name)
    or assert(process.with_options({}):with_name(name):spawn("bench:" .. name, "bench:drowsy"))
end

local function tell(name, all)
  table.sort(all)
  io.print(string.format('{"name": "%s", "median": %.4f, "p99": %.4f}', name, all[#all // 2 + 1], all[math.ceil(#all * 0.99)]))
end

-- Wakes a process of 64 KB that sleeps, again and again: it is read, goes on, and answers when its step is committed. Before
-- that one of the same size is woken by its clock alone: no commit stands between its moment and its first instruction.
return function(count)
  count = tonumber(count)
  local inbox, all = process.inbox(), {}
  process.send(big("clocked"), "sleep", count)
  tell("alone", inbox:receive():payload():data())
  local pid = big("big")
  for n = 1, count do
    time.sleep("10ms")
    local begun = time.now()
    process.send(pid, "hello")
    inbox:receive()
    all[n] = time.now():sub(begun):seconds() * 1000
  end
  tell("answers", all)
end
