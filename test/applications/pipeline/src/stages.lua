--- One stage: turns each line into what comes next, and passes the end on.
local function stage(next_pid, turn, finish)
  local inbox = process.inbox()
  while true do
    local message = inbox:receive()
    local data = message:payload():data()
    if message:topic() == "end" then
      process.send(next_pid or data, "end", finish and finish() or data)
      return
    end
    local made = turn(data)
    if next_pid then
      process.send(next_pid, "line", made)
    end
  end
end

local function parse(next_pid)
  stage(next_pid, function(line)
    local level, user = line:match("^(%u+)|(%a+)$")
    return { level = level, user = user:lower() }
  end)
end

local levels = { INFO = 1, WARN = 2, ERROR = 3, FATAL = 4 }

local function rate(next_pid)
  stage(next_pid, function(line)
    line.severity = levels[line.level] or 0
    return line
  end)
end

local function sum()
  local users, count, worst = {}, 0, { severity = 0 }
  stage(nil, function(line)
    count = count + 1
    users[line.user] = (users[line.user] or 0) + 1
    if line.severity > worst.severity then
      worst = line
    end
  end, function()
    return { count = count, users = users, worst = worst.level }
  end)
end

return { parse = parse, rate = rate, sum = sum }
