local measure = require("measure")

local count = 1000000

local function main()
  local inbox = process.inbox()
  local echo = measure.spawn("echo")

  local elapsed = measure.elapsed(function()
    for n = 1, count do
      process.send(echo, "ping", n)
      local answer = inbox:receive()
      if answer:payload():data() ~= n then error("wrong answer") end
    end
  end)

  process.terminate(echo)
  return { { name = "roundtrips", value = elapsed, unit = "ms" } }
end

return { main = main }
