-- Each branch opens whatever is not open yet; who has a name already is the one that is meant.
local log = require("logger")

local function open(name, entry, ...)
  return assert(process.with_options({}):with_name(name):spawn(entry, "bank:durable", ...))
end

return { main = function()
  local accounts, tellers, transfers = 8, 6, 12
  local first = math.random(accounts)
  for i = 1, accounts do
    local number = (first + i) % accounts + 1
    open("account " .. number, "bank:account", 1000)
  end
  open("bank", "bank:director", accounts, tellers)
  first = math.random(tellers)
  for i = 1, tellers do
    local number = (first + i) % tellers + 1
    open("teller " .. number, "bank:teller", number, accounts, tellers, transfers)
  end
  log:info("branch open")
end }
