-- Generic for: stateless and stateful iterators, closures, pairs, ipairs, next, changes during traversal.
local function join(list) return table.concat(list, " ") end

-- stateless
local function upto(limit, i)
  i = i + 1
  if i <= limit then return i, i * i end
end
local out = {}
for i, square in upto, 4, 0 do out[#out + 1] = i .. ":" .. square end
assert(join(out) == "1:1 2:4 3:9 4:16")

-- with state in a closure
local function range(n)
  local i = 0
  return function()
    i = i + 1
    if i <= n then return i end
  end
end
local sum = 0
for i in range(10) do sum = sum + i end
assert(sum == 55)

-- with state in a table, and an object that can be called
local function counter(state)
  state.n = state.n + 1
  if state.n <= 3 then return state.n end
end
out = {}
for n in counter, { n = 0 } do out[#out + 1] = n end
assert(join(out) == "1 2 3")
local callable = setmetatable({ left = 3 }, { __call = function(self, _, previous)
  self.left = self.left - 1
  if self.left >= 0 then return (previous or 0) + 10, self.left end
end })
out = {}
for v, left in callable do out[#out + 1] = v .. "/" .. left end
assert(join(out) == "10/2 20/1 30/0")

-- the first value nil ends the loop, false does not, more values may be nil
out = {}
local steps = { { 1, nil }, { false, "f" }, { 0, nil }, {}, { 5 } }
local at = 0
for a, b in function() at = at + 1 return steps[at][1], steps[at][2] end do
  out[#out + 1] = tostring(a) .. "," .. tostring(b)
end
assert(join(out) == "1,nil false,f 0,nil" and at == 4)

-- more variables than values, and fewer
for a, b, c, d in range(1) do assert(a == 1 and b == nil and c == nil and d == nil) end
for a in (function() local done return function() if not done then done = true return 1, 2, 3 end end end)() do assert(a == 1) end

-- ipairs: up to the first nil, in order
out = {}
for i, v in ipairs({ "a", "b", nil, "d" }) do out[#out + 1] = i .. v end
assert(join(out) == "1a 2b")
for _ in ipairs({}) do error("empty") end
local growing = { 1 }
for i, v in ipairs(growing) do
  if i < 5 then growing[i + 1] = v * 2 end
end
assert(#growing == 5 and growing[5] == 16)

-- pairs: every key once
local t = { 10, 20, 30, x = "a", y = "b", [2.5] = "f", [true] = "t" }
local seen, n = {}, 0
for k, v in pairs(t) do
  assert(seen[k] == nil)
  seen[k] = v
  n = n + 1
end
assert(n == 7)
for k, v in pairs(t) do assert(seen[k] == v) end
for _ in pairs({}) do error("empty") end

-- next as a function
assert(next({}) == nil)
local k, v = next({ only = 1 })
assert(k == "only" and v == 1)
assert(next({ only = 1 }, "only") == nil)
assert(next({ 5 }) == 1)
n = 0
for key in next, t do n = n + 1 assert(t[key]) end
assert(n == 7)
local key = nil
n = 0
repeat
  key = next(t, key)
  if key ~= nil then n = n + 1 end
until key == nil
assert(n == 7)
assert(not pcall(next, {}, "absent"))

-- assigning to fields that exist
local values = {}
for i = 1, 20 do values["k" .. i] = i values[i] = i end
for name, value in pairs(values) do values[name] = value + 1 end
for i = 1, 20 do assert(values["k" .. i] == i + 1 and values[i] == i + 1) end

-- removing during traversal: the current key, and others
n = 0
for name in pairs(values) do
  values[name] = nil
  n = n + 1
end
assert(n == 40 and next(values) == nil)
for i = 1, 30 do values["k" .. i] = i end
n = 0
for name, value in pairs(values) do
  n = n + 1
  values["k" .. (value % 30 + 1)] = nil
  values[name] = nil
end
assert(n >= 15 and n <= 30 and next(values) == nil)
values = { 1, 2, 3, 4, 5, 6, 7, 8 }
n = 0
for i in pairs(values) do
  values[i] = nil
  n = n + 1
end
assert(n == 8 and #values == 0)

-- removed and set again after the loop
values = { a = 1, b = 2, c = 3 }
for name in pairs(values) do if name ~= "b" then values[name] = nil end end
values.d = 4
values.a = 5
local names = {}
for name, value in pairs(values) do names[#names + 1] = name .. value end
table.sort(names)
assert(join(names) == "a5 b2 d4")

-- nested traversals of the same table
n = 0
local pairs_table = { x = 1, y = 2, z = 3 }
for a in pairs(pairs_table) do
  for b in pairs(pairs_table) do
    if a ~= b then n = n + 1 end
  end
end
assert(n == 6)

-- break, return and goto out of the loop; the loop can be begun again
local function find(list, wanted)
  for i, value in ipairs(list) do
    if value == wanted then return i end
  end
  return nil
end
assert(find({ "a", "b", "c" }, "b") == 2 and find({}, 1) == nil)
local iterator = range(5)
for i in iterator do if i == 2 then break end end
assert(iterator() == 3)

-- the loop variables are fresh and local
local functions = {}
for i, name in ipairs({ "a", "b", "c" }) do
  functions[i] = function()
    name = name .. i
    return name
  end
end
assert(functions[1]() == "a1" and functions[1]() == "a11" and functions[3]() == "c3")
for i in range(3) do i = i * 2 end

-- the iterator expressions are evaluated once
local calls = 0
local function source()
  calls = calls + 1
  return ipairs({ 1, 2, 3 })
end
for _ in source() do end
assert(calls == 1)

-- errors
local ok, message = pcall(function() for _ in nil do end end)
assert(not ok and message:find("attempt to call a nil value", 1, true))
ok, message = pcall(function() for _ in {} do end end)
assert(not ok and message:find("attempt to call a table value", 1, true))
ok = pcall(function() for _ in pairs(nil) do end end)
assert(not ok)
ok, message = pcall(function() for i in range(3) do if i == 2 then error("stop", 0) end end end)
assert(not ok and message == "stop")
