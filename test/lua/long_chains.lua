-- Chains of operators, suffixes and clauses, whose parts may all suspend.
local log = {}
local function f(x) log[#log + 1] = tostring(x) return x end
local function logged() local text = table.concat(log, " ") log = {} return text end
local o = setmetatable({}, { __add = function(a, b) f("+") return a end })

assert(f(1) + f(2) - f(3) + f(4) - f(5) + f(6) - f(7) + f(8) - f(9) + f(10) == 7)
assert(logged() == "1 2 3 4 5 6 7 8 9 10")
assert(o + f(1) + f(2) + f(3) + f(4) == o)
assert(logged() == "1 + 2 + 3 + 4 +")
assert((f(1) and f(2) and f(false) and f(4) or f(5) and f(nil) or f(7)) == 7)
assert(logged() == "1 2 false 5 nil 7")
assert(f(1) < f(2) == f(true) == f(true) ~= f(false))
assert(logged() == "1 2 true true false")
assert(f("a") .. f("b") .. f(1) .. f("c") .. f(2) == "ab1c2")
assert(f(2) ^ f(1) ^ f(3) ^ f(2) == 2)
assert(logged() == "a b 1 c 2 2 1 3 2")

-- Suffixes of all kinds, each of which runs code.
local calls = 0
local t = setmetatable({}, {
  __index = function(self, k) f(k) return self end,
  __call = function(self, ...) calls = calls + 1 f(select("#", ...)) return self end,
})
assert(t.a.b["c"][1]:m(1, 2).d(f(3))"s"{}[f("x") .. "y"].e == t and calls == 4)
assert(logged() == "a b c 1 m 3 d 3 1 1 1 x xy e")

-- Clauses whose conditions run code.
local function clause(n)
  local result
  if f(n == 1) then
    local a = f(10) result = a
  elseif f(n == 2) then
    result = f(20)
  elseif f(n == 3) then
    local a
    local g = function() a = f(30) end
    g() result = a
  elseif f(n) == 4 and f(true) then
    for i = 1, 2 do
      if i == 2 then result = f(40) break elseif f(i) == 1 then f("on") end
    end
  elseif f(n) == 5 then
    return f("early")
  elseif f(n) == 6 then
    goto out
  else
    result = f("else")
  end
  f("behind")
  ::out::
  return result
end

assert(clause(1) == 10 and logged() == "true 10 behind")
assert(clause(2) == 20 and logged() == "false true 20 behind")
assert(clause(3) == 30 and logged() == "false false true 30 behind")
assert(clause(4) == 40 and logged() == "false false false 4 true 1 on 40 behind")
assert(clause(5) == "early" and logged() == "false false false 5 5 early")
assert(clause(6) == nil and logged() == "false false false 6 6 6")
assert(clause(7) == "else" and logged() == "false false false 7 7 7 else behind")

-- Without `else`, inside a loop, with clauses that leave it.
local function search(list)
  for i, v in ipairs(list) do
    if f(v) == "skip" then goto continue
    elseif f(v) == "stop" then break
    elseif f(v) == "give" then return i
    elseif f(v) == "nothing" then
    end
    f("next")
    ::continue::
  end
  return "end"
end
assert(search { "skip", "nothing", "x", "give" } == 4)
assert(logged() == "skip nothing nothing nothing nothing next x x x x next give give give")
assert(search { "x", "stop", "give" } == "end")
assert(logged() == "x x x x next stop stop")
