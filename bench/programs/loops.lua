-- Numeric loops: additions and remainders of integers.
local sum = 0
for i = 1, 50000000 do
  sum = (sum + i) % 1000003
end

local product = 1
local n = 0
while n < 10000000 do
  n = n + 1
  product = (product * 3 + n) % 65521
end

print(string.format("%d %d", sum, product))
