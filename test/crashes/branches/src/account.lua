-- Holds a balance, and changes it once for each message.
local function main(balance)
  local inbox = process.inbox()
  local handled = 0
  while true do
    local message = inbox:receive()
    local order = message:payload():data()
    balance = balance + order.amount
    handled = handled + 1
    assert(process.send(message:from(), "done", { balance = balance, handled = handled, number = order.number }))
  end
end

return { main = main }
