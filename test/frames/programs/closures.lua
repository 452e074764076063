-- Variables shared by closures and by frames, recursion, functions kept in tables.
local log = {}
local function note(...) log[#log + 1] = table.concat({ ... }, ',') end
local function pair()
  local n, m = 0, 10
  local function up(by) n = n + by m = m - n return n end
  local function both() return n, m end
  return up, both
end
local up, both = pair()
local up2, both2 = pair()
note(up(1), up(2), up2(5))
note(both()) note(both2())
local function fact(n) if n < 2 then return 1 end return n * fact(n - 1) end
note(fact(12))
local isOdd
local function isEven(n) if n == 0 then return true end return isOdd(n - 1) end
function isOdd(n) if n == 0 then return false end return isEven(n - 1) end
note(tostring(isEven(7)), tostring(isOdd(7)))
local function compose(...)
  local list = { ... }
  return function(x) for _, f in ipairs(list) do x = f(x) end return x end
end
local shared = 1
local pipeline = compose(function(x) shared = shared + x return x + shared end, function(x) return x * shared end, function(x) shared = 0 return x end)
note(pipeline(2), shared, pipeline(3))
local function curry(a) return function(b) return function(c) a = a + b + c return a end end end
local c1 = curry(1)(2)
note(c1(3), c1(4))
do
  local hidden = 'h'
  function log.reader() return hidden end
  function log.writer(v) local before = hidden hidden = v return before end
end
note(log.writer('new'), log.reader())
local function deep(n, acc) local here = n if n == 0 then return acc() end return deep(n - 1, function() return here + acc() end) end
note(deep(4, function() return 100 end))
local memo = setmetatable({}, { __index = function(self, n) local v = n < 2 and n or self[n - 1] + self[n - 2] rawset(self, n, v) return v end })
note(memo[20])
return table.concat(log, '|')
