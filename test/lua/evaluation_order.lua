-- Order of evaluation: operands, arguments, constructors, assignments, own and captured locals.
local log = {}
local function note(name, value)
  log[#log + 1] = name
  if value == nil then return name end
  return value
end
local function order()
  local text = table.concat(log, " ")
  log = {}
  return text
end

-- operands and arguments go from left to right
local _ = note("a", 1) + note("b", 2) * note("c", 3)
assert(order() == "a b c")
_ = note("a", "x") .. note("b", "y") .. note("c", "z")
assert(order() == "a b c")
_ = note("a", 1) < note("b", 2)
assert(order() == "a b")
_ = note("a", 1) > note("b", 2)
assert(order() == "a b")
_ = note("a", 1) >= note("b", 2)
assert(order() == "a b")
local function nothing() end
nothing(note("a"), note("b"), (note("c")))
assert(order() == "a b c")
note("f", nothing)(note("a"), note("b"))
assert(order() == "f a b")
local object = { method = function() end }
note("o", object):method(note("a"), note("b"))
assert(order() == "o a b")
note("o", object).method(note("a"))
assert(order() == "o a")

-- table constructors
local t = { note("a"), x = note("b"), [note("k")] = note("v"), note("c"), note("d") }
assert(order() == "a b k v c d")
assert(t[1] == "a" and t[2] == "c" and t[3] == "d" and t.x == "b" and t.k == "v")

-- the parts of a target, then the values, then the stores
local target = setmetatable({}, { __newindex = function(self, k, v) note("store " .. k, 0) rawset(self, k, v) end })
note("t", target)[note("p")], note("t", target)[note("q")] = note("v"), note("w")
assert(order() == "t p t q v w store q store p")
assert(target.p == "v" and target.q == "w")
local same = {}
same.x, same.x = 1, 2
assert(same.x == 1)

-- an index is read before the variable it uses is assigned
local i, list = 1, {}
i, list[i] = i + 1, 20
assert(i == 2 and list[1] == 20 and list[2] == nil)
local a, b, c = 1, 2, 3
a, b, c = c, a, b
assert(a == 3 and b == 1 and c == 2)
local x = { 1, 2, 3 }
x[1], x[2], x[3] = x[3], x[1], x[2]
assert(x[1] == 3 and x[2] == 1 and x[3] == 2)

-- short circuits
_ = note("a", false) and note("b")
assert(order() == "a")
_ = note("a", 1) and note("b")
assert(order() == "a b")
_ = note("a", 1) or note("b")
assert(order() == "a")
_ = note("a", false) or note("b", false) or note("c")
assert(order() == "a b c")
_ = note("a", 1) and note("b", false) or note("c", 1) and note("d", 2)
assert(order() == "a b c d")
assert((nil and 1) == nil and (false and 1) == false and (1 and nil) == nil)
assert((nil or false) == false and (false or nil) == nil and (1 or error("not reached")) == 1)

-- a captured local of the own function is read at the operation, an argument when it is reached
local function arithmetic()
  local n = 1
  local function bump() n = n + 10 return n end
  return n + bump()
end
assert(arithmetic() == 22)
local function arithmetic_right()
  local n = 1
  local function bump() n = n + 10 return n end
  return bump() + n
end
assert(arithmetic_right() == 22)
local function as_argument()
  local n = 1
  local function bump() n = n + 10 return n end
  local function pair(p, q) return p * 100 + q end
  return pair(n, bump())
end
assert(as_argument() == 111)
local function as_concat()
  local n = 1
  local function bump() n = n + 10 return n end
  return n .. bump() .. n
end
assert(as_concat() == "11111")
local function as_item()
  local n = 1
  local function bump() n = n + 10 return n end
  local items = { n, bump(), n }
  return items[1] * 10000 + items[2] * 100 + items[3]
end
assert(as_item() == 11111)
local function as_upvalue()
  local n = 1
  local function bump() n = n + 10 return n end
  return (function() return n + bump() end)()
end
assert(as_upvalue() == 12)

-- the function value is taken before its arguments change it
local function taken()
  local f = function(v) return "first " .. v end
  local function swap() f = function(v) return "second " .. v end return "x" end
  return f(swap())
end
assert(taken() == "first x")

-- conditions and bounds are evaluated once, in order
for k = note("from", 1), note("to", 3), note("step", 2) do note("i" .. k) end
assert(order() == "from to step i1 i3")
local function iterator(limit, k) k = k + 1 if k <= limit then return k end end
for k in note("f", iterator), note("s", 2), note("c", 0) do note("i" .. k) end
assert(order() == "f s c i1 i2")
if note("if", false) then elseif note("elseif", 1) then note("body") else note("else") end
assert(order() == "if elseif body")
local turns = 0
while note("while", turns < 2) do turns = turns + 1 end
assert(order() == "while while while")
repeat turns = turns - 1 until note("until", turns == 0)
assert(order() == "until until")
