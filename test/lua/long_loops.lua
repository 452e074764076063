-- Long loops in functions: each is a piece of its own, stops early while it is young, and ends with any number of results.
local function texts(...)
  local list = { ... }
  for i = 1, select("#", ...) do list[i] = tostring(list[i]) end
  return table.concat(list, " ")
end
local function check(expected, ...)
  local got = texts(...)
  assert(got == expected, got)
end

-- no result, one, two and three
local function many(n)
  local s = 0
  for i = 1, n do for j = 1, 3 do s = s + i * j end end
  return s, n, s - n
end
check("75015000 5000 75010000", many(5000))
local function none(n)
  while n > 0 do for _ = 1, 2 do n = n - 1 end end
end
check("0", select("#", none(9000)))
check("0", select("#", none(100)))
local function three(n)
  repeat
    for _ = 1, 2 do n = n - 1 end
    if n == 50 then return 1, nil, 3 end
  until n < 0
  return nil, nil
end
check("1 nil 3", three(7000))
check("nil nil", three(7001))
local counter = { n = 0 }
function counter:next() self.n = self.n + 1 return self.n end
local function method(most)
  while counter:next() < most do if counter.n == 4000 then return end end
  return counter.n
end
check("3000", method(3000))
check("0", select("#", method(9000)))
check("9000", method(9000))

-- errors, breaks, jumps
local function fails(n)
  for i = 1, n do for j = 1, 2 do if i == 4321 and j == 2 then error("at " .. i, 0) end end end
end
check("false at 4321", pcall(fails, 1e4))
local function jumps(n)
  local out = {}
  for i = 1, n do
    for j = 1, 10 do
      if j == 5 then break end
      if i % 1000 == 0 then out[#out + 1] = i + j goto next end
    end
    ::next::
  end
  return table.unpack(out)
end
check("1001 2001 3001 4001 5001", jumps(5000))
do
  local n = 0
  ::top::
  for _ = 1, 100 do n = n + 1 end
  if n < 20000 then goto top end
  check("20000", n)
end

-- coroutines, closures, varargs, recursion, metamethods, callbacks
local resume = coroutine.wrap(function()
  for i = 1, 4000 do for j = 1, 2 do if i % 1000 == 0 and j == 2 then coroutine.yield(i) end end end
end)
check("1000 2000", resume(), (resume()))
check("3000 4000 0", resume(), resume(), select("#", resume()))
local functions = {}
local function captures(n)
  for i = 1, n do
    for _ = 1, 1 do if i % 2000 == 0 then functions[#functions + 1] = function() i = i + 1 return i, n end end end
  end
  return #functions, n
end
check("3 6000", captures(6000))
check("2001 6000", functions[1]())
check("2002 6000", functions[1]())
check("6001 6000", functions[3]())
local function varargs(...)
  local sum = 0
  for _ = 1, 3000 do for _, v in ipairs({ ... }) do sum = sum + v end end
  return sum, ...
end
check("18000 1 2 3", varargs(1, 2, 3))
local function recursive(depth)
  if depth == 0 then return 0 end
  local s = 0
  for _ = 1, 3 do for _ = 1, 3 do s = s + recursive(depth - 1) end end
  return s + 1
end
check("820", recursive(4))
local computed = setmetatable({}, { __index = function(_, k)
  local s = 0
  for _ = 1, 100 do for b = 1, 2 do s = s + b end end
  return s + k
end })
local sum = 0
for k = 1, 200 do sum = sum + computed[k] end
check("80100", sum)
check("yyyyy", (("x"):rep(500):gsub("x", function()
  local r = 0
  for _ = 1, 20 do for _ = 1, 2 do r = r + 1 end end
  return r == 40 and "y" or "n"
end):sub(1, 5)))
