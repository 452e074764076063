-- Dialect: type, as, and typeof stay ordinary names; comparisons and labels are not taken for types.
assert(type(1) == "number" and type("x") == "string" and type(type) == "function")
local type_of = type
local kind = type(nil)
assert(kind == "nil" and type_of({}) == "table")
local t = { type = "field", as = "also", typeof = 1, is = 2 }
assert(t.type == "field" and t.as == "also" and t.typeof + t.is == 3)
t.type = "set"
t.as = t.type
assert(t["type"] == "set" and t.as == "set")
function t:as_method() return self.as end
function t.type_function(as) return as end
assert(t:as_method() == "set" and t.type_function(5) == 5)

-- a variable named as, and one named type
do
  local as = 3
  local x = as
  as = x + 1
  assert(as == 4)
  local function f(as, is) return as + is end
  assert(f(as, 1) == 5)
end
do
  local type = "shadow"
  assert(type == "shadow" and #type == 6)
  type = type .. "ed"
  assert(type == "shadowed")
end
do
  local type = { x = 1 }
  type.x = 2
  type["y"] = 3
  assert(type.x + type.y == 5)
end
local function calls(f) return type(f) end
assert(calls(print) == "function")
type"text"
type{}
local results = { type(1), type "two", type = type(3) }
assert(results[1] == "number" and results[2] == "string" and results.type == "number")

-- smaller and greater are not generics
local a, b, c, d = 1, 2, 3, 4
local function show(...) return select("#", ...) end
assert(show(a < b, c > d) == 2 and (a < b) and not (c > d) and show(a < b, c > (d)) == 2)
local lt = a<b
local function generic<T>(x: T): boolean return x ~= nil end
assert(lt and generic(a) and generic(a<b))

-- a label after an expression is a label
for i = 1, 3 do
  local x = i
  if i == 2 then goto continue end
  t[i] = x
  ::continue::
end
assert(t[1] == 1 and t[2] == nil and t[3] == 3)
do
  local i = 0
  ::top::
  i = i + 1
  local y = i
  if y < 3 then goto top end
  local z = y
  ::done::
  assert(z == 3)
end
while true do
  local f = print
  local v = f
  goto leave
  ::unused::
end
::leave::
for _, v in ipairs({ 1, 2 }) do
  if v == 1 then goto next_one end
  t.last = v
  ::next_one::
end
assert(t.last == 2)
local function at_end(flag)
  if flag then goto finish end
  t.flag = flag
  ::finish::
end
at_end(false)
assert(t.flag == false)
repeat
  local done = true
  local n = #t
  ::again::
until done

-- method calls are not annotations
local object = { value = 1, get = function(self, n) return self.value + (n or 0) end }
local got = object:get()
local more = object:get(5)
assert(got == 1 and more == 6 and ("x"):rep(2) == "xx")
local ternary = got == 1 and object:get() or object:get(1)
assert(ternary == 1)

-- inequality is no assertion
assert(a ~= b and not (a ~= a))
