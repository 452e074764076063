-- Library functions that stop in their midst, when their slice is used up, and go on.
local text = ("ab,cd;"):rep(3000)

local replaced, n = text:gsub("%a+", function(w) return w:upper() end)
print(#replaced, n, replaced:sub(1, 12))
replaced, n = text:gsub("(%a)(%a)", "%2%1")
print(#replaced, n, replaced:sub(1, 12))
replaced, n = text:gsub(",", "--")
print(#replaced, n, replaced:sub(1, 12))
replaced, n = text:gsub("%a+", { ab = "x", cd = false })
print(#replaced, n, replaced:sub(1, 12))
replaced, n = text:gsub("", "-", 5)
print(#replaced, n, replaced:sub(1, 12))

local words = 0
for w in text:gmatch("%a+") do words = words + #w end
print(words)

print(("a"):rep(300):find(".-.-b"))
print((("a"):rep(300) .. "b"):find("^(.-)(a-)b$"))
print((("a"):rep(5000) .. "b"):match("^(a*)b()$") == ("a"):rep(5000))
print(pcall(string.find, ("a"):rep(5000), (".-"):rep(6) .. "b"))

local list = {}
for i = 1, 60000 do list[i] = (i * 7919) % 60013 end
table.sort(list)
local sorted = true
for i = 2, #list do sorted = sorted and list[i - 1] < list[i] end
print(sorted, list[1], list[#list])

local quoted = ("%q"):format(("\1" .. "2\n"):rep(30000))
print(#quoted, quoted:sub(1, 12))

table.insert(list, 1, "first")
print(list[1], list[2], #list, table.remove(list, 1), #list)
