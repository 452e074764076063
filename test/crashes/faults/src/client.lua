-- Hands entries to the book, one after the other, and each again until the store has it.
local log, time = require("logger"), require("time")

return { main = function()
  local book = assert(process.with_options({}):with_name("book"):spawn("ledger:book", "ledger:durable"))
  local own, number = process.pid() .. "@" .. time.now():unix_nano() .. " ", 0
  while true do
    number = number + 1
    local label = own .. number
    while true do
      local sent, err = process.send(book, "entry", label)
      if sent then break end
      log:info("refused", { label = label, kind = err:kind(), retryable = err:retryable(), reason = tostring(err) })
      time.sleep("50ms")
    end
    log:info("acked", { label = label })
    time.sleep("20ms")
  end
end }
