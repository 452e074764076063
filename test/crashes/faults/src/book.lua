-- Notes each entry by a function, one after the other.
local funcs = require("funcs")

local function main()
  local inbox = process.inbox()
  local handled = 0
  while true do
    local label = inbox:receive():payload():data()
    handled = handled + 1
    assert(funcs.call("ledger:note", label, handled))
  end
end

return { main = main }
