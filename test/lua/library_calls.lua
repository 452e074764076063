-- Calls of library functions that compiled code knows by name beside calls by names that say nothing: both give the same.
local find, match, sub, byte = string.find, string.match, string.sub, string.byte
local f, m, p, b = find, match, sub, byte

local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, " ")
end
local function same(a, other) assert(a == other, a .. " ~= " .. other) end

for _, s in ipairs({ "hello world", "", "  x = 12", 1234 }) do
  for _, i in ipairs({ 1, 2, 5, 11, 12, 40, 0, -1, -3, "2" }) do
    same(show(sub(s, i, i), string.sub(s, i, i)), show(p(s, i, i), p(s, i, i)))
    same(show(byte(s, i)), show(b(s, i)))
    same(show(string.byte(s, i)), show(b(s, i)))
    same(show(find(s, "o", i)), show(f(s, "o", i)))
    same(show(find(s, "%d+", i)), show(f(s, "%d+", i)))
    same(show(find(s, "(%a)(%a)", i)), show(f(s, "(%a)(%a)", i)))
    same(show(string.find(s, "^%s*", i)), show(f(s, "^%s*", i)))
    same(show(match(s, "(%a+) (%a+)", i)), show(m(s, "(%a+) (%a+)", i)))
    same(show(string.match(s, "()%d", i)), show(m(s, "()%d", i)))
  end
  same(show(find(s, "l"), match(s, "l+"), sub(s, 2), sub(s, 2, 4)), show(f(s, "l"), m(s, "l+"), p(s, 2), p(s, 2, 4)))
end

local text = "a method"
local got = {}
for i = 1, #text do
  got[i] = text:sub(i, i) .. text:byte(i) .. (text:find("[a-e]", i) or "-") .. text:match("%a*", i)
end
assert(table.concat(got, "|") == "a971a| 324|m1094method|e1014ethod|t1168thod|h1048hod|o1118od|d1008d")

for _ = 1, 3000 do
  local first, last = find("some words here", "%s+", 3)
  assert(first == 5 and last == 5 and match("key = 7", "= (%d)") == "7")
end
assert(show(find("some words here", "%s+", 6)) == "11 11" and find("a", "b") == nil)

-- other functions of these names
local function other(...) return "other", select("#", ...) end
local own = { sub = other, find = other, byte = other, match = other }
assert(show(own.sub("abc", 1, 1)) == "other 3" and show(own.find("abc", "b")) == "other 2")
assert(show(own.byte("abc", 1)) == "other 2" and show(own:match("b")) == "other 2")
do
  local sub, find = other, other
  assert(show(sub("abc", 2, 2)) == "other 3" and show(find("abc", "b", 1)) == "other 3")
end

local function fails(run, text)
  local ok, err = pcall(run)
  assert(not ok and err:find(text, 1, true), err)
end
fails(function() return sub(nil, 1, 1) end, ":54: bad argument #1 to 'sub' (string expected, got nil)")
fails(function() return byte({}, 1) end, ":55: bad argument #1 to 'byte' (string expected, got table)")
fails(function() local s = "abc" return s:find("[a", 1) end, ":56: malformed pattern (missing ']')")
fails(function() return find(nil, "a") end, ":57: bad argument #1 to 'find' (string expected, got nil)")
fails(function() return match("abc", "(a", 1) end, ":58: unfinished capture")
fails(function() return find("abc", "a", {}) end, ":59: bad argument #3 to 'find' (number expected, got table)")

-- what is put at the end of a list: by the idiom and by table.insert, into all kinds of tables
local insert = table.insert
local function filled(list, values)
  for i = 1, 3 do
    local value = values[i]
    list[#list + 1] = value
    insert(list, value)
    list[#list + 1] = "literal"
    table.insert(list, i)
  end
  return show(table.unpack(list))
end
assert(filled({}, { "a", 2, false }) == "a a literal 1 2 2 literal 2 false false literal 3")
assert(filled({}, {}) == "literal 1 literal 2 literal 3")
assert(filled(setmetatable({}, {}), { 1, 2 }) == "1 1 literal 1 2 2 literal 2 literal 3")
local seen = {}
local watched = setmetatable({}, {
  __len = function() return 7 end,
  __newindex = function(_, key, value) seen[#seen + 1] = key .. "=" .. tostring(value) end,
})
for _, value in ipairs({ "x", true }) do watched[#watched + 1] = value end
assert(show(table.unpack(seen)) == "8=x 8=true")
local holes = { [3] = "c", [2] = "b" }
local first = "a"
holes[#holes + 1 - #holes] = first
local grown = {}
grown[2] = "later"
grown[#grown + 1] = first
assert(#grown == 2 and grown[1] == "a" and grown[2] == "later" and #holes == 3)
fails(function() local list = 5 list[#list + 1] = 1 end, "attempt to get length of a number value (local 'list')")
fails(function() local list = "abc" list[#list + 1] = 1 end, "attempt to index a string value (local 'list')")

for _, from in ipairs({ 1, 2, 4, 9, 0, -2, -20 }) do
  same(show(find("a.b.c%d", ".", from, true)), show(f("a.b.c%d", ".", from, true)))
  same(show(find("a.b.c%d", "%d", from, true)), show(f("a.b.c%d", "%d", from, true)))
  same(show(find("a.b.c%d", "%d", from, false)), show(f("a.b.c%d", "%d", from, false)))
  same(show(string.find("a.b.c%d", "", from, true)), show(f("a.b.c%d", "", from, true)))
end
assert(("a.b"):find(".", 1, true) == 2 and ("a.b"):find(".", nil, true) == 2)

-- keys that are read and then written, in a table that changes meanwhile
local counts = {}
for i = 1, 200 do
  local key = "k" .. i % 37
  counts[key] = (counts[key] or 0) + 1
  if i % 50 == 0 then
    for j = 0, 36, 2 do counts["k" .. j] = nil end
    for j = 100, 130 do counts["k" .. j] = j end
    for j = 100, 130 do counts["k" .. j] = nil end
  end
end
local rest = 0
for _, n in pairs(counts) do rest = rest + n end
assert(rest == 98, rest)
