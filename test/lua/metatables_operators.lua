-- Operator metamethods: arithmetic, bitwise, concat, length, unary minus, comparison, call, tostring.
local function kind(v)
  if type(v) == "table" then return v.name or "t" end
  return tostring(v)
end
local mt = {}
local function object(name) return setmetatable({ name = name }, mt) end
local binary = {
  __add = "+", __sub = "-", __mul = "*", __div = "/", __mod = "%", __pow = "^", __idiv = "//",
  __band = "&", __bor = "|", __bxor = "~", __shl = "<<", __shr = ">>", __concat = "..",
}
for event, sign in pairs(binary) do
  mt[event] = function(a, b) return kind(a) .. sign .. kind(b) end
end
mt.__unm = function(a) return "-" .. kind(a) end
mt.__bnot = function(a) return "~" .. kind(a) end
mt.__len = function(a) return "#" .. kind(a) end
local a, b = object("a"), object("b")

-- both operands, left only, right only
assert(a + b == "a+b" and a - b == "a-b" and a * b == "a*b" and a / b == "a/b")
assert(a % b == "a%b" and a ^ b == "a^b" and a // b == "a//b")
assert(a & b == "a&b" and a | b == "a|b" and a ~ b == "a~b" and a << b == "a<<b" and a >> b == "a>>b")
assert(a .. b == "a..b" and -a == "-a" and ~a == "~a" and #a == "#a")
assert(a + 1 == "a+1" and 1 + a == "1+a" and a - 2 == "a-2" and 2 - a == "2-a")
assert(a * "x" == "a*x" and "x" * a == "x*a" and a / nil == "a/nil" and nil / a == "nil/a")
assert(a & 1 == "a&1" and 1 & a == "1&a" and a << true == "a<<true" and "s" >> a == "s>>a")
assert(a .. "x" == "a..x" and "x" .. a == "x..a" and a .. 1 == "a..1" and 1 .. a == "1..a")
assert(1.5 // a == "1.5//a" and a ^ 2 == "a^2" and {} ~ a == "t~a")

-- the left operand's metamethod wins
local other = setmetatable({ name = "o" }, { __add = function() return "other add" end, __concat = function() return "other concat" end })
assert(a + other == "a+o" and other + a == "other add")
assert(a .. other == "a..o" and other .. a == "other concat")
local without = setmetatable({ name = "w" }, {})
assert(a + without == "a+w" and without + a == "w+a")

-- concatenation is right associative
assert("x" .. "y" .. a == "xy..a")
assert(a .. "x" .. "y" == "a..xy")
assert("x" .. a .. "y" == "xa..y")
assert(a .. (b .. "z") == "a..b..z")

-- results: one value, any type
local odd = setmetatable({}, { __add = function() return nil, 2 end, __sub = function() return false end, __mul = function() end, __len = function() return "long", 2 end })
assert((odd + 1) == nil and (odd - 1) == false and (odd * 1) == nil and #odd == "long")
local function count(...) return select("#", ...) end
assert(count(odd + 1) == 1 and count(odd * 1) == 1)

-- __eq: only for two tables, once, as a boolean
local calls = 0
local eq = function(x, y) calls = calls + 1 return x.v == y.v and "yes" or nil end
local E = { __eq = eq }
local e1, e2, e3 = setmetatable({ v = 1 }, E), setmetatable({ v = 1 }, E), setmetatable({ v = 2 }, E)
assert((e1 == e2) == true and (e1 == e3) == false and (e1 ~= e2) == false and (e1 ~= e3) == true)
assert(calls == 4)
assert(e1 == e1 and calls == 4)
assert(e1 ~= 1 and e1 ~= "x" and e1 ~= nil and calls == 4)
assert(e1 == setmetatable({ v = 1 }, {}) and calls == 5)
assert(not rawequal(e1, e2) and rawequal(e1, e1))
assert(setmetatable({}, { __eq = function() return true end }) == {})

-- __lt, __le and their mirrors
local L = { __lt = function(x, y) return x.v < y.v end, __le = function(x, y) return x.v <= y.v end }
local l1, l2 = setmetatable({ v = 1 }, L), setmetatable({ v = 2 }, L)
assert(l1 < l2 and not (l2 < l1) and l1 <= l2 and not (l2 <= l1) and l1 <= l1)
assert(l2 > l1 and not (l1 > l2) and l2 >= l1 and not (l1 >= l2) and l1 >= l1)
local mixed = setmetatable({}, { __lt = function(x, y) return type(x) .. type(y) end, __le = function() return nil end })
assert((mixed < 1) == true and (1 < mixed) == true and (mixed > "s") == true and (mixed <= 1) == false)
local sides = {}
local M = { __lt = function(x, y) sides[#sides + 1] = kind(x) .. "<" .. kind(y) return true end }
local m = setmetatable({ name = "m" }, M)
local _ = m < 1, 1 < m, m > 2, 2 > m
assert(table.concat(sides, " ") == "m<1 1<m 2<m m<2")
local not_lt = not (l1 < l2)
assert(not_lt == false)
if l1 < l2 then sides = "then" else sides = "else" end
assert(sides == "then")

-- __call
local call = setmetatable({ k = 10 }, { __call = function(self, x, y, ...) return self.k, x, y, select("#", ...) end })
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, " ")
end
assert(show(call()) == "10 nil nil 0" and show(call(1)) == "10 1 nil 0" and show(call(1, 2, nil, nil)) == "10 1 2 2")
assert(show(pcall(call, 1, 2)) == "true 10 1 2 0")
local holder = { call = call }
assert(show(holder.call(5)) == "10 5 nil 0" and select(2, holder:call()) == holder)
local function tail(x) return call(x) end
assert(show(tail(7)) == "10 7 nil 0")
call.k = 20
assert((call()) == 20)

-- __tostring
local text = setmetatable({}, { __tostring = function() return "as text" end })
assert(tostring(text) == "as text")
assert(string.format("%s|%5s|%-9s|%.2s", text, "a", text, text) == "as text|    a|as text  |as")
assert(not pcall(tostring, setmetatable({}, { __tostring = function() return {} end })))

-- a number-like class, chained
local V = {}
V.__index = V
local function vec(x, y) return setmetatable({ x = x, y = y }, V) end
V.__add = function(p, q) return vec(p.x + q.x, p.y + q.y) end
V.__sub = function(p, q) return vec(p.x - q.x, p.y - q.y) end
V.__mul = function(p, q)
  if type(p) == "number" then return vec(p * q.x, p * q.y) end
  if type(q) == "number" then return q * p end
  return p.x * q.x + p.y * q.y
end
V.__unm = function(p) return vec(-p.x, -p.y) end
V.__eq = function(p, q) return p.x == q.x and p.y == q.y end
V.__len = function() return 2 end
V.__tostring = function(p) return "(" .. p.x .. "," .. p.y .. ")" end
local p, q = vec(1, 2), vec(3, 4)
assert(tostring(p + q * 2 - -p) == "(8,12)" and p * q == 11 and #p == 2)
assert((p + q) == vec(4, 6) and 2 * p == p * 2 and -(-p) == p)

-- missing metamethods
local function fails(f, part)
  local ok, message = pcall(f)
  assert(not ok and message:find(part, 1, true), message)
end
local plain = {}
fails(function() return plain + 1 end, "attempt to perform arithmetic on a table value")
fails(function() return plain .. "x" end, "attempt to concatenate a table value")
fails(function() return plain < {} end, "attempt to compare two table values")
fails(function() return plain < 1 end, "attempt to compare table with number")
fails(function() return plain & 1 end, "attempt to perform bitwise operation on a table value")
fails(function() return plain() end, "attempt to call a table value")
fails(function() return -plain end, "attempt to perform arithmetic on a table value")
fails(function() return #nil end, "attempt to get length of a nil value")

-- errors inside metamethods pass through
local raising = setmetatable({}, {
  __add = function() error("from add", 0) end, __index = function() error("from index", 0) end,
  __eq = function() error({ code = 1 }) end, __call = function() error("from call", 0) end,
})
fails(function() return raising + 1 end, "from add")
fails(function() return raising.x end, "from index")
fails(function() return raising() end, "from call")
local ok, e = pcall(function() return raising == {} end)
assert(not ok and e.code == 1)
