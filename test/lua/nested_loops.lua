-- Loops within loops in functions that are called again and again: by returns, breaks and gotos out of them, with captured
-- variables, extra arguments, recursion, coroutines and errors.
local function grid(n, m)
  local sum, seen = 0, {}
  for i = 1, n do
    local row = {}
    for j = 1, m do
      row[j] = i * j
      sum = sum + row[j]
    end
    seen[#seen + 1] = row
  end
  return sum, #seen, seen[n][m]
end
for _ = 1, 40 do
  local sum, rows, last = grid(20, 30)
  assert(sum == 210 * 465 and rows == 20 and last == 600)
end

-- more of them than begin pieces of their own, and what they share
local function many(n)
  local order = {}
  for i = 1, n do for j = 1, 2 do order[#order + 1] = "a" end end
  local i = 0
  while i < n do i = i + 1 repeat order[#order + 1] = "b" until true end
  repeat for _ = 1, 1 do i = i - 1 order[#order + 1] = "c" end until i == 0
  for _, v in ipairs({ 1, 2 }) do for _ = 1, v do order[#order + 1] = "d" end end
  for _ = 1, n do for _ = 1, 1 do order[#order + 1] = "e" end end
  for _ = 1, n do order[#order + 1] = "f" end
  return table.concat(order)
end
assert(many(2) == "aaaabbccdddeeff")

-- returns, breaks and gotos out of both
local function find(rows, wanted)
  for i, row in ipairs(rows) do
    for j, value in ipairs(row) do
      if value == wanted then return i, j, value end
    end
  end
  return nil, "none"
end
local i, j, v = find({ { 1, 2 }, { 3, 4 } }, 3)
assert(i == 2 and j == 1 and v == 3)
i, j = find({ { 1 } }, 7)
assert(i == nil and j == "none")

local function primes(n)
  local found = {}
  for candidate = 2, n do
    for divisor = 2, candidate - 1 do
      if candidate % divisor == 0 then goto next end
      if divisor * divisor > candidate then break end
    end
    found[#found + 1] = candidate
    ::next::
  end
  return found
end
assert(table.concat(primes(30), " ") == "2 3 5 7 11 13 17 19 23 29")

-- captured variables: those of the function, those of each round
local function collect(n)
  local total, steps = 0, {}
  for a = 1, n do
    local base = a * 10
    for b = 1, 2 do
      steps[#steps + 1] = function(x)
        total = total + base + b + x
        base = base + 1
        return total
      end
    end
  end
  return steps, function() return total end
end
local steps, total = collect(3)
for _, step in ipairs(steps) do step(100) end
assert(total() == 600 + 120 + 9 + 3)

-- parameters that are captured and assigned, extra arguments
local function spread(limit, ...)
  local function lower() limit = limit - 1 return limit end
  local parts = {}
  while limit > 0 do
    for k = 1, select("#", ...) do parts[#parts + 1] = (select(k, ...)) .. limit end
    lower()
  end
  return table.concat(parts, " "), ...
end
local text, first, second = spread(3, "x", "y")
assert(text == "x3 y3 x2 y2 x1 y1" and first == "x" and second == "y")

-- recursion from within, and tail calls out of them
local function walk(depth, width)
  if depth == 0 then return 1 end
  local count = 0
  for a = 1, width do
    for b = 1, 2 do
      if b == 2 then count = count + walk(depth - 1, width) else count = count + a end
    end
  end
  return count
end
assert(walk(5, 3) == 243 + 6 * (1 + 3 + 9 + 27 + 81))
local function again(n)
  for a = 1, n do
    for b = 1, a do
      if a + b == 3 then return again(n - 1) end
    end
  end
  return n
end
assert(again(2000) == 1)

-- yields and errors from within
local function pairs_of(n)
  return coroutine.wrap(function()
    for a = 1, n do
      for b = a, n do coroutine.yield(a, b) end
    end
    return "end"
  end)
end
local sum, last = 0, nil
for a, b in pairs_of(30) do
  if b == nil then last = a break end
  sum = sum + a * b
end
assert(last == "end" and sum == (465 * 465 + 9455) / 2)
local function failing(n)
  for a = 1, n do
    for b = 1, n do
      if a * b == 12 then error({ a, b }) end
    end
  end
end
local ok, e = pcall(failing, 5)
assert(not ok and e[1] == 3 and e[2] == 4)
ok, e = pcall(function()
  local t
  for a = 1, 3 do for b = 1, 3 do if a == 3 then t = t.x end end end
end)
assert(not ok and e:find("attempt to index a nil value (local 't')", 1, true), e)

-- loops that call methods until something ends
local Machine = {}
Machine.__index = Machine
function Machine.new(n) return setmetatable({ left = n, log = {} }, Machine) end
function Machine:step(by)
  if self.left < 0 then error("below zero", 0) end
  self.left = self.left - by
  self.log[#self.log + 1] = self.left
  return self.left > 0
end
local function run(n, by, ...)
  local machine, rounds = Machine.new(n), 0
  local extra = select("#", ...)
  while machine:step(by) do
    rounds = rounds + 1
    if rounds == 50 then return "long", rounds, extra end
    if machine.left == 13 then break end
  end
  repeat
    local again = machine.left > 0 and machine:step(1)
    rounds = rounds + 100
  until not again
  return machine.left, rounds, #machine.log, extra
end
for _ = 1, 30 do
  local left, rounds, steps, extra = run(10, 3, nil, nil)
  assert(left == -2 and rounds == 103 and steps == 4 and extra == 2)
  left, rounds, steps, extra = run(14, 1)
  assert(left == 0 and rounds == 1301 and steps == 14 and extra == 0)
  left, rounds, extra = run(1000, 1, 1)
  assert(left == "long" and rounds == 50 and extra == 1)
end
assert(select(2, pcall(run, -1, 1)) == "below zero")
