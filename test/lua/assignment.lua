-- Assignment: several targets and values, swaps, nested targets, metamethods, locals, globals, upvalues.
local function three() return 1, 2, 3 end
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, " ")
end

-- fewer and more values than targets
local a, b, c = 1
assert(show(a, b, c) == "1 nil nil")
a, b, c = 1, 2, 3, 4
assert(show(a, b, c) == "1 2 3")
a, b = nil
assert(show(a, b) == "nil nil")
a, b, c = 0, three()
assert(show(a, b, c) == "0 1 2")
a, b, c = three(), 0
assert(show(a, b, c) == "1 0 nil")

-- all values are taken before any store
local x, y, z = 1, 2, 3
x, y, z = y, z, x
assert(show(x, y, z) == "2 3 1")
x, y = y, x
x, y = y, x
assert(show(x, y) == "2 3")
local i, t = 1, { 10, 20, 30 }
i, t[i] = i + 1, "at 1"
assert(i == 2 and t[1] == "at 1" and t[2] == 20)
t[i], i = "at 2", 5
assert(t[2] == "at 2" and i == 5)
t[1], t[2], t[3] = t[3], t[1], t[2]
assert(show(t[1], t[2], t[3]) == "30 at 1 at 2")
local p, q = { v = 1 }, { v = 2 }
p.v, q.v = q.v, p.v
assert(p.v == 2 and q.v == 1)
p, q, p.v = q, p, 9
assert(p.v == 1 and q.v == 9)
local link = {}
link, link.next = { name = "new" }, "on the old one"
assert(link.name == "new" and link.next == nil)

-- targets of every kind at once
local up = 0
local function upvalue() return function(v) up = v end end
upvalue()(5)
assert(up == 5)
local box = { list = { {} } }
function box:get() return self end
global_a, up, box.n, box["k" .. 1], box.list[1].deep, box:get().method, box.get(box).call = 1, 2, 3, 4, 5, 6, 7
assert(global_a == 1 and up == 2 and box.n == 3 and box.k1 == 4 and box.list[1].deep == 5 and box.method == 6 and box.call == 7)
global_a = nil

-- captured variables
local function captured()
  local m, n = 1, 2
  local function get() return m, n end
  local function swap() m, n = n, m end
  swap()
  m, n = n * 10, m * 10
  return get()
end
assert(show(captured()) == "10 20")
local function chain()
  local list, last = {}, nil
  for k = 1, 3 do
    local previous = last
    last = function() return k, previous and previous() end
    list[k], list.count = last, k
  end
  return list.count, last()
end
assert(show(chain()) == "3 3 2")

-- stores through metamethods happen from right to left, values once
local log = {}
local watched = setmetatable({}, {
  __newindex = function(self, k, v) log[#log + 1] = k .. "=" .. tostring(v) rawset(self, k, v) end,
  __index = function(_, k) log[#log + 1] = "get " .. k return k end,
})
watched.a, watched.b = watched.c, watched.d
assert(table.concat(log, ", ") == "get c, get d, b=d, a=c")
log = {}
watched.a, watched.e = watched.b
assert(table.concat(log, ", ") == "e=nil" and watched.a == "d")
log = {}
watched.x, watched.y, watched.z = three()
assert(table.concat(log, ", ") == "z=3, y=2, x=1")

-- an error between leaves what was stored
local before = { a = 1 }
local ok = pcall(function() before.a, before.b = 2, error("no") end)
assert(not ok and before.a == 1)
local failing = setmetatable({}, { __newindex = function() error("no store") end })
ok = pcall(function() before.a, failing.x = 5, 6 end)
assert(not ok)

-- locals: declared after their values are evaluated
local v = 1
local v = v + 1
local v, w = v + 1, v
assert(v == 3 and w == 2)
local fact = nil
local fact = function(n) return fact == nil and "outer" or "inner" end
assert(fact() == "outer")
local function rec(n) if n > 0 then return rec(n - 1) end return "recursive" end
assert(rec(3) == "recursive")
local e, e = 1, 2
assert(e == 2)
local f, g = (function() return 1, 2 end)()
assert(f == 1 and g == 2)
local h, j = ((function() return 1, 2 end)())
assert(h == 1 and j == nil)

-- compound values keep identity
local shared = {}
local m, n = shared, shared
m.x, n.y = 1, 2
assert(shared.x == 1 and shared.y == 2 and m == n)
local s1, s2 = "text", "te" .. "xt"
assert(s1 == s2)

-- parameters and loop variables
local function params(k, l)
  k, l = l, k
  k = k or "none"
  return k, l
end
assert(show(params(1, 2)) == "2 1" and show(params(1)) == "none 1" and show(params()) == "none nil")
local out = {}
for k = 1, 2 do
  local l
  k, l = k * 10, k
  out[#out + 1] = k + l
end
assert(show(out[1], out[2]) == "11 22")
for k, l in pairs({ only = 1 }) do
  k, l = l, k
  assert(k == 1 and l == "only")
end

-- evaluated while others are pending
local order = {}
local function mark(n, value) order[#order + 1] = n return value end
local target = {}
mark("t1", target)[mark("k1", "a")], mark("t2", target)[mark("k2", "b")] = mark("v1", 1), mark("v2", 2)
assert(table.concat(order, " ") == "t1 k1 t2 k2 v1 v2" and target.a == 1 and target.b == 2)
