local io = require("io")
local system = require("system")
local time = require("time")

local menu = { "soup", "pasta", "curry", "salad", "pizza", "stew", "rice", "cake", "toast", "pie" }
local names = { "Ada", "Ben", "Cleo", "Dan", "Eve" }

--- What stands behind `app:entry:12: ` in an error is for people.
local function plain(text: string): string
  return (text:gsub("^.-:%d+: ", ""))
end

local function main()
  process.registry.register("customers")
  local started = time.now()
  local function say(text: string)
    local passed = time.now():sub(started):milliseconds()
    io.print(string.format("%5d ms  %s", passed, text))
  end

  io.print("A counter, a kitchen and their customers: three processes that only exchange messages.")
  io.print("The kitchen dies at every fourth dish. Watch the supervisor start it again.")
  io.print("")

  local inbox = process.inbox()
  local served, fires = 0, 0
  -- The kitchen may have opened before anybody listened: ask for it by its name.
  local kitchen = process.registry.lookup("kitchen")
  say("the kitchen is open: " .. tostring(kitchen))

  for number, dish in ipairs(menu) do
    process.send("counter", "order", { number = number, dish = dish, guest = names[(number - 1) % #names + 1] })
  end
  say(#menu .. " orders are in")

  while served < #menu do
    local message = inbox:receive()
    local topic, data = message:topic(), message:payload():data()
    if topic == "served" then
      served = served + 1
      say(string.format("%-5s gets %-6s (%d of %d)", data.guest, data.dish, served, #menu))
    elseif topic == "trouble" then
      fires = fires + 1
      say("!! the kitchen died: " .. plain(data))
    elseif topic == "kitchen" and data ~= kitchen then
      kitchen = data
      say("++ a new kitchen is open: " .. data)
    end
  end

  local state = system.supervisor.state("shop:kitchen")
  io.print("")
  io.print(string.format("All %d orders were served. The kitchen died %d times, and nobody went hungry.", served, fires))
  if state then
    io.print(string.format("The supervisor says of it: %s, restarted %d times.", state.status, state.retry_count))
  end
  system.exit(0)
end

return { main = main }
