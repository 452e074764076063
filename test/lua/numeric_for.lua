-- Numeric for: steps, floats, negative, empty ranges, the loop variable, bounds near the largest integers.
local function collect(from, to, step)
  local out = {}
  for i = from, to, step or 1 do out[#out + 1] = i end
  return table.concat(out, " ")
end
assert(collect(1, 3) == "1 2 3")
assert(collect(3, 1) == "")
assert(collect(1, 1) == "1")
assert(collect(3, 1, -1) == "3 2 1")
assert(collect(1, 3, -1) == "")
assert(collect(1, 10, 4) == "1 5 9")
assert(collect(10, 1, -4) == "10 6 2")
assert(collect(-2, 2) == "-2 -1 0 1 2")
assert(collect(0, -3, -1) == "0 -1 -2 -3")
assert(collect(1, 0.5) == "")
assert(collect(1, 3.9) == "1 2 3")
assert(collect(3, 0.1, -1) == "3 2 1")

-- floats
local sum, n = 0, 0
for x = 0, 1, 0.25 do sum = sum + x n = n + 1 end
assert(sum == 2.5 and n == 5)
n = 0
for x = 0.5, 3 do assert(x == 0.5 + n) n = n + 1 end
assert(n == 3)
n = 0
for x = 1, 0, -0.125 do n = n + 1 end
assert(n == 9)
n = 0
for x = 0.5, -0.6, -0.5 do n = n + 1 end
assert(n == 3)
n = 0
for x = 1, math.huge do n = n + 1 if n == 10 then break end end
assert(n == 10)
n = 0
for x = -1, -math.huge, -1 do n = n + 1 if n == 10 then break end end
assert(n == 10)
for x = 1, -math.huge do error("empty " .. x) end
for x = 1, 0 / 0 do error("nan is no bound " .. x) end

-- the loop variable is a copy
n = 0
for i = 1, 3 do
  n = n + i
  i = i * 100
  n = n + i
end
assert(n == 606)
local captured = {}
for i = 1, 3 do
  captured[i] = function() i = i + 1 return i end
  i = i * 10
end
assert(captured[1]() == 11 and captured[1]() == 12 and captured[3]() == 31)

-- bounds are fixed at the start
local limit, step = 3, 1
n = 0
for i = 1, limit, step do
  limit, step = 100, 50
  n = n + 1
end
assert(n == 3)

-- the same name inside, outside and in the bounds
local i = 2
n = 0
for i = i, i + 2 do
  local i = i * 2
  n = n + i
end
assert(n == 18 and i == 2)

-- near the ends of the integers
local max, min = math.maxinteger, math.mininteger
n = 0
for k = max - 2, max do n = n + 1 assert(k <= max) end
assert(n == 3)
n = 0
for k = min + 2, min, -1 do n = n + 1 assert(k >= min) end
assert(n == 3)
n = 0
for k = max - 5, max, 3 do n = n + 1 end
assert(n == 2)
n = 0
for k = min, min + 5, 4 do n = n + 1 end
assert(n == 2)
for k = max, min do error("empty") end
for k = min, max, max do n = n + 1 end
assert(n == 5)
local first = nil
for k = max, max do first = k end
assert(first == max)
local wide = {}
for k = 9007199254740990, 9007199254740995 do wide[#wide + 1] = k end
assert(#wide == 6 and wide[6] == 9007199254740995 and wide[6] - wide[1] == 5)
for k = 1, 1e300 do n = k if k == 3 then break end end
assert(n == 3)

-- breaks, nested loops, early returns
local function first_over(limit)
  for a = 1, 10 do
    for b = 1, 10 do
      if a * b > limit then return a, b end
      if b > a then break end
    end
  end
end
local a, b = first_over(20)
assert(a == 5 and b == 5)
n = 0
for x = 1, 3 do for y = x, 3 do for z = y, 3 do n = n + 1 end end end
assert(n == 10)

-- errors
assert(not pcall(function() for k = "a", 2 do end end))
assert(not pcall(function() for k = 1, {} do end end))
assert(not pcall(function() for k = 1, 2, nil do end end))
local ok, message = pcall(function() for k = nil, 2 do end end)
assert(not ok and message:find("'for' initial value", 1, true))
ok, message = pcall(function() for k = 1, "x" do end end)
assert(not ok and message:find("'for' limit", 1, true))
ok, message = pcall(function() for k = 1, 2, {} do end end)
assert(not ok and message:find("'for' step", 1, true))

-- text is read as a number, as operators read it
local function rounds(from, to, step)
  local seen = {}
  for k = from, to, step or 1 do
    assert(math.type(k) == "integer" or math.type(k) == "float")
    seen[#seen + 1] = k
    if #seen > 20 then break end
  end
  return table.concat(seen, " ")
end
assert(rounds("1", 3) == "1 2 3" and rounds(1, " 0x3 ") == "1 2 3" and rounds("5", "1", "-2") == "5 3 1")
assert(rounds("1.5", "3") == "1.5 2.5" and rounds("10", 1) == "" and rounds(1, "1e1", 4) == "1 5 9")
n = 0
for k = "10", "1", "-2" do n = n + k end
assert(n == 30)
n = 0
for _ = max - 1, "9223372036854775807" do n = n + 1 end
assert(n == 2)
ok, message = pcall(rounds, 1, 2, "0")
assert(not ok and message:find("'for' step is zero", 1, true))
ok, message = pcall(rounds, "1 2", 2)
assert(not ok and message:find("bad 'for' initial value (number expected, got string)", 1, true))
ok, message = pcall(rounds, 1, "")
assert(not ok and message:find("bad 'for' limit (number expected, got string)", 1, true))
