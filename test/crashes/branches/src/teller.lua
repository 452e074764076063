-- Moves money between accounts, one transfer after the other; each is audited by a function that often fails.
local funcs, time = require("funcs"), require("time")

local function named(name, entry, ...)
  return assert(process.with_options({}):with_name(name):spawn(entry, "bank:durable", ...))
end

local function main(own, count, tellers, transfers)
  local accounts = {}
  for i = 1, count do accounts[i] = named("account " .. i, "bank:account", 1000) end
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
    if i % 4 == 0 then time.sleep("200ms") end
    ask(to, amount, -i)
  end
  assert(process.send(named("bank", "bank:director", count, tellers), "finished", transfers))
  process.inbox():receive()
end

return { main = main }
