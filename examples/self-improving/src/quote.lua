-- Three cents for each gram of the first kilogram, less and less for those after it.
return function(weight)
  local cents = 0
  for gram = 1, weight * 1000 do
    cents = cents + 3 / (1 + gram // 1000)
  end
  return math.floor(cents)
end
