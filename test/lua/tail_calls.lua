-- Tail calls: 100,000 deep in constant space, mutual, methods, varargs, through goto and branches.
local deep = 100000

local function count(n, sum)
  if n == 0 then return sum end
  return count(n - 1, sum + 1)
end
assert(count(deep, 0) == deep)

local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
assert(even(deep) == true and even(deep + 1) == false)

-- methods and functions in tables
local machine = { steps = 0 }
function machine:run(n)
  self.steps = self.steps + 1
  if n == 0 then return self.steps end
  return self:next(n)
end
function machine:next(n) return self:run(n - 1) end
assert(machine:run(deep / 10) == deep / 10 + 1)
local states = {}
function states.a(n) if n <= 0 then return "end a" end return states.b(n - 1) end
function states.b(n) if n <= 0 then return "end b" end return states["c"](n - 1) end
function states.c(n) if n <= 0 then return "end c" end return states.a(n - 1) end
assert(states.a(deep) == "end b")

-- several results and varargs
local function rotate(n, a, b, c)
  if n == 0 then return a, b, c end
  return rotate(n - 1, b, c, a)
end
local a, b, c = rotate(deep, 1, 2, 3)
assert(a == 2 and b == 3 and c == 1)
local function spread(n, ...)
  if n == 0 then return select("#", ...), ... end
  return spread(n - 1, ...)
end
local n, first, second = spread(20000, nil, "x")
assert(n == 2 and first == nil and second == "x")

-- from branches, loops and blocks
local function branches(n)
  if n % 3 == 0 then
    if n == 0 then return "zero" end
    do return branches(n - 1) end
  elseif n % 3 == 1 then
    while true do return branches(n - 1) end
  else
    for _ = 1, 10 do return branches(n - 1) end
  end
end
assert(branches(deep) == "zero")
local function with_goto(n)
  ::top::
  if n % 100 ~= 0 then n = n - 1 goto top end
  if n == 0 then return "done" end
  return with_goto(n - 1)
end
assert(with_goto(deep) == "done")

-- closures as continuations
local function cps(n, k)
  if n == 0 then return k(0) end
  return cps(n - 1, function(v) return k(v + n) end)
end
assert(cps(5000, function(v) return v end) == 12502500)
local function trampoline(f, ...)
  local result = f(...)
  while type(result) == "function" do result = result() end
  return result
end
local function bounce(n) if n == 0 then return "landed" end return function() return bounce(n - 1) end end
assert(trampoline(bounce, 20000) == "landed")

-- what is not a tail call: parentheses, operators, a further value
local function paren(n) if n == 0 then return 1, 2 end return (paren(n - 1)) end
assert(select("#", paren(100)) == 1)
local function plus(n) if n == 0 then return 0 end return 1 + plus(n - 1) end
assert(plus(1000) == 1000)
local function pair(n) if n == 0 then return 0 end return n, pair(n - 1) end
assert(select("#", pair(100)) == 101)

-- into native functions and protected calls
local function to_native(...) return math.max(...) end
assert(to_native(1, 9, 3) == 9)
local function to_pcall(f, ...) return pcall(f, ...) end
local ok, e = to_pcall(error, "message", 0)
assert(ok == false and e == "message")
local function to_select(...) return select(2, ...) end
assert(to_select(1, 2) == 2)

-- a callable table in tail position
local callable = setmetatable({ calls = 0 }, {})
getmetatable(callable).__call = function(self, n)
  self.calls = self.calls + 1
  if n == 0 then return self.calls end
  return self.again(n - 1)
end
callable.again = function(n) if n > 0 then return callable.again(n - 1) end return callable.calls end
assert(callable(5000) == 1)

-- errors after many tail calls are caught as usual
local function fail_at_end(n)
  if n == 0 then error({ "deep" }) end
  return fail_at_end(n - 1)
end
ok, e = pcall(fail_at_end, deep)
assert(not ok and e[1] == "deep")

-- inside coroutines, with yields on the way
local function yielding(n, sum)
  if n == 0 then return sum end
  local v = 1
  if n % 1000 == 0 then v = coroutine.yield(n) end
  return yielding(n - 1, sum + v)
end
local co = coroutine.wrap(function() return yielding(deep / 10, 0) end)
local value = co()
local yields = 0
while yields < 10 do
  yields = yields + 1
  value = co(1)
end
assert(value == deep / 10)
