-- Dialect: what the libraries have more and less than PUC Lua: table.freeze and create, old math names, absent globals.
-- absent
for _, name in ipairs({ "load", "loadstring", "loadfile", "dofile", "collectgarbage", "rawlen", "debug", "utf8" }) do
  assert(_G[name] == nil, name)
end
for _, name in ipairs({ "execute", "exit", "remove", "rename", "tmpname" }) do
  assert(os[name] == nil, name)
end
assert(string.split == nil and os.platform == "wippy")

-- names kept from 5.1
assert(unpack == table.unpack or select("#", unpack({ 1, 2 })) == 2)
local a, b, c = unpack({ 1, 2, 3 }, 2)
assert(a == 2 and b == 3 and c == nil)
assert(math.pow(2, 10) == 1024 and math.log10(1000) > 2.99 and math.log10(1000) < 3.01 and math.atan2(0, 1) == 0 and math.atan2(1, 1) == math.atan(1))
assert(math.sinh(0) == 0 and math.cosh(0) == 1 and math.tanh(0) == 0 and math.abs(math.sinh(1) - 1.1752011936438014) < 1e-12)
assert(("a\0b"):find("%z") == 2 and ("a\0b"):gsub("%z", "0") == "a0b" and ("a\0b"):match("%Z+") == "a")

-- table.create
local t = table.create(10, 5)
assert(type(t) == "table" and next(t) == nil and #t == 0)
for i = 1, 10 do t[i] = i end
t.x = "x"
assert(#t == 10 and t.x == "x" and #table.create(0, 0) == 0)

-- table.freeze
local frozen = { 1, 2, key = "v", inner = { n = 1 } }
assert(table.freeze(frozen) == frozen)
assert(frozen[1] == 1 and frozen.key == "v" and frozen.missing == nil and #frozen == 2)
local n = 0
for _ in pairs(frozen) do n = n + 1 end
assert(n == 4)
assert(not pcall(function() frozen.key = "w" end) and not pcall(function() frozen.new = 1 end) and not pcall(function() frozen[1] = 9 end) and not pcall(function() frozen[3] = 3 end))
assert(not pcall(function() frozen.key = nil end) and not pcall(table.insert, frozen, 3) and not pcall(table.sort, frozen, function(x, y) return x > y end))
assert(frozen.key == "v" and frozen[1] == 1 and #frozen == 2 and rawget(frozen, "new") == nil)
assert(table.freeze(frozen) == frozen and table.concat(frozen, ",") == "1,2")
assert(table.isfrozen(frozen) == true and table.isfrozen(frozen.inner) == false and table.isfrozen(table) and not table.isfrozen({}))
assert(not pcall(table.isfrozen, "text") and not pcall(table.isfrozen))

-- library tables are read-only
assert(not pcall(function() string.extra = 1 end) and not pcall(function() math.pi = 3 end) and not pcall(function() table.insert = nil end))
assert(string.extra == nil and math.pi > 3.14 and type(table.insert) == "function")

-- coroutine.running: nil on the main one
local co = coroutine.create(function() return coroutine.running() end)
local _, inside = coroutine.resume(co)
assert(inside == co)

-- pairs and next go in the order of insertion: array, names, other keys
local order = {}
local ordered = { "a", "b" }
ordered.z, ordered.y, ordered[true], ordered[1.5], ordered.x = 1, 1, 1, 1, 1
for k in pairs(ordered) do order[#order + 1] = tostring(k) end
assert(table.concat(order, " ") == "1 2 x y z 1.5 true", table.concat(order, " "))
