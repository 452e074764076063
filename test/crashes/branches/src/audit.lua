local log, ctx = require("logger"), require("ctx")

local function main(teller, number)
  if math.random() < 0.2 then
    return nil, errors.new({ kind = errors.UNAVAILABLE, message = "the auditor is busy", retryable = true })
  end
  log:info("audited", { teller = teller, number = number, key = ctx.get("idempotency_key") })
  return true
end

return { main = main }
