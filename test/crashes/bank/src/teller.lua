-- Moves money between accounts, one transfer after the other; each is audited by a function that often fails.
local funcs, time = require("funcs"), require("time")

local function main(own, accounts, transfers)
  local answers = process.listen("done")
  local audit = funcs.new():with_options({
    ["activity.retry_policy"] = { maximum_attempts = 0, initial_interval = 1, maximum_interval = 5 },
  })
  local function ask(account, amount, number)
    assert(process.send(account, "order", { amount = amount, number = number }))
    local answer = answers:receive()
    assert(answer.number == number, "an answer to another order")
    return answer
  end
  for i = 1, transfers do
    local from = accounts[(own * 7 + i * 3) % #accounts + 1]
    local to = accounts[(own * 5 + i * 11) % #accounts + 1]
    local amount = (own * 13 + i * 17) % 50 + 1
    ask(from, -amount, i)
    assert(audit:call("bank:audit", own, i))
    if i % 4 == 0 then time.sleep("2ms") end
    ask(to, amount, -i)
  end
  return transfers
end

return { main = main }
