-- Opens the accounts, lets tellers work, and closes the books.
local log = require("logger")

local function main(count, tellers, transfers)
  local accounts = {}
  for i = 1, count do accounts[i] = assert(process.spawn("bank:account", "bank:durable", 1000)) end
  local events = process.events()
  local working = {}
  for i = 1, tellers do
    working[assert(process.spawn("bank:teller", "bank:durable", i, accounts, transfers))] = true
  end
  local left, made = tellers, 0
  while left > 0 do
    local event = events:receive()
    if working[event.from] then
      working[event.from] = nil
      left = left - 1
      assert(event.result.error == nil, tostring(event.result.error))
      made = made + event.result.value
    end
  end
  local answers = process.listen("done")
  local sum, handled = 0, 0
  for i = 1, count do
    assert(process.send(accounts[i], "order", { amount = 0, number = 0 }))
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
