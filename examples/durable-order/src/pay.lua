-- The service takes a key with each payment, so one that is asked for twice is made once.
local log = require("logger")
local ctx = require("ctx")

local function main(number, amount)
  if math.random() < 0.6 then
    return nil, errors.new({ kind = errors.UNAVAILABLE, message = "the payment service does not answer", retryable = true })
  end
  log:info("payment made", { order = number, amount = amount, key = ctx.get("idempotency_key") })
  return "receipt of order " .. number
end

return { main = main }
