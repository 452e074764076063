-- Lives beside a hostile program that is run again and again, and measures its own round trips and ticks meanwhile.
local io = require("io")
local json = require("json")
local time = require("time")

local rounds, apart, isOver = {}, {}, false

local function exchange(echo)
  local inbox = process.inbox()
  while not isOver do
    local sent = os.clock()
    process.send(echo, "ping")
    inbox:receive()
    rounds[#rounds + 1] = (os.clock() - sent) * 1000
    time.sleep("2ms")
  end
end

local function tick()
  while not isOver do
    local began = os.clock()
    time.sleep("10ms")
    apart[#apart + 1] = (os.clock() - began) * 1000
  end
end

local function run(name)
  local events = process.events()
  local pid = process.spawn_monitored("app:hostile", "app:processes", name)
  local event = events:receive()
  while event.from ~= pid do event = events:receive() end
  return event.result and event.result.error and event.result.error:message() or "returned"
end

-- `warm`: how long all is quiet before; `seconds` and `ticks`: what is measured at least; `most`: no new run after it.
local function main(name, warm, seconds, ticks, most)
  local echo = process.spawn("app:echo", "app:processes")
  coroutine.spawn(exchange, echo)
  coroutine.spawn(tick)
  time.sleep(warm)
  rounds, apart = {}, {}

  local began, runs, ended = os.clock(), 0, nil
  local function isEnough(took) return took >= tonumber(seconds) and #apart >= tonumber(ticks) end
  repeat
    ended = run(name)
    runs = runs + 1
    local took = os.clock() - began
  until isEnough(took) or took >= tonumber(most)
  local took = os.clock() - began
  isOver = true
  process.terminate(echo)
  io.print(json.encode({ ended = ended, runs = runs, seconds = took, rounds = rounds, apart = apart }))
end

return { main = main }
