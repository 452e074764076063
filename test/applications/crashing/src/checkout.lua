local env = require("env")

local rate = 2

local function total(order)
  local sum = 0
  for _, item in ipairs(order.items) do
    local price = item.price * rate
    sum = sum + price + item.discount.amount
  end
  return sum
end

local function main()
  local licence = env.get("LICENCE")
  local key = env.get("API_KEY")
  local region = env.get("REGION")
  local url = "https://pay.example/" .. region .. "?k=" .. key .. "&licence=" .. licence
  local begun = channel.new()
  coroutine.spawn(function()
    local seen = 0
    begun:send(true)
    process.listen("stop"):receive()
    return seen
  end)
  begun:receive()
  process.send(process.pid(), "job", { id = 1 })
  process.send(process.pid(), "job", { id = 2 })
  local order = {
    id = 7,
    card = { number = "4111", password = "hunter2" },
    items = { { price = 3, discount = { amount = 0 } }, { price = 5 } },
  }
  return total(order)
end

return { main = main }
