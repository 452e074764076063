-- Varargs: counts with nils, select, forwarding, capture in closures and tables, nesting.
local unpack = table.unpack or unpack
local function count(...) return select("#", ...) end
assert(count() == 0)
assert(count(nil) == 1)
assert(count(nil, nil) == 2)
assert(count(1, nil, 3, nil) == 4)
assert(count(unpack({}, 1, 3)) == 3)
assert(count(unpack({ 1, nil, 3 }, 1, 5)) == 5)

-- select from the front and from the end
local function pick(n, ...) return (select(n, ...)) end
assert(pick(1, "a", "b", "c") == "a")
assert(pick(3, "a", "b", "c") == "c")
assert(pick(4, "a", "b", "c") == nil)
assert(pick(-1, "a", "b", "c") == "c")
assert(pick(-3, "a", "b", "c") == "a")
assert(count(select(2, "a", "b", "c")) == 2)
assert(count(select(4, "a", "b", "c")) == 0)
assert(count(select(-2, "a", "b", "c")) == 2)
assert(not pcall(select, 0, "a"))
assert(not pcall(select, -2, "a"))

-- with fixed parameters before them
local function fixed(a, b, ...) return a, b, select("#", ...), ... end
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, ",")
end
assert(show(fixed()) == "nil,nil,0")
assert(show(fixed(1)) == "1,nil,0")
assert(show(fixed(1, 2)) == "1,2,0")
assert(show(fixed(1, 2, 3, nil)) == "1,2,2,3,nil")

-- in every position of an expression list
local function positions(...)
  local a, b = ...
  local c = (...)
  local t = { ... }
  local u = { ..., "end" }
  local v = { n = ..., ... }
  return a, b, c, #t, #u, u[2], v.n, #v
end
assert(show(positions("x", "y", "z")) == "x,y,x,3,2,end,x,3")
local function sum(...)
  local total = 0
  for _, value in ipairs({ ... }) do total = total + value end
  return total
end
assert(sum() == 0 and sum(1) == 1 and sum(1, 2, 3, 4, 5) == 15)
local function operators(...) return ... + 1, -..., not ..., #{ ... }, ... == 5, ... and 1, ... or 2 end
assert(show(operators(5, 6)) == "6,-5,false,2,true,1,5")

-- an inner function has its own
local function outer(...)
  local kept = { ... }
  local inner = function(...) return select("#", ...), #kept end
  return inner(1, 2, 3, 4)
end
assert(show(outer("a", "b")) == "4,2")
local function later(...)
  local n, first = select("#", ...), ...
  return function() return n, first end
end
assert(show(later(7, 8, 9)()) == "3,7")

-- changing parameters does not change the rest, nor the rest the table
local function separate(a, ...)
  local copy = { ... }
  a = 100
  copy[1] = 200
  return a, ...
end
assert(show(separate(1, 2, 3)) == "100,2,3")

-- recursion over varargs
local function reverse(first, ...)
  if select("#", ...) == 0 then return first end
  local function append(last, ...)
    if select("#", ...) == 0 then return last end
    return (...), append(last, select(2, ...))
  end
  return append(first, reverse(...))
end
assert(show(reverse(1, 2, 3, 4)) == "4,3,2,1")
local function drop(n, ...)
  if n == 0 then return ... end
  return drop(n - 1, select(2, ...))
end
assert(show(drop(3, 1, 2, 3, 4, nil)) == "4,nil")

-- through pcall, methods and metamethods
local object = setmetatable({}, { __call = function(self, ...) return select("#", ...), ... end })
assert(show(object()) == "0")
assert(show(object(nil, false)) == "2,nil,false")
assert(show(pcall(object, 1, nil)) == "true,2,1,nil")
function object:forward(...) return self(...) end
assert(show(object:forward("a", "b", nil)) == "3,a,b,nil")
assert(show(pcall(object.forward, object, nil)) == "true,1,nil")

-- in loops and with goto
local function loops(...)
  local out = {}
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    if value == nil then goto continue end
    out[#out + 1] = i .. "=" .. value
    ::continue::
  end
  return table.concat(out, " ")
end
assert(loops("a", nil, "c", nil) == "1=a 3=c")
local function while_loop(...)
  local n, total = select("#", ...), 0
  while n > 0 do
    total = total + (select(n, ...) or 0)
    n = n - 1
  end
  return total
end
assert(while_loop(1, nil, 3, nil, 5) == 9)

-- the chunk's own varargs
local in_chunk = select("#", ...)
assert(in_chunk >= 0)

-- long ones
local big = {}
for i = 1, 250 do big[i] = i end
assert(count(unpack(big)) == 250)
assert(sum(unpack(big)) == 31375)
assert((select(250, unpack(big))) == 250)
assert(string.char(unpack({ 72, 105 })) == "Hi")
assert(math.max(unpack(big)) == 250 and math.min(unpack(big)) == 1)
