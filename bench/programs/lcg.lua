-- A linear congruential generator of 64 bits: products of integers that wrap.
local state = 42

local function next_random()
  state = state * 6364136223846793005 + 1442695040888963407
  return (state >> 33) & 0x7fffffff
end

local sum, high = 0, 0
for _ = 1, 5000000 do
  local value = next_random()
  sum = (sum + value) % 2000000007
  if value > high then high = value end
end

local small = 1
for _ = 1, 20000000 do
  small = (small * 1103515245 + 12345) % 2147483648
end

print(string.format("%d %d %d %d", state, sum, high, small))
