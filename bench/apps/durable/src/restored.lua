local io, time = require("io"), require("time")

-- Wakes a process of 64 KB that sleeps, again and again: it is read, goes on, and answers when its step is committed.
return function(count)
  local pid = process.registry.lookup("big") or assert(process.with_options({}):with_name("big"):spawn("bench:big", "bench:drowsy"))
  local inbox, all = process.inbox(), {}
  for n = 1, tonumber(count) do
    time.sleep("10ms")
    local begun = time.now()
    process.send(pid, "hello")
    inbox:receive()
    all[n] = time.now():sub(begun):seconds() * 1000
  end
  table.sort(all)
  io.print(string.format('{"median": %.4f, "p99": %.4f}', all[#all // 2 + 1], all[math.ceil(#all * 0.99)]))
end
