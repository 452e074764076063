local io = require("io")
local system = require("system")

local function main()
  local states = system.supervisor.states()
  table.sort(states, function(a, b)
    return a.id < b.id
  end)
  for _, state in ipairs(states) do
    io.print(state.id .. " " .. state.status .. " " .. state.desired)
  end
end

return { main = main }
