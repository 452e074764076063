-- __index and __newindex: functions, tables, chains, rawget and rawset, inheritance, proxies.
local function fallback(key) return "no " .. tostring(key) end

-- __index as a function, for every kind of key
local t = setmetatable({ here = 1, [1] = "one" }, { __index = function(self, key) return fallback(key) end })
assert(t.here == 1 and t[1] == "one")
assert(t.there == "no there" and t[2] == "no 2" and t[true] == "no true" and t[1.5] == "no 1.5")
assert(rawget(t, "there") == nil and rawget(t, "here") == 1)
assert(t[nil] == "no nil")

-- as a table, and chains of both
local base = { a = "base a", b = "base b", c = "base c" }
local middle = setmetatable({ b = "middle b" }, { __index = base })
local top = setmetatable({ c = "top c" }, { __index = middle })
assert(top.a == "base a" and top.b == "middle b" and top.c == "top c" and top.d == nil)
local logged = setmetatable({}, { __index = function(_, key) return base[key] and base[key] .. "!" end })
local over = setmetatable({}, { __index = setmetatable({}, { __index = logged }) })
assert(over.a == "base a!" and over.zzz == nil)
base.a = "changed"
assert(top.a == "changed")
base.d = "late"
assert(top.d == "late" and over.d == "late!")
base.d = nil
assert(top.d == nil)

-- a field that is set and cleared again
local object = setmetatable({}, { __index = { x = "class" } })
assert(object.x == "class")
object.x = "own"
assert(object.x == "own")
object.x = nil
assert(object.x == "class")
object.x = false
assert(object.x == false)

-- __newindex: a function sees only keys that are absent
local stores = {}
local watched = setmetatable({ old = 1 }, { __newindex = function(self, key, value)
  stores[#stores + 1] = key
  rawset(self, key, value)
end })
watched.old = 2
watched.new = 3
watched.new = 4
watched[1] = "a"
watched[1] = "b"
assert(table.concat(stores, " ") == "new 1")
assert(watched.old == 2 and watched.new == 4 and watched[1] == "b")
watched.old = nil
watched.old = 5
assert(table.concat(stores, " ") == "new 1 old" and rawget(watched, "old") == 5)

-- as a table, and chains
local store = {}
local redirect = setmetatable({}, { __newindex = store })
redirect.x = 1
assert(rawget(redirect, "x") == nil and store.x == 1)
local second = setmetatable({}, { __newindex = redirect })
second.y = 2
assert(rawget(second, "y") == nil and rawget(redirect, "y") == nil and store.y == 2)
redirect.y = 3
assert(store.y == 3)

-- both: a proxy
local function proxy(target, log)
  return setmetatable({}, {
    __index = function(_, key) log[#log + 1] = "get " .. tostring(key) return target[key] end,
    __newindex = function(_, key, value) log[#log + 1] = "set " .. tostring(key) target[key] = value end,
  })
end
local log, target = {}, { n = 1 }
local p = proxy(target, log)
p.n = p.n + 1
p.list = {}
p.list[1] = "direct"
assert(target.n == 2 and target.list[1] == "direct")
assert(table.concat(log, ", ") == "get n, set n, set list, get list")
assert(next(p) == nil)

-- read only
local function constant(values)
  return setmetatable({}, { __index = values, __newindex = function(_, key) error("constant " .. key, 2) end })
end
local c = constant({ pi = 3 })
local ok, message = pcall(function() c.pi = 4 end)
assert(not ok and message:find("constant pi", 1, true) and c.pi == 3)

-- the metatable changes while in use
local first, other = { __index = { v = 1 } }, { __index = { v = 2 } }
local o = setmetatable({}, first)
assert(o.v == 1)
setmetatable(o, other)
assert(o.v == 2)
setmetatable(o, nil)
assert(o.v == nil)
setmetatable(o, first)
first.__index = function() return 3 end
assert(o.v == 3)
first.__index = nil
assert(o.v == nil)
first.__newindex = function() end
o.v = 5
assert(o.v == nil)
first.__newindex = nil
o.v = 5
assert(o.v == 5)

-- a class is its own __index; methods, inheritance, super calls
local Animal = {}
Animal.__index = Animal
function Animal.new(name) return setmetatable({ name = name }, Animal) end
function Animal:speak() return self.name .. " " .. self:sound() end
function Animal:sound() return "..." end
local Dog = setmetatable({}, { __index = Animal })
Dog.__index = Dog
function Dog.new(name)
  local self = Animal.new(name)
  return setmetatable(self, Dog)
end
function Dog:sound() return "woof" end
function Dog:speak() return Animal.speak(self) .. "!" end
assert(Animal.new("it"):speak() == "it ..." and Dog.new("rex"):speak() == "rex woof!")
assert(getmetatable(Dog.new("a")) == Dog)

-- default values and memoised ones
local defaults = setmetatable({}, { __index = function() return 0 end })
for _, word in ipairs({ "a", "b", "a" }) do defaults[word] = defaults[word] + 1 end
assert(defaults.a == 2 and defaults.b == 1 and rawget(defaults, "c") == nil)
local squares = setmetatable({}, { __index = function(self, k)
  local v = k * k
  self[k] = v
  return v
end })
assert(squares[4] == 16 and rawget(squares, 4) == 16)
local tree = setmetatable({}, {})
getmetatable(tree).__index = function(self, k)
  local sub = setmetatable({}, getmetatable(tree))
  rawset(self, k, sub)
  return sub
end
tree.a.b.c.value = 5
assert(tree.a.b.c.value == 5)

-- strings index the string library
assert(("x").rep == string.rep and ("abc"):len() == 3 and ("x").nothing == nil)
assert(#("abc"):rep(3) == 9)

-- metatables that are protected
local guarded = setmetatable({}, { __metatable = "locked", __index = { v = 1 } })
assert(getmetatable(guarded) == "locked" and guarded.v == 1)
assert(not pcall(setmetatable, guarded, {}))
assert(not pcall(setmetatable, guarded, nil))
assert(getmetatable({}) == nil and getmetatable(setmetatable({}, nil)) == nil)
assert(not pcall(setmetatable, {}, 1))

-- what __index must not be asked for
local asked = 0
local counting = setmetatable({ false, x = false }, { __index = function() asked = asked + 1 end })
local _ = counting[1], counting.x
assert(asked == 0)
_ = counting[2]
assert(asked == 1)

-- values without __index
local function fails(f, part)
  local ok, message = pcall(f)
  assert(not ok and message:find(part, 1, true), message)
end
fails(function() local n = 5 return n.x end, "attempt to index a number value")
fails(function() local f = print return f.x.y end, "attempt to index a function value")
fails(function() local b = true b.x = 1 end, "attempt to index a boolean value")
fails(function() local s = "text" s.x = 1 end, "attempt to index a string value")
