-- Numbers and texts turned into each other: operators, tonumber, tostring, concatenation.
-- arithmetic takes texts that are numbers
assert("10" + 5 == 15 and "3" * "4" == 12 and "0x10" + 0 == 16 and " 7 " + 1 == 8 and "1e1" + 0 == 10 and "2" ^ "3" == 8 and -"5" == -5)
assert("7" // 2 == 3 and "7" % "4" == 3 and "1.5" + 1 == 2.5 and 10 / "4" == 2.5 and "\n5\t" - 1 == 4)
assert(not pcall(function() return "abc" + 1 end) and not pcall(function() return "" + 1 end) and not pcall(function() return "1 2" + 1 end) and not pcall(function() return {} + "1" end))
assert("9007199254740993" + 0 == 9007199254740993 and "9223372036854775807" + 1 == math.mininteger)

-- comparison does not
assert("10" ~= 10 and not ("1" == 1) and not pcall(function() return "1" < 2 end) and "10" < "9")

-- nor do keys
local t = { [1] = "number", ["1"] = "text" }
assert(t[1] == "number" and t["1"] == "text" and t[tonumber("1")] == "number" and t[tostring(1)] == "text")

-- concatenation takes numbers
assert(1 .. "" == "1" and "a" .. 1.5 == "a1.5" and 1 .. 2 == "12" and -1 .. "" == "-1" and "" .. 1e15 // 1 == "" .. 1e15 // 1)
assert("x" .. 9007199254740993 == "x9007199254740993" and math.mininteger .. "" == "-9223372036854775808" and 10 // 3 .. "" == "3")
assert(not pcall(function() return "a" .. nil end) and not pcall(function() return "a" .. {} end) and not pcall(function() return true .. "" end))

-- tonumber
assert(tonumber("12") == 12 and tonumber("-12") == -12 and tonumber("+5") == 5 and tonumber("1.5") == 1.5 and tonumber(".5") == 0.5 and tonumber("5.") == 5)
assert(tonumber("1e3") == 1000 and tonumber("1E-2") == 0.01 and tonumber("0xff") == 255 and tonumber("-0xFF") == -255 and tonumber("0x.8") == 0.5 and tonumber("0x1p4") == 16)
assert(tonumber("  12  ") == 12 and tonumber("\t\n12\r") == 12 and tonumber(12) == 12 and tonumber(1.5) == 1.5)
for _, bad in ipairs({ "", " ", "abc", "12abc", "1 2", "1e", "1e+", "0x", "--1", "+-1", "1..2", ".", "e5", "0b1", "1_000", "nil", "inf", "nan", "infinity", "12\0", "1,5", "- 1", "0x1g" }) do
  assert(tonumber(bad) == nil, bad)
end
assert(tonumber({}) == nil and tonumber(true) == nil and tonumber(print) == nil)
assert(tonumber("10", 2) == 2 and tonumber("ff", 16) == 255 and tonumber("FF", 16) == 255 and tonumber("zz", 36) == 1295 and tonumber("-101", 2) == -5 and tonumber("  7  ", 8) == 7)
assert(tonumber("8", 8) == nil and tonumber("", 10) == nil and tonumber("1.5", 10) == nil and tonumber("g", 16) == nil and tonumber("1 1", 2) == nil)
assert(not pcall(tonumber, "1", 1) and not pcall(tonumber, "1", 37) and not pcall(tonumber, 10, 2) and not pcall(tonumber))
assert(tonumber("7fffffffffffffff", 16) == math.maxinteger and tonumber("9223372036854775807") == math.maxinteger and tonumber("1e400") == math.huge)
assert(tonumber("0x7fffffffffffffff") == math.maxinteger and tonumber("0xffffffffffffffff") == -1)

-- tostring
assert(tostring(1) == "1" and tostring(-1) == "-1" and tostring(0) == "0" and tostring(1.5) == "1.5" and tostring(-0.25) == "-0.25" and tostring(100) == "100")
assert(tostring(123456789012) == "123456789012" and tostring(0.1) == "0.1" and tostring(1 / 8) == "0.125" and tostring("x") == "x")
assert(tostring(nil) == "nil" and tostring(true) == "true" and tostring(false) == "false" and not pcall(tostring))
assert(tostring(math.maxinteger) == "9223372036854775807" and tostring(2 ^ 31 | 0) == "2147483648")
for _, n in ipairs({ 0, 1, -1, 42, 0.5, -0.125, 123456.789, 9007199254740993, math.mininteger }) do
  assert(tonumber(tostring(n)) == n and tonumber("" .. n) == n)
end
assert(tostring(print) == tostring(print) and tostring({}) ~= tostring({}))

-- library functions
assert(("x"):rep("2") == "xx" and string.sub(12345, 2, 3) == "23" and string.len(100) == 3 and math.floor("3.7") == 3)
assert(table.concat({ 1, "a", 2.5 }, 0) == "10a02.5" and string.format("%d|%s|%5.1f", "42", 42, "1.25") == "42|42|  1.2")
assert(#tostring(12345) == 5 and (12345 .. ""):reverse() == "54321" and tonumber(("7"):rep(3)) == 777)
assert(string.rep("a", 3.0) == "aaa" and ("abc"):byte(2.0) == 98 and select(2.0, "a", "b") == "b")

-- type
for value, name in pairs({ [1] = "number", [1.5] = "number", x = "string", [true] = "boolean", [print] = "function", [{}] = "table", [coroutine.create(print)] = "thread" }) do
  assert(type(value) == name)
end
assert(type(nil) == "nil" and not pcall(type) and type(type) == "function" and type(type(nil)) == "string")
