-- Waits for all tellers, and closes the books.
local log = require("logger")

local function main(count, tellers)
  local finished, answers = process.listen("finished"), process.listen("done")
  local made = 0
  for _ = 1, tellers do made = made + finished:receive() end
  local sum, handled = 0, 0
  for i = 1, count do
    local account = assert(process.with_options({}):with_name("account " .. i):spawn("bank:account", "bank:durable", 1000))
    assert(process.send(account, "order", { amount = 0, number = 0 }))
    local answer = answers:receive()
    sum = sum + answer.balance
    handled = handled + answer.handled
  end
  while true do
    log:info("books closed", { sum = sum, made = made, handled = handled })
    process.inbox():receive()
  end
end

return { main = main }
