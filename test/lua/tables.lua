-- Tables: constructors, keys of every type, arrays that grow and shrink, identity, nil and NaN keys.
local function keys(t)
  local n = 0
  for _ in pairs(t) do n = n + 1 end
  return n
end

-- constructors
local t = { 1, 2, 3; x = "x", ["y z"] = "yz", [10] = "ten", [true] = "yes", [1.5] = "float", n = nil, }
assert(#t == 3 and t.x == "x" and t["y z"] == "yz" and t[10] == "ten" and t[true] == "yes" and t[1.5] == "float" and keys(t) == 8)
assert(#{} == 0 and #{ nil } == 0 and #{ 1, 2, nil } == 2 and keys({ nil, nil }) == 0)
local nested = { { 1, 2 }, { a = { b = { c = "deep" } } }, f = function(x) return x end }
assert(nested[1][2] == 2 and nested[2].a.b.c == "deep" and nested.f(5) == 5)
local positional = { [1] = "keyed", "first" }
assert(positional[1] == "first")
local twice = { a = 1, a = 2 }
assert(twice.a == 2)
local big = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
  33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60 }
assert(#big == 60 and big[51] == 51)

-- keys: each type apart, numbers by value
local object, f = {}, function() end
local m = { [1] = "int", ["1"] = "text", [true] = "true", [false] = "false", [object] = "table", [f] = "function", [-1] = "minus", [0] = "zero", [0.5] = "half" }
assert(m[1] == "int" and m["1"] == "text" and m[true] == "true" and m[false] == "false" and m[object] == "table" and m[f] == "function")
assert(m[-1] == "minus" and m[0] == "zero" and m[0.5] == "half" and m[1.0] == "int" and m[-0.0] == "zero" and m[{}] == nil and m["true"] == nil)
m[1.0] = "same"
assert(m[1] == "same" and keys(m) == 9)
m[2 ^ 53] = "large"
assert(m[9007199254740992] == "large" and m[2 ^ 53] == "large")
m[math.maxinteger] = "max"
m[math.mininteger] = "min"
assert(m[math.maxinteger] == "max" and m[math.mininteger] == "min" and m[math.maxinteger - 1] == nil and m[-2 ^ 63] == "min")
m[1e300] = "huge"
m[math.huge] = "inf"
m[-math.huge] = "-inf"
assert(m[1e300] == "huge" and m[math.huge] == "inf" and m[-math.huge] == "-inf")

-- nil and NaN
assert(m[nil] == nil and m[0 / 0] == nil)
assert(not pcall(function() m[nil] = 1 end) and not pcall(function() m[0 / 0] = 1 end))
assert(not pcall(rawset, m, nil, 1))
m[nil == true] = "computed"
assert(m[false] == "computed")

-- arrays: growing at the end, shrinking, holes at the end
local a = {}
for i = 1, 100 do a[i] = i * i end
assert(#a == 100 and a[100] == 10000)
for i = 100, 51, -1 do a[i] = nil end
assert(#a == 50 and a[51] == nil)
a[#a + 1] = "next"
assert(#a == 51)
a[#a] = nil
assert(#a == 50)
for i = #a, 1, -1 do a[i] = nil end
assert(#a == 0 and next(a) == nil)
a[1] = "again"
assert(#a == 1)

-- filled backwards, from the middle, with gaps filled later
local b = {}
for i = 10, 1, -1 do b[i] = i end
assert(#b == 10)
local sum = 0
for _, v in ipairs(b) do sum = sum + v end
assert(sum == 55)
local c = { [2] = "b", [3] = "c" }
c[1] = "a"
assert(#c == 3 and table.concat(c) == "abc")
local d = {}
d[1], d[2], d[4] = 1, 2, 4
d[3] = 3
assert(#d == 4)
d[5] = 5
assert(#d == 5)
local zero = { [0] = "zero", "one" }
assert(#zero == 1 and zero[0] == "zero")
local negative = { [-1] = "a", [-2] = "b" }
assert(#negative == 0 and negative[-2] == "b")

-- from array to other keys and back
local mixed = { 1, 2, 3, name = "n" }
mixed[100] = "far"
mixed.name = nil
mixed[3] = nil
assert(#mixed == 2 and mixed[100] == "far" and keys(mixed) == 3)
mixed[3] = "three"
assert(#mixed == 3)
for i = 4, 99 do mixed[i] = i end
assert(#mixed == 100)

-- many string keys, added and removed
local words = {}
for i = 1, 300 do words["key" .. i] = i end
assert(keys(words) == 300 and words.key150 == 150)
for i = 1, 300, 2 do words["key" .. i] = nil end
assert(keys(words) == 150 and words.key1 == nil and words.key2 == 2)
for i = 1, 300, 2 do words["key" .. i] = -i end
assert(keys(words) == 300 and words.key1 == -1)

-- identity and sharing
local x = { v = 1 }
local y = x
y.v = 2
assert(x.v == 2 and x == y and x ~= { v = 2 } and rawequal(x, y))
local function change(arg) arg.v = 3 arg = { v = 4 } return arg end
assert(change(x).v == 4 and x.v == 3)
local cycle = {}
cycle.self = cycle
assert(cycle.self.self.self == cycle)
local p, q = {}, {}
p.other, q.other = q, p
assert(p.other.other == p)

-- nested assignment and update
local deep = {}
deep.a = {}
deep.a.b = {}
deep.a.b[1] = "x"
deep.a["b"][#deep.a.b + 1] = "y"
assert(#deep.a.b == 2 and deep["a"]["b"][2] == "y")
deep.count = (deep.count or 0) + 1
deep.count = (deep.count or 0) + 1
assert(deep.count == 2)
local i = 1
local arr = { 10, 20, 30 }
i, arr[i] = 2, 99
assert(i == 2 and arr[1] == 99)

-- false as a value is not absence
local flags = { on = true, off = false }
assert(flags.off == false and flags.off ~= nil and keys(flags) == 2)
flags[1] = false
assert(#flags == 1)

-- matrices and queues
local matrix = {}
for r = 1, 5 do matrix[r] = {} for k = 1, 5 do matrix[r][k] = r * k end end
local trace = 0
for r = 1, 5 do trace = trace + matrix[r][r] end
assert(trace == 55)
local queue = { first = 1, last = 0 }
for n = 1, 50 do queue.last = queue.last + 1 queue[queue.last] = n end
local total = 0
while queue.first <= queue.last do
  total = total + queue[queue.first]
  queue[queue.first] = nil
  queue.first = queue.first + 1
end
assert(total == 1275 and keys(queue) == 2)
