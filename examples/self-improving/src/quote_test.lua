-- Some prices that are known, and that more weight never costs less.
return function()
  assert(funcs.call("shop:quote", 1) == 2998)
  assert(funcs.call("shop:quote", 10) == 8784)
  local before = 0
  for weight = 1, 30 do
    local price, err = funcs.call("shop:quote", weight)
    assert(price, weight .. " kg: " .. tostring(err or "no price"))
    assert(price >= before, weight .. " kg cost less than " .. (weight - 1) .. " kg")
    before = price
  end
end
