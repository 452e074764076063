--- Takes orders, passes them to the kitchen, and keeps each until it is cooked. When the kitchen is gone it
--- waits for the next one and asks again for whatever was not confirmed.
local function main()
  process.registry.register("counter")

  local inbox = process.inbox()
  local events = process.events()
  local open = {} -- orders by number that are not cooked yet
  local kitchen

  local function cook(order)
    if kitchen then
      process.send(kitchen, "cook", order)
    end
  end

  while true do
    local happened = channel.select({ inbox:case_receive(), events:case_receive() })

    if happened.channel == events then
      local event = happened.value
      if event.kind == process.event.CANCEL then
        return
      elseif event.kind == process.event.EXIT and event.from == kitchen then
        kitchen = nil
        process.send("customers", "trouble", tostring(event.result.error))
      end
    else
      local message = happened.value
      local topic, data = message:topic(), message:payload():data()
      if topic == "order" then
        open[data.number] = data
        cook(data)
      elseif topic == "open" then
        kitchen = data
        process.monitor(kitchen)
        process.send("customers", "kitchen", kitchen)
        for number = 1, 1000 do
          if open[number] then
            cook(open[number])
          end
        end
      elseif topic == "cooked" and open[data.number] then
        open[data.number] = nil
        process.send("customers", "served", data)
      end
    end
  end
end

return { main = main }
