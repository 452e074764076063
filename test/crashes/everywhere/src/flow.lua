-- What durable processes can wait for, one flow for each; those that start others wait for their ends.
local funcs, time, workflow = require("funcs"), require("time"), require("workflow")
local flows = {}

local function act(call, value) return assert(funcs.call("app:act", call, value)) end

local function start(how, flow, ...)
  return assert(process["spawn" .. how]("app:flow", "app:durable", flow, ...))
end

local patient = { maximum_attempts = 0, initial_interval = 2, maximum_interval = 4 }

local function flaky(call, failures)
  local caller = funcs.new():with_options({ ["activity.retry_policy"] = patient })
  return assert(caller:call("app:flaky", call, failures))
end

function flows.row()
  local total = 0
  for i = 1, 4 do total = total + act("row " .. i, i) end
  return total
end

function flows.tries()
  local first = flaky("tries 1", 2)
  time.sleep("3ms")
  local few = funcs.new():with_options({ ["activity.retry_policy"] = { maximum_attempts = 2, initial_interval = 1 } })
  local _, refused = few:call("app:flaky", "tries 2", 1000)
  return { first, tostring(refused):match("not yet"), flaky("tries 3", 1) }
end

-- Waits for a timer, a message and a call at once, until each has come.
function flows.selects()
  local told = process.listen("told")
  start("", "teller", process.pid())
  local timer, call = time.after("8ms"), funcs.async("app:act", "selects", 5):response()
  local heard, waits = {}, { timer = timer, told = told, call = call }
  while next(waits) ~= nil do
    local cases = {}
    for _, each in pairs(waits) do cases[#cases + 1] = each:case_receive() end
    local result = channel.select(cases)
    for name, each in pairs(waits) do
      if each == result.channel then
        heard[#heard + 1] = name
        waits[name] = nil
      end
    end
  end
  table.sort(heard)
  return table.concat(heard, " ")
end

function flows.teller(to)
  time.sleep("4ms")
  assert(process.send(to, "told", act("teller", 1)))
end

function flows.children()
  local events, answers = process.events(), process.listen("answer")
  local child = start("_monitored", "child", process.pid())
  assert(process.send(child, "order", 21))
  local answer = answers:receive()
  local exit = events:receive()
  local sum = assert(process.exec("app:flow", "app:durable", "sum", 7))
  local _, broken = process.exec("app:flow", "app:durable", "broken")
  return { answer, exit.result.value, sum, tostring(broken):match("the child broke") }
end

function flows.child(parent)
  local order = process.inbox():receive():payload():data()
  assert(process.send(parent, "answer", order * 2))
  return act("child", order)
end

function flows.sum(n) return act("sum", n) + 1 end

function flows.broken()
  act("broken", 1)
  error("the child broke")
end

function flows.cancels()
  local events, ready = process.events(), process.listen("ready")
  local child = start("_monitored", "booking", process.pid())
  ready:receive()
  assert(process.cancel(child, "enough"))
  return events:receive().result.value
end

-- What was done is taken back, the latest first.
function flows.booking(parent)
  local events, done = process.events(), {}
  for _, what in ipairs({ "room", "flight" }) do done[#done + 1] = act("book " .. what, what) end
  assert(process.send(parent, "ready", true))
  local result = channel.select({ events:case_receive(), time.after("10h"):case_receive() })
  assert(result.value.kind == process.event.CANCEL)
  for i = #done, 1, -1 do done[i] = act("give back " .. done[i], "no " .. done[i]) end
  return table.concat(done, ", ")
end

function flows.ties()
  process.set_options({ trap_links = true })
  assert(process.registry.register("the tied"))
  local events, told = process.events(), {}
  local linked = start("_linked", "broken")
  -- It is a child and linked: the one and the other is told once.
  for _ = 1, 2 do
    local event = events:receive()
    assert(event.from == linked and told[event.kind] == nil, "an end was told twice")
    told[event.kind] = true
  end
  local other = start("", "named", "another")
  assert(events:receive().from == other)
  local _, late = process.monitor(other)
  assert(process.registry.lookup("the tied") == process.pid())
  assert(process.registry.lookup("another") == nil, "a name outlives its process")
  assert(process.registry.unregister("the tied"))
  local more = channel.select({ events:case_receive(), time.after("4ms"):case_receive() })
  if more.channel == events then assert(late == nil and more.value.from == other, "an end was told twice") end
  return { down = told[process.event.LINK_DOWN], exit = told[process.event.EXIT] }
end

function flows.named(name)
  assert(process.registry.register(name))
  time.sleep("3ms")
  return act("named", name)
end

-- Five coroutines, each waiting for something else.
function flows.coroutines()
  local done, told = channel.new(5), process.listen("told")
  local function waits(name, wait) coroutine.spawn(function() done:send(name .. " " .. tostring(wait())) end) end
  waits("timer", function()
    time.sleep("6ms")
    return act("coroutine timer", 1)
  end)
  waits("message", function() return told:receive() end)
  waits("call", function() return flaky("coroutine call", 1) end)
  waits("child", function() return process.exec("app:flow", "app:durable", "sum", 1) end)
  local inner = channel.new()
  waits("channel", function() return inner:receive() end)
  start("", "teller", process.pid())
  inner:send(act("coroutine channel", 2))
  local heard = {}
  for i = 1, 5 do heard[i] = done:receive() end
  table.sort(heard)
  return heard
end

-- A child that fails twice and is begun anew, and one with a schedule that is cancelled after its second time.
function flows.schedules()
  local events, asked = process.events(), process.listen("asked")
  local again = { ["workflow.retry_policy"] = { initial_interval = 2, backoff_coefficient = 1 } }
  local child = assert(process.with_options(again):spawn("app:flow", "app:durable", "anew"))
  local anew = events:receive()
  assert(anew.from == child)
  local often = { ["workflow.cron_schedule"] = "@every 1s" }
  local ticking = assert(process.with_options(often):spawn("app:flow", "app:durable", "tick", process.pid()))
  for i = 1, 2 do
    asked:receive()
    if i == 2 then assert(process.cancel(ticking, "enough")) end
    assert(process.send(ticking, "number", i))
  end
  assert(events:receive().from == ticking)
  return anew.result.value
end

function flows.anew()
  local run = workflow.info().attempt
  act("anew " .. run, run)
  if run < 3 then return nil, errors.new({ message = "not yet", retryable = true }) end
  return run
end

function flows.tick(parent)
  local numbers = process.listen("number")
  assert(process.send(parent, "asked", true))
  return act("tick " .. numbers:receive(), 1)
end

return { main = function(flow, ...)
  if flows[flow] == nil then error("there is no flow " .. tostring(flow)) end
  return flows[flow](...)
end }
