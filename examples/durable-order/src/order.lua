-- One order. It reads as if nothing could ever go wrong with the machine, and that is all there is to it: every step is
-- committed, and after a crash the order goes on with the line at which it stood.
local time = require("time")
local funcs = require("funcs")
local workflow = require("workflow")
local log = require("logger")

local patience = { ["activity.retry_policy"] = { maximum_attempts = 20, initial_interval = "200ms" } }

local function main(number, item, amount)
  workflow.attrs({ search = { item = item }, memo = { amount = amount } })
  local reservation = assert(funcs.call("shop:reserve", number, item))
  log:info("reserved", { order = number, reservation = reservation })

  local receipt, err = funcs.new():with_options(patience):call("shop:pay", number, amount)
  if err then
    -- What was done so far is taken back.
    funcs.call("shop:release", number, reservation)
    return { state = "refused", reason = tostring(err) }
  end
  log:info("paid", { order = number, receipt = receipt })

  -- Large orders wait for a person, for a day at most.
  if amount > 100 then
    log:info("waits for approval", { order = number })
    local approvals = process.listen("approve")
    local deadline = time.after("24h")
    local result = channel.select({ approvals:case_receive(), deadline:case_receive() })
    if result.channel == deadline then
      funcs.call("shop:release", number, reservation)
      return { state = "expired" }
    end
    log:info("approved", { order = number, by = result.value })
  end

  log:info("delivered", { order = number })
  return { state = "delivered", receipt = receipt }
end

return { main = main }
