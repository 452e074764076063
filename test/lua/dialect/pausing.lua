-- Library functions that stop in their midst, when their slice is used up, and go on.
local text = ("ab,cd;"):rep(1000)

local function replaces(pattern, by, size, count, start, limit)
  local replaced, n = text:gsub(pattern, by, limit)
  assert(#replaced == size and n == count and replaced:sub(1, #start) == start, pattern)
end
replaces("%a+", function(w) return w:upper() end, 6000, 2000, "AB,CD;AB,CD;")
replaces("(%a)(%a)", "%2%1", 6000, 2000, "ba,dc;ba,dc;")
replaces(",", "--", 7000, 1000, "ab--cd;ab--c")
replaces("%a+", { ab = "x", cd = false }, 5000, 2000, "x,cd;x,cd;x,")
replaces("", "-", 6005, 5, "-a-b-,-c-d;a", 5)

local words = 0
for w in text:gmatch("%a+") do words = words + #w end
assert(words == 4000)

assert(("a"):rep(300):find(".-.-b") == nil)
local from, to, before, run = (("a"):rep(300) .. "b"):find("^(.-)(a-)b$")
assert(from == 1 and to == 301 and before == "" and #run == 300)
assert((("a"):rep(5000) .. "b"):match("^(a*)b()$") == ("a"):rep(5000))

local list = {}
for i = 1, 9000 do list[i] = (i * 7919) % 9001 + 0.5 end
list[9001] = 1
table.sort(list, function(a, b) return a < b end)
for i = 2, #list do assert(list[i - 1] < list[i]) end

local texts = {}
for i = 1, 200 do texts[i] = ("x"):rep(5000) .. (i * 7919) % 211 end
table.sort(texts)
for i = 2, #texts do assert(texts[i - 1] < texts[i]) end

local quoted = ("%q"):format(("\1" .. "2\n"):rep(30000))
assert(#quoted == 2 + 30000 * 7 and quoted:sub(1, 13) == '"\\0012\\\n\\0012')

table.insert(list, 1, "first")
assert(list[1] == "first" and list[2] == 1 and #list == 9002)
assert(table.remove(list, 1) == "first" and list[1] == 1 and #list == 9001)
