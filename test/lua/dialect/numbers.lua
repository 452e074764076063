-- Dialect: whole numbers are integers, how numbers print, what %d takes.
local function text(n) return tostring(n) end

-- a number with no fraction prints without a point, whatever made it
assert(text(10 / 2) == "5" and text(1.0) == "1" and text(2 ^ 10) == "1024" and text(3 * 1.0) == "3" and text(0.5 + 0.5) == "1" and text(-4 / 2) == "-2")
assert(text(1e3) == "1000" and text(1e15) == "1000000000000000" and text(2 ^ 53) == "9007199254740992" and text(100 / 10 * 2.5) == "25")
assert(5.0 .. "" == "5" and 7 / 7 .. "x" == "1x" and table.concat({ 4 / 2, 1.5 }, " ") == "2 1.5" and ("%s"):format(6 / 3) == "2")
assert(text(math.floor(2.0)) == "2" and text(math.sqrt(16)) == "4" and text(7.0 // 2) == "3" and text(7.5 // 2) == "3" and text(8 % 3.0) == "2" and text(-7 // 2.0) == "-4")

-- floats print in the shortest form that reads back
assert(text(0.1) == "0.1" and text(0.1 + 0.2) == "0.30000000000000004" and text(1 / 3) == "0.3333333333333333" and text(-2.5) == "-2.5" and text(123.456) == "123.456")
assert(text(1e21) == "1e+21" and text(1e-7) == "1e-07" and text(1.5e300) == "1.5e+300" and text(5e-324) == "5e-324" and text(0.001) == "0.001" and text(3.141592653589793) == "3.141592653589793")
assert(text(1e20) == "100000000000000000000" and text(2 ^ 53 + 0.0) == "9007199254740992" and text(1000000000000000.5) == "1000000000000000.5")
for _, n in ipairs({ 0.1, 1 / 3, 1e-10, 123456.789, 2 ^ 0.5, 1e100, -1e-300, 0.1 + 0.2, 4.9e-324, 1.7976931348623157e308 }) do
  assert(tonumber(text(n)) == n and tonumber("" .. n) == n)
end
assert(text(math.huge) == "+Inf" and text(-math.huge) == "-Inf" and text(0 / 0) == "NaN")

-- math.type follows the value
assert(math.type(1) == "integer" and math.type(1.0) == "integer" and math.type(10 / 2) == "integer" and math.type(2 ^ 31) == "integer" and math.type(1.5) == "float" and math.type(1 / 3) == "float")
assert(math.type(math.maxinteger) == "integer" and math.type(2 ^ 63) == "float" and math.type(1e300) == "float" and math.type(math.huge) == "float" and math.type("1") == nil and math.type(nil) == nil)
assert(math.tointeger(3.0) == 3 and math.tointeger(3.5) == nil and math.tointeger("8") == 8 and math.tointeger("x") == nil)

-- whole floats work where integers are wanted
assert(("x"):rep(4 / 2) == "xx" and (6 / 2) & 1 == 1 and 1 << 4 / 2 == 4 and ({ 10, 20 })[4 / 2] == 20 and select(4 / 2, "a", "b") == "b")
local t = {}
t[4 / 2] = "two"
assert(t[2] == "two" and next(t) == 2)

-- %d cuts a fraction off
assert(("%d"):format(3.7) == "3" and ("%d"):format(-3.7) == "-3" and ("%5d"):format(2.5) == "    2" and ("%d"):format(10 / 2) == "5")

-- large integers are exact, and come back
local big = 9007199254740993
assert(text(big) == "9007199254740993" and text(big - 2) == "9007199254740991" and big - 2 == 9007199254740991 and text(3037000500 * 3037000500) == "-9223372036709301616")
assert(text(1700000000 * 1000000000 + 123456789) == "1700000000123456789" and (1700000000 * 1000000000 + 123456789) % 1000 == 789)
assert(text(math.maxinteger + 1) == text(math.mininteger) and text(24 * 3600000000000) == "86400000000000")
local key = {}
key[big], key[2 ^ 53] = "big", "float"
assert(key[9007199254740993] == "big" and key[9007199254740992] == "float" and key[1e17] == nil)
key[1e17] = "double"
assert(key[100000000000000000] == "double" and 1e17 == 100000000000000000)
