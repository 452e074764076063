-- A cooperative scheduler over coroutines: tasks, sleeping, channels, select, join, cancellation, failures.
local create, resume, yield, status = coroutine.create, coroutine.resume, coroutine.yield, coroutine.status
local Scheduler = {}
Scheduler.__index = Scheduler
function Scheduler.new() return setmetatable({ ready = {}, sleeping = {}, now = 0, log = {}, failed = {} }, Scheduler) end
function Scheduler:spawn(f, ...)
  local args, n = { ... }, select("#", ...)
  local task = { waiting = {} }
  task.co = create(function()
    task.result = { f((table.unpack or unpack)(args, 1, n)) }
  end)
  self.ready[#self.ready + 1] = { task }
  return task
end
function Scheduler:wake(task, ...) self.ready[#self.ready + 1] = { task, ... } end
function Scheduler:step(item)
  local task = item[1]
  if task.cancelled and status(task.co) == "suspended" then
    task.done = true
    return
  end
  self.current = task
  local ok, e = resume(task.co, (table.unpack or unpack)(item, 2))
  self.current = nil
  if not ok then task.error = e self.failed[#self.failed + 1] = e end
  if status(task.co) == "dead" then
    task.done = true
    for _, waiting in ipairs(task.waiting) do self:wake(waiting, task.error == nil, task.error or task.result[1]) end
  end
end
function Scheduler:run()
  while true do
    while #self.ready > 0 do
      local batch = self.ready
      self.ready = {}
      for _, item in ipairs(batch) do self:step(item) end
    end
    if #self.sleeping == 0 then return end
    table.sort(self.sleeping, function(a, b)
      if a.at ~= b.at then return a.at < b.at end
      return a.order < b.order
    end)
    local first = table.remove(self.sleeping, 1)
    self.now = first.at
    self:wake(first.task)
  end
end
local order = 0
function Scheduler:sleep(ms)
  order = order + 1
  self.sleeping[#self.sleeping + 1] = { at = self.now + ms, task = self.current, order = order }
  return yield()
end
function Scheduler:join(task)
  if task.done then return task.error == nil, task.error or task.result[1] end
  task.waiting[#task.waiting + 1] = self.current
  return yield()
end
function Scheduler:channel(capacity)
  local scheduler, buffer, senders, receivers, closed = self, {}, {}, {}, false
  local channel = {}
  function channel.send(value)
    if closed then error("send on closed channel", 2) end
    if #receivers > 0 then scheduler:wake(table.remove(receivers, 1), value, true) return true end
    if #buffer < capacity then buffer[#buffer + 1] = value return true end
    senders[#senders + 1] = { scheduler.current, value }
    return yield()
  end
  function channel.receive()
    if #buffer > 0 then
      local value = table.remove(buffer, 1)
      if #senders > 0 then
        local sender = table.remove(senders, 1)
        buffer[#buffer + 1] = sender[2]
        scheduler:wake(sender[1], true)
      end
      return value, true
    end
    if #senders > 0 then
      local sender = table.remove(senders, 1)
      scheduler:wake(sender[1], true)
      return sender[2], true
    end
    if closed then return nil, false end
    receivers[#receivers + 1] = scheduler.current
    return yield()
  end
  function channel.close()
    closed = true
    for _, task in ipairs(receivers) do scheduler:wake(task, nil, false) end
    receivers = {}
  end
  function channel.values()
    return function() return (channel.receive()) end
  end
  return channel
end

local s = Scheduler.new()
local function log(...) s.log[#s.log + 1] = table.concat({ ... }, "") end

-- sleeping tasks interleave by time
for i, delay in ipairs({ 30, 10, 20 }) do
  s:spawn(function(name, ms)
    log("start", name)
    s:sleep(ms)
    log("wake", name, "@", s.now)
    s:sleep(15)
    log("end", name, "@", s.now)
  end, i, delay)
end
s:run()
assert(table.concat(s.log, " ") == "start1 start2 start3 wake2@10 wake3@20 end2@25 wake1@30 end3@35 end1@45")

-- a pipeline over unbuffered and buffered channels
for _, capacity in ipairs({ 0, 1, 3 }) do
  s = Scheduler.new()
  local numbers, squares, total = s:channel(capacity), s:channel(capacity), 0
  s:spawn(function() for i = 1, 10 do numbers.send(i) end numbers.close() end)
  for _ = 1, 2 do
    s:spawn(function()
      for n in numbers.values() do
        if n % 3 == 0 then s:sleep(5) end
        squares.send(n * n)
      end
      s.finished = (s.finished or 0) + 1
      if s.finished == 2 then squares.close() end
    end)
  end
  local collector = s:spawn(function()
    for n in squares.values() do total = total + n end
    return total
  end)
  local joined
  s:spawn(function()
    local ok, value = s:join(collector)
    joined = ok and value
  end)
  s:run()
  assert(total == 385 and joined == 385 and #s.failed == 0)
end

-- failures reach those who join, others go on
s = Scheduler.new()
local outcome = {}
local bad = s:spawn(function()
  s:sleep(5)
  local ok, e = pcall(function() s:sleep(5) error("inner", 0) end)
  error("task failed after " .. e, 0)
end)
s:spawn(function() outcome[1], outcome[2] = s:join(bad) end)
s:spawn(function() s:sleep(50) outcome[3] = "went on" end)
s:run()
assert(outcome[1] == false and outcome[2] == "task failed after inner" and outcome[3] == "went on" and #s.failed == 1)

-- sending on a closed channel raises, receiving gives nil, cancelled tasks stop
s = Scheduler.new()
local closed = s:channel(1)
local result = {}
s:spawn(function()
  closed.send("buffered")
  closed.close()
  result.ok, result.error = pcall(closed.send, "x")
  result.first, result.second = closed.receive(), closed.receive()
end)
local cancelled = s:spawn(function() while true do s:sleep(1) result.ticks = (result.ticks or 0) + 1 end end)
s:spawn(function() s:sleep(10) cancelled.cancelled = true end)
s:run()
assert(result.ok == false and result.error:find("closed channel", 1, true) and result.first == "buffered" and result.second == nil and result.ticks >= 9 and cancelled.done)

-- many tasks with deep stacks
s = Scheduler.new()
local sum = 0
for i = 1, 100 do
  s:spawn(function()
    local function dive(n)
      if n == 0 then s:sleep(i % 7) return i end
      return dive(n - 1) + 0
    end
    local value = dive(20)
    sum = sum + value
  end)
end
s:run()
assert(sum == 5050)
