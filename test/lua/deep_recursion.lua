-- Recursion 100,000 deep that is no tail call; unwinding by return, by error and by yield.
local depth = 100000

local function sum(n)
  if n == 0 then return 0 end
  return n + sum(n - 1)
end
assert(sum(depth) == depth * (depth + 1) / 2)
assert(sum(depth) == sum(depth))

-- with an object at each level
local function chain(n)
  if n == 0 then return nil end
  local cell = { n = n }
  cell.next = chain(n - 1)
  return cell
end
local list = chain(50000)
local length = 0
while list do
  length = length + 1
  list = list.next
end
assert(length == 50000)

-- mutual, with results used on the way back
local is_even, is_odd
function is_even(n) if n == 0 then return true end local r = is_odd(n - 1) return r end
function is_odd(n) if n == 0 then return false end local r = is_even(n - 1) return r end
assert(is_even(depth) == true)

-- several results at each level
local function min_max(list, from)
  if from == #list then return list[from], list[from] end
  local low, high = min_max(list, from + 1)
  local v = list[from]
  return v < low and v or low, v > high and v or high
end
local numbers = {}
for i = 1, 20000 do numbers[i] = (i * 7919) % 20011 end
local low, high = min_max(numbers, 1)
assert(low == 1 and high == 20010, low .. " " .. high)

-- an error at the bottom
local function fall(n)
  if n == 0 then error("bottom", 0) end
  local r = fall(n - 1)
  return r
end
local ok, e = pcall(fall, depth)
assert(not ok and e == "bottom")
local handled = 0
ok, e = xpcall(fall, function(m) handled = handled + 1 return m .. "!" end, 50000)
assert(not ok and e == "bottom!" and handled == 1)

-- a coroutine suspended deep down, and resumed
local co = coroutine.create(function()
  local function dive(n)
    if n == 0 then return coroutine.yield("deep") end
    local r = dive(n - 1)
    return r + 1
  end
  local first = dive(20000)
  local second = dive(10000)
  return first, second
end)
local _, where = coroutine.resume(co)
assert(where == "deep")
_, where = coroutine.resume(co, 5)
assert(where == "deep")
local _, first, second = coroutine.resume(co, 7)
assert(first == 20005 and second == 10007)

-- through closures and methods
local Node = {}
Node.__index = Node
function Node:depth() if self.child then return 1 + self.child:depth() end return 1 end
local root = setmetatable({}, Node)
for _ = 1, 20000 do root = setmetatable({ child = root }, Node) end
assert(root:depth() == 20001)
local function fix(f) return function(n) return f(fix(f), n) end end
assert(fix(function(self, n) if n == 0 then return 0 end return 1 + self(n - 1) end)(5000) == 5000)

-- Ackermann
local function ackermann(m, n)
  if m == 0 then return n + 1 end
  if n == 0 then return ackermann(m - 1, 1) end
  return ackermann(m - 1, ackermann(m, n - 1))
end
assert(ackermann(2, 20) == 43 and ackermann(3, 4) == 125)
