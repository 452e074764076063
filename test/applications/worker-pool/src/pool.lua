local io = require("io")
local time = require("time")

local function main()
  local jobs, results = channel.new(10), channel.new(10)
  for _ = 1, 3 do
    coroutine.spawn(function()
      while true do
        local job, ok = jobs:receive()
        if not ok then
          return
        end
        time.sleep("200ms")
        results:send({ number = job, square = job * job })
      end
    end)
  end

  local started = time.now()
  for job = 1, 10 do
    jobs:send(job)
  end
  jobs:close()

  local squares = {}
  for _ = 1, 10 do
    local result = results:receive()
    squares[result.number] = result.square
  end
  io.print("10 jobs by 3 workers in " .. time.now():sub(started):milliseconds() .. " ms")
  io.print(table.concat(squares, " "))
end

return { main = main }
