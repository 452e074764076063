-- table.sort: default order, comparators, records, errors, bad comparators, large and special inputs.
local function text(t) return table.concat(t, " ") end
local function sorted(t, less)
  table.sort(t, less)
  return t
end
local function is_sorted(t, less)
  for i = 2, #t do
    if less(t[i], t[i - 1]) then return false end
  end
  return true
end
local function ascending(a, b) return a < b end
local seed = 1
local function random(n)
  seed = (seed * 16807) % 2147483647
  return seed % n
end

-- small and special inputs
assert(text(sorted({})) == "" and text(sorted({ 1 })) == "1" and text(sorted({ 2, 1 })) == "1 2" and text(sorted({ 3, 1, 2 })) == "1 2 3")
assert(text(sorted({ 5, 5, 5 })) == "5 5 5" and text(sorted({ 1, 2, 3, 4 })) == "1 2 3 4" and text(sorted({ 4, 3, 2, 1 })) == "1 2 3 4")
assert(text(sorted({ "b", "a", "C", "" })) == " C a b" and text(sorted({ "10", "9", "1" })) == "1 10 9")
assert(text(sorted({ 0.5, -1, 3, -0.5, 2 })) == "-1 -0.5 0.5 2 3")
assert(text(sorted({ 3, 1, 2 }, function(a, b) return a > b end)) == "3 2 1")
assert(select("#", table.sort({ 1 })) == 0)
local all = {}
for a = 1, 4 do for b = 1, 4 do for c = 1, 4 do for d = 1, 4 do
  all = sorted({ a, b, c, d })
  assert(is_sorted(all, ascending) and all[1] + all[2] + all[3] + all[4] == a + b + c + d)
end end end end

-- larger ones: random, equal, organ pipes, already sorted
for _, n in ipairs({ 10, 100, 1000 }) do
  local lists = { {}, {}, {}, {}, {} }
  for i = 1, n do
    lists[1][i] = random(1000000)
    lists[2][i] = random(3)
    lists[3][i] = i <= n / 2 and i or n - i
    lists[4][i] = i
    lists[5][i] = -i
  end
  for _, list in ipairs(lists) do
    local sum = 0
    for i = 1, n do sum = sum + list[i] * (list[i] % 7) end
    table.sort(list)
    assert(#list == n and is_sorted(list, ascending))
    for i = 1, n do sum = sum - list[i] * (list[i] % 7) end
    assert(sum == 0)
    table.sort(list, function(a, b) return a > b end)
    assert(is_sorted(list, function(a, b) return a > b end))
  end
end

-- records by several keys
local people = {
  { name = "Cid", age = 30 }, { name = "Ann", age = 25 }, { name = "Bob", age = 30 }, { name = "Ann", age = 20 },
}
table.sort(people, function(a, b)
  if a.name ~= b.name then return a.name < b.name end
  return a.age < b.age
end)
local order = {}
for i, p in ipairs(people) do order[i] = p.name .. p.age end
assert(text(order) == "Ann20 Ann25 Bob30 Cid30")

-- objects with __lt
local V = { __lt = function(a, b) return a.v < b.v end }
local objects = {}
for i, v in ipairs({ 3, 1, 2 }) do objects[i] = setmetatable({ v = v }, V) end
table.sort(objects)
assert(objects[1].v == 1 and objects[2].v == 2 and objects[3].v == 3)

-- comparators: truthy and falsy results, upvalues, methods as comparators
assert(text(sorted({ 2, 3, 1 }, function(a, b) return a < b and "yes" or nil end)) == "1 2 3")
local calls = 0
sorted({ 3, 2, 1, 5, 4 }, function(a, b) calls = calls + 1 return a < b end)
assert(calls > 0)
local rank = { low = 1, mid = 2, high = 3 }
assert(text(sorted({ "high", "low", "mid", "low" }, function(a, b) return rank[a] < rank[b] end)) == "low low mid high")
local keys = {}
for k in pairs({ z = 1, y = 2, x = 3 }) do keys[#keys + 1] = k end
assert(text(sorted(keys)) == "x y z")

-- only the array part is sorted
local mixed = { 3, 1, 2, name = "kept", [0] = "zero" }
table.sort(mixed)
assert(text(mixed) == "1 2 3" and mixed.name == "kept" and mixed[0] == "zero")

-- sorting inside a comparator, and inside a coroutine
local inner = sorted({ { 2, 1 }, { 1, 0 } }, function(a, b)
  local x, y = { a[1], a[2] }, { b[1], b[2] }
  table.sort(x)
  table.sort(y)
  return x[1] < y[1]
end)
assert(inner[1][2] == 0)
local co = coroutine.wrap(function() return text(sorted({ 3, 2, 1 })) end)
assert(co() == "1 2 3")

-- errors: values that cannot be compared, comparators that raise
assert(not pcall(table.sort, { 1, "x", 2 }) and not pcall(table.sort, { {}, {} }) and not pcall(table.sort, { 1, true }))
assert(not pcall(table.sort, nil) and not pcall(table.sort, { 2, 1 }, "no function"))
local ok, e = pcall(table.sort, { 3, 2, 1 }, function() error("compare", 0) end)
assert(not ok and e == "compare")
ok, e = pcall(table.sort, { 3, 2, 1 }, function(a, b) return a.x < b.x end)
assert(not ok and e:find("attempt to index a number value", 1, true))

-- inconsistent comparators end, with an error or without, and lose nothing
for _, bad in ipairs({
  function() return true end,
  function() return false end,
  function() return random(2) == 0 end,
  function(a, b) return a <= b end,
  function(a, b) return a ~= b end,
}) do
  for _, n in ipairs({ 3, 20, 150 }) do
    local list = {}
    for i = 1, n do list[i] = (i * 7) % n end
    pcall(table.sort, list, bad)
    assert(#list == n)
  end
end
