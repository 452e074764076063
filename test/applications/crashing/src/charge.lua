return function(amount)
  local cents = amount * 100
  if cents > 1000 then error("too much") end
  if cents > 500 then error("much") end
  error("refused")
end
