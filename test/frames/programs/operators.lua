-- Every operator, on plain operands and on operands with metamethods, with others waiting beside it.
local log = {}
local V = {}
V.__index = V
local function v(n) return setmetatable({ n = n }, V) end
local function of(x) return type(x) == 'table' and x.n or x end
for name, f in pairs({
  __add = function(a, b) return v(of(a) + of(b)) end,
  __sub = function(a, b) return v(of(a) - of(b)) end,
  __mul = function(a, b) return v(of(a) * of(b)) end,
  __div = function(a, b) return v(of(a) / of(b)) end,
  __idiv = function(a, b) return v(of(a) // of(b)) end,
  __mod = function(a, b) return v(of(a) % of(b)) end,
  __pow = function(a, b) return v(of(a) ^ of(b)) end,
  __band = function(a, b) return v(of(a) & of(b)) end,
  __bor = function(a, b) return v(of(a) | of(b)) end,
  __bxor = function(a, b) return v(of(a) ~ of(b)) end,
  __shl = function(a, b) return v(of(a) << of(b)) end,
  __shr = function(a, b) return v(of(a) >> of(b)) end,
  __unm = function(a) return v(-a.n) end,
  __bnot = function(a) return v(~a.n) end,
  __len = function(a) return a.n * 10 end,
  __concat = function(a, b) return 'c' .. tostring(of(a)) .. tostring(of(b)) end,
  __eq = function(a, b) return a.n == b.n end,
  __lt = function(a, b) return of(a) < of(b) end,
}) do V[name] = f end
local function id(x) return x end

local a, b = v(7), v(3)
log[#log + 1] = (id(1) + (a + b).n) + (a - 1).n + (2 * b).n + (a / 2).n
log[#log + 1] = (a // b).n + (a % b).n + (b ^ 2).n + (a & b).n + (a | 8).n + (a ~ b).n + (a << 2).n + (a >> 1).n
log[#log + 1] = (-a).n + (~b).n + #a
log[#log + 1] = a .. b .. 'text' .. 1 .. id(2.5)
log[#log + 1] = tostring(a == v(7)) .. tostring(a ~= b) .. tostring(a < b) .. tostring(a > b)
local x, y, z = 12, 5, 2.5
log[#log + 1] = x + y * z - x / y + x // y + x % y + y ^ 2 + (x & y) + (x | y) + (x ~ y) + (x << 3) + (x >> 1) + -x + ~y
log[#log + 1] = tostring(x < y) .. tostring(x <= y) .. tostring(x > y) .. tostring(x >= y) .. tostring(x == y) .. tostring(x ~= y)
log[#log + 1] = tostring('a' < 'b' and id('a') <= 'b' or id(false)) .. tostring(not id(nil)) .. #'four' .. #{ 1, 2, 3 }
-- `<=` by `__lt`, whose answer is turned around; and a product of integers that is taken apart at once
local L = { __lt = function(p, q) return p.n < q.n end }
log[#log + 1] = tostring(setmetatable({ n = 1 }, L) <= setmetatable({ n = 2 }, L))
local seed = 42
for i = 1, 3 do seed = (seed * 6364136223846793005 + i) % 2147483647 end
local hash = 2166136261
for i = 1, 3 do hash = (hash ~ i) * 16777619 & 0xffffffff end
log[#log + 1] = seed .. ' ' .. hash .. ' ' .. ((x * y + 1) & 0xff) .. ' ' .. ((v(6) * y + 1) % 7).n
local out = {}
for i, value in ipairs(log) do out[i] = tostring(value) end
return table.concat(out, '|')
