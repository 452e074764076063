-- Closures: shared captured variables, fresh variables per iteration, parameters, recursion, counters.
local function counter()
  local n = 0
  return function() n = n + 1 return n end, function() return n end, function(v) n = v end
end
local up, get, set = counter()
assert(up() == 1 and up() == 2 and get() == 2)
set(10)
assert(up() == 11 and get() == 11)
local up2, get2 = counter()
assert(up2() == 1 and get2() == 1 and get() == 11)

-- fresh variables for each turn of every loop
local list = {}
for i = 1, 3 do list[i] = function(d) i = i + (d or 0) return i end end
assert(list[1]() == 1 and list[2]() == 2 and list[3]() == 3)
assert(list[1](10) == 11 and list[1]() == 11 and list[2]() == 2)
for k, v in pairs({ a = 1 }) do list[1] = function() k = k .. v return k end end
assert(list[1]() == "a1" and list[1]() == "a11")
local i = 0
while i < 3 do
  i = i + 1
  local own = i * 10
  list[i] = function() own = own + 1 return own end
end
assert(list[1]() == 11 and list[1]() == 12 and list[2]() == 21 and list[3]() == 31)
i = 0
repeat
  local own = i
  list[i] = function() own = own + 100 return own end
  i = i + 1
until own >= 2
assert(list[0]() == 100 and list[0]() == 200 and list[1]() == 101 and list[2]() == 102)
i = 1
::again::
do
  local own = i
  list[i] = function() own = own + 1 return own end
end
i = i + 1
if i <= 3 then goto again end
assert(list[1]() == 2 and list[1]() == 3 and list[2]() == 3 and list[3]() == 4)

-- a variable shared by several closures of one turn, not by those of the next
local pairs_of = {}
for n = 1, 2 do
  local shared = 0
  pairs_of[n] = { add = function(d) shared = shared + d end, get = function() return shared + n * 1000 end }
end
pairs_of[1].add(5)
pairs_of[2].add(7)
assert(pairs_of[1].get() == 1005 and pairs_of[2].get() == 2007)

-- parameters are variables
local function accumulate(total) return function(d) total = total + d return total end end
local first, second = accumulate(1), accumulate(100)
assert(first(1) == 2 and second(1) == 101 and first(1) == 3)
local function arguments(a, b)
  local function swap() a, b = b, a end
  swap()
  return a, b
end
local p, q = arguments(1, 2)
assert(p == 2 and q == 1)

-- several levels, and a middle function that does not use the variable itself
local function outer()
  local x = 1
  local function middle()
    local function inner()
      x = x * 2
      return x
    end
    return inner
  end
  return middle(), function() return x end
end
local double, read = outer()
assert(double() == 2 and double() == 4 and read() == 4)

-- recursion: local functions see themselves, local variables do not
local function factorial(n) if n <= 1 then return 1 end return n * factorial(n - 1) end
assert(factorial(10) == 3628800)
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
assert(even(10) and not even(7))
local shadow = function() return "outer" end
do
  local shadow = function(again) if again then return "inner" end return shadow() end
  assert(shadow() == "outer")
end

-- captured before and after assignment
local early
local function set_early() early = 1 end
set_early()
assert(early == 1)
local late = 5
local function read_late() return late end
late = 6
assert(read_late() == 6)
local x = x
assert(x == nil)
local y = 1
local y = y + 1
local function read_y() return y end
local y = y + 1
assert(read_y() == 2 and y == 3)

-- a variable captured in a branch that did not run
local function branches(flag)
  local v = 1
  local f
  if flag then f = function() v = v + 1 return v end end
  v = v + 10
  return f and f() or v
end
assert(branches(true) == 12 and branches(false) == 11)

-- closures as values: in tables, as keys, compared
local function make() return function() end end
local a, b = make(), make()
local keys = { [a] = "a", [b] = "b" }
assert(keys[b] == "b" and (a == b or keys[a] == "a"))
assert(type(a) == "function" and a == a)

-- composition and currying
local function compose(...)
  local functions = { ... }
  return function(...)
    local n = #functions
    local function run(k, ...)
      if k == 0 then return ... end
      return run(k - 1, functions[k](...))
    end
    return run(n, ...)
  end
end
local add1, mul2 = function(v) return v + 1 end, function(v) return v * 2 end
assert(compose(add1, mul2)(5) == 11 and compose(mul2, add1)(5) == 12 and compose()(1, 2) == 1)
local function curry(f, n)
  local function take(k, args)
    if k == 0 then return f((table.unpack or unpack)(args)) end
    return function(v)
      local more = { (table.unpack or unpack)(args) }
      more[#more + 1] = v
      return take(k - 1, more)
    end
  end
  return take(n, {})
end
assert(curry(function(l, m, n) return l * 100 + m * 10 + n end, 3)(1)(2)(3) == 123)

-- many captured variables, changed together
local function many()
  local v1, v2, v3, v4, v5, v6, v7, v8 = 1, 2, 3, 4, 5, 6, 7, 8
  local function rotate() v1, v2, v3, v4, v5, v6, v7, v8 = v2, v3, v4, v5, v6, v7, v8, v1 end
  local function sum() return v1 * 10000000 + v2 * 1000000 + v3 * 100000 + v4 * 10000 + v5 * 1000 + v6 * 100 + v7 * 10 + v8 end
  return rotate, sum
end
local rotate, sum = many()
rotate() rotate() rotate()
assert(sum() == 45678123)
