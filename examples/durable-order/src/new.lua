local io = require("io")

local function main(number, item, amount)
  if not (number and item and tonumber(amount)) then
    io.eprint("usage: wippy run order NUMBER ITEM AMOUNT")
    return 2
  end
  local builder = process.with_options({}):with_name("order " .. number)
  local pid, err = builder:spawn("shop:order", "shop:orders", number, item, tonumber(amount))
  if err then
    io.eprint(tostring(err))
    return 1
  end
  io.print("order " .. number .. " is " .. pid)
  return 0
end

return { main = main }
