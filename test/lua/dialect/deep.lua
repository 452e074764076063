-- Dialect: depth is bounded by memory only: protected calls, metamethods, coroutines and callbacks nested thousands deep.
local function through_pcall(n)
  if n == 0 then return 0 end
  local ok, value = pcall(through_pcall, n - 1)
  assert(ok)
  return value + 1
end
assert(through_pcall(10000) == 10000)
local function failing(n)
  if n == 0 then error("bottom", 0) end
  local ok, e = pcall(failing, n - 1)
  assert(not ok and e == "bottom")
  error(e, 0)
end
assert(select(2, pcall(failing, 5000)) == "bottom")

-- __index functions that index further, and chains of tables
local mt = {}
mt.__index = function(self, n)
  if n == 0 then return "found" end
  return self[n - 1]
end
assert(setmetatable({}, mt)[10000] == "found")
local chain = { last = "deep" }
for _ = 1, 2000 do chain = setmetatable({}, { __index = chain }) end
assert(chain.last == "deep" and chain.missing == nil)
local add = {}
add.__add = function(a, n) if n == 0 then return 0 end return 1 + (a + (n - 1)) end
assert(setmetatable({}, add) + 10000 == 10000)
local call = {}
call.__call = function(self, n) if n == 0 then return 0 end local below = self(n - 1) return below + 1 end
assert(setmetatable({}, call)(10000) == 10000)
local concat = {}
concat.__concat = function(a, n) if n == 0 then return "" end return "x" .. (a .. (n - 1)) end
assert(#(setmetatable({}, concat) .. 3000) == 3000)

-- coroutines in coroutines, as deep as PUC Lua takes them
local function nest(n)
  if n == 0 then coroutine.yield("innermost") return 0 end
  local co = coroutine.create(nest)
  local ok, value = coroutine.resume(co, n - 1)
  while coroutine.status(co) ~= "dead" do
    coroutine.yield(value)
    ok, value = coroutine.resume(co)
  end
  assert(ok)
  return value + 1
end
local outer = coroutine.create(nest)
local ok, value = coroutine.resume(outer, 150)
assert(ok and value == "innermost")
ok, value = coroutine.resume(outer)
assert(ok and value == 150 and coroutine.status(outer) == "dead")

-- callbacks in callbacks
local function in_gsub(n)
  if n == 0 then return "." end
  return (("x"):gsub("x", function() return in_gsub(n - 1) .. "y" end))
end
assert(in_gsub(1000) == "." .. ("y"):rep(1000))
local function in_sort(n)
  if n == 0 then return 0 end
  local below
  table.sort({ 2, 1 }, function(a, b) below = below or in_sort(n - 1) return a < b end)
  return below + 1
end
assert(in_sort(500) == 500)
local function in_iterator(n)
  if n == 0 then return 0 end
  for v in function(_, done) if not done then return in_iterator(n - 1) + 1 end end do return v end
end
assert(in_iterator(5000) == 5000)

-- plain recursion
local function sum(n) if n == 0 then return 0 end return n + sum(n - 1) end
assert(sum(300000) == 45000150000)
local function spread(n, ...) if n == 0 then return select("#", ...) end local r = spread(n - 1, n, ...) return r end
assert(spread(200) == 200)
