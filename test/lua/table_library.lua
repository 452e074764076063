-- The table library: insert, remove, concat, unpack; positions, errors, edge cases.
local unpack = table.unpack or unpack
local function text(t) return table.concat(t, ",") end
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, " ")
end

-- insert
local t = {}
table.insert(t, "a")
table.insert(t, "c")
table.insert(t, 2, "b")
table.insert(t, 1, "start")
table.insert(t, 5, "end")
assert(text(t) == "start,a,b,c,end")
table.insert(t, #t, "before last")
assert(t[5] == "before last" and #t == 6)
assert(select("#", table.insert(t, "x")) == 0)
assert(not pcall(table.insert, t, 0, "x") and not pcall(table.insert, t, 9, "x") and not pcall(table.insert, t, -1, "x"))
assert(not pcall(table.insert, t) and not pcall(table.insert, t, 1, 2, 3) and not pcall(table.insert, nil, 1) and not pcall(table.insert, t, "a", 1))
local n = {}
for i = 1, 100 do table.insert(n, 1, i) end
assert(#n == 100 and n[1] == 100 and n[100] == 1)
local nils = {}
table.insert(nils, nil)
assert(#nils == 0)
local returned = { }
table.insert(returned, (string.gsub("aXb", "X", "-")))
assert(text(returned) == "a-b")

-- remove
t = { "a", "b", "c", "d" }
assert(table.remove(t) == "d" and text(t) == "a,b,c")
assert(table.remove(t, 1) == "a" and text(t) == "b,c")
assert(table.remove(t, 2) == "c" and text(t) == "b")
assert(table.remove(t, 2) == nil and table.remove(t) == "b" and #t == 0)
assert(table.remove(t) == nil and table.remove({}, 0) == nil and table.remove({}) == nil)
assert(not pcall(table.remove, { 1, 2, 3 }, 5) and not pcall(table.remove, { 1, 2, 3 }, 0) and not pcall(table.remove, nil))
local stack = {}
for i = 1, 50 do stack[#stack + 1] = i end
local sum = 0
while #stack > 0 do sum = sum + table.remove(stack) end
assert(sum == 1275)
local queue = { 1, 2, 3, 4, 5 }
local order = {}
while queue[1] do order[#order + 1] = table.remove(queue, 1) end
assert(text(order) == "1,2,3,4,5")
local with_false = { false, true }
assert(table.remove(with_false, 1) == false and #with_false == 1)

-- concat
assert(table.concat({}) == "" and table.concat({}, ",") == "" and table.concat({ "x" }, ",") == "x")
assert(table.concat({ 1, 2, 3 }) == "123" and table.concat({ 1, 2.5, "x" }, "-") == "1-2.5-x")
assert(table.concat({ 1, 2, 3, 4 }, ",", 2) == "2,3,4" and table.concat({ 1, 2, 3, 4 }, ",", 2, 3) == "2,3" and table.concat({ 1, 2 }, ",", 3) == "")
assert(table.concat({ 1, 2, 3 }, ", ", 2, 2) == "2" and table.concat({ 1, 2, 3 }, ",", 3, 1) == "" and table.concat({ [5] = "e", [6] = "f" }, "", 5, 6) == "ef")
assert(table.concat({ "a", "b" }, 0) == "a0b")
local ok, e = pcall(table.concat, { 1, {}, 3 })
assert(not ok and e:find("invalid value", 1, true) and e:find("index 2", 1, true))
assert(not pcall(table.concat, { 1, nil, 3 }, ",", 1, 3) and not pcall(table.concat, { true }) and not pcall(table.concat))
local long = {}
for i = 1, 2000 do long[i] = "x" end
assert(#table.concat(long, ", ") == 5998)

-- unpack
assert(show(unpack({ 1, 2, 3 })) == "1 2 3" and show(unpack({})) == "" and show(unpack({ 1, 2, 3 }, 2)) == "2 3")
assert(show(unpack({ 1, 2, 3 }, 2, 3)) == "2 3" and show(unpack({ 1, 2 }, 1, 4)) == "1 2 nil nil" and show(unpack({ 1, 2 }, 3)) == "")
assert(show(unpack({ 1, 2 }, 0)) == "nil 1 2" and show(unpack({ 1 }, -1, 1)) == "nil nil 1" and show(unpack({ 1, nil, 3 }, 1, 3)) == "1 nil 3")
assert(show((unpack({ 1, 2 }))) == "1" and show(unpack({ 1, 2 }), 9) == "1 9" and show(0, unpack({ 1, 2 })) == "0 1 2")
assert(select("#", unpack({ n = 3 }, 1, 3)) == 3 and not pcall(unpack, nil) and not pcall(unpack, {}, 1, 1e8))
local function join(...) return table.concat({ ... }, "+") end
assert(join(unpack({ "a", "b", "c" })) == "a+b+c" and math.max(unpack({ 3, 9, 2 })) == 9)
local big = {}
for i = 1, 200 do big[i] = i end
assert(select("#", unpack(big)) == 200 and select(200, unpack(big)) == 200)

-- together: copy, map, filter, reverse, slice, flatten
local function map(list, f) local out = {} for i, v in ipairs(list) do out[i] = f(v) end return out end
local function filter(list, p) local out = {} for _, v in ipairs(list) do if p(v) then table.insert(out, v) end end return out end
local function reverse(list) local out = {} for i = #list, 1, -1 do out[#out + 1] = list[i] end return out end
local function flatten(list, out)
  out = out or {}
  for _, v in ipairs(list) do if type(v) == "table" then flatten(v, out) else out[#out + 1] = v end end
  return out
end
assert(text(map({ 1, 2, 3 }, function(v) return v * v end)) == "1,4,9" and text(filter({ 1, 2, 3, 4 }, function(v) return v % 2 == 0 end)) == "2,4")
assert(text(reverse({ unpack({ 1, 2, 3, 4 }, 2, 3) })) == "3,2" and text(flatten({ 1, { 2, { 3, { 4 } }, 5 } })) == "1,2,3,4,5")

if table.pack then
  local packed = table.pack(1, nil, 3, nil)
  assert(packed.n == 4 and packed[3] == 3 and table.pack().n == 0)
end
if table.move then
  assert(text(table.move({ 1, 2, 3 }, 2, 3, 1)) == "2,3,3" and text(table.move({ 1, 2, 3 }, 1, 3, 2)) == "1,1,2,3" and text(table.move({ 1, 2 }, 1, 2, 2, { 9 })) == "9,1,2")
end

-- Places beyond 2^53.
do
  local most, least = math.maxinteger, math.mininteger
  local t = { [most] = "z", [most - 1] = "y", [least] = "a", [least + 1] = "b", [2^53] = 1, [2^53 + 1] = 2, [2^53 + 2] = 3 }
  assert(select("#", table.unpack(t, most, most)) == 1 and table.unpack(t, most, most) == "z")
  local y, z = table.unpack(t, most - 1, most)
  assert(y == "y" and z == "z")
  local a, b = table.unpack(t, least, least + 1)
  assert(a == "a" and b == "b")
  assert(select("#", table.unpack(t, most, most - 1)) == 0)
  assert(select("#", table.unpack({}, 2^53, 2^53 + 2)) == 3)
  assert(not pcall(table.unpack, {}, 0, most) and not pcall(table.unpack, {}, least, most))
  assert(table.concat(t, "-", most - 1, most) == "y-z" and table.concat(t, "-", most, most - 1) == "")
  assert(not pcall(table.concat, t, "-", most - 2, most))
  local m = table.move({ 45 }, 1, 1, most)
  assert(m[most] == 45)
  m = table.move(t, most - 1, most, 1, {})
  assert(m[1] == "y" and m[2] == "z")
  m = table.move({ 1, 2, 3 }, 1, 3, least)
  assert(m[least] == 1 and m[least + 2] == 3)
  assert(not pcall(table.move, { 1, 2 }, 1, 2, most))
  assert(not pcall(table.move, {}, 1, most, 2))
end

assert(tonumber("  +1Z  ", 36) == 71 and tonumber("+10", 2) == 2 and tonumber("-+1", 10) == nil)
assert(not pcall(math.random, 1, 2, 3))
