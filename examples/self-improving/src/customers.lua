return function()
  local weight = 0
  while true do
    weight = weight % 30 + 1
    funcs.call("shop:quote", weight)
    time.sleep("5ms")
  end
end
