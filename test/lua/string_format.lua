-- string.format: every verb, flags, widths, precisions, errors.
local f = string.format
-- integers
assert(f("%d", 42) == "42" and f("%i", -7) == "-7" and f("%5d|%-5d|%05d", 42, 42, 42) == "   42|42   |00042")
assert(f("%+d % d %+d", 5, 5, -5) == "+5  5 -5" and f("%.3d", 5) == "005" and f("%8.3d|", 5) == "     005|")
assert(f("%d", 3.0) == "3" and f("%d", "10") == "10" and f("%d", -0) == "0")
assert(f("%d", math.maxinteger) == "9223372036854775807" and f("%d", math.mininteger) == "-9223372036854775808")
assert(f("%x %X %o", 255, 255, 8) == "ff FF 10" and f("%#x %#X", 255, 255) == "0xff 0XFF" and f("%04x", 10) == "000a")
assert(f("%x", -1) == "ffffffffffffffff" and f("%o", -1) == "1777777777777777777777" and f("%x", 0) == "0")
assert(f("%c%c%c", 72, 105, 33) == "Hi!" and f("%c", 0) == "\0" and #f("%c", 200) == 1)

-- floats
assert(f("%f", 1.5) == "1.500000" and f("%.2f", 3.14159) == "3.14" and f("%.0f", 2.5) == "2" and f("%.0f", 3.5) == "4")
assert(f("%8.3f|%-8.3f|%08.3f", 3.14159, 3.14159, 3.14159) == "   3.142|3.142   |0003.142" and f("%+.1f", 2) == "+2.0")
assert(f("%f", 1e15) == "1000000000000000.000000" and f("%.1f", 0.05) == "0.1")
assert(f("%.20f", 0.1) == "0.10000000000000000555" and f("%.0f", 1e22) == "10000000000000000000000")
assert(f("%e", 12345.678) == "1.234568e+04" and f("%.2e", 0.00012) == "1.20e-04" and f("%E", 1e100) == "1.000000E+100" and f("%.0e", 5) == "5e+00")
assert(f("%g", 0.0001) == "0.0001" and f("%g", 0.00001) == "1e-05" and f("%g", 123456) == "123456" and f("%g", 1234567) == "1.23457e+06")
assert(f("%g", 1.5) == "1.5" and f("%g", 100) == "100" and f("%.3g", 3.14159) == "3.14" and f("%G", 1e-10) == "1E-10" and f("%#g", 1) == "1.00000")
assert(f("%.14g", 0.1) == "0.1" and f("%.14g", 2 ^ 53) == "9.007199254741e+15" and f("%.17g", 0.1) == "0.10000000000000001" and f("%10.4g|", 2.5) == "       2.5|")
assert(f("%5.1f|%5.1f", 9.95, -9.95) == "  9.9| -9.9" and f("%.2f %.2f", 1.005, 2.675) == "1.00 2.67")
assert(f("%.3f", 2 / 3) == "0.667" and f("%.10f", 1 / 3) == "0.3333333333" and f("%5d%%", 50) == "   50%")
assert(f("%a", 1):match("^0x1") and f("%a", 0.5):match("^0x1?"))

-- text
assert(f("%s", "x") == "x" and f("%5s|%-5s|", "ab", "ab") == "   ab|ab   |" and f("%.2s", "abcdef") == "ab" and f("%5.1s|", "xyz") == "    x|")
assert(f("%s %s %s", nil, true, 12) == "nil true 12" and f("%s", 1.5) == "1.5" and f("%s", "a\0b") == "a\0b" and f("%.0s", "abc") == "")
assert(f("%s", setmetatable({}, { __tostring = function() return "meta" end })) == "meta" and f("%s", {}):match("^table: "))
assert(f("%-10s|%10s", "left", "right") == "left      |     right" and f("%s%s", ("x"):rep(300), "y") == ("x"):rep(300) .. "y")

-- quoted
assert(f("%q", 'say "hi"') == '"say \\"hi\\""' and f("%q", "a\\b") == '"a\\\\b"' and f("%q", "line\nnext") == '"line\\\nnext"')
assert(f("%q", "\0") == '"\\0"' and f("%q", "\r") == '"\\13"' and f("%q", "\0001") == '"\\0001"' and f("%q", "é") == '"é"')

-- plain text, several verbs, percent
assert(f("") == "" and f("plain") == "plain" and f("%%") == "%" and f("100%% of %d", 5) == "100% of 5" and f("%d%s%d", 1, "-", 2) == "1-2")
assert(f("%s:%d:%5.2f:%x", "name", 7, 1.25, 255) == "name:7: 1.25:ff")
assert(("%d items"):format(3) == "3 items" and ("%2d/%2d"):format(1, 10) == " 1/10")
assert(f("%d", 2 ^ 31) == "2147483648" and f("%.0f", 2 ^ 53) == "9007199254740992" and f("%d", 2 ^ 53) == "9007199254740992")

-- missing and wrong arguments
assert(not pcall(f, "%d") and not pcall(f, "%s") and not pcall(f, "%d", "x") and not pcall(f, "%d", {}) and not pcall(f, "%d", nil))
assert(not pcall(f, "%y", 1) and not pcall(f, "%", 1) and not pcall(f, "%10") and not pcall(f))
assert(f("%d", 1, 2, 3) == "1")

-- infinities and not-a-number as numbers
assert(f("%.1f", math.huge):lower():find("inf", 1, true) and f("%g", -math.huge):lower():find("-inf", 1, true) and f("%f", 0 / 0):lower():find("nan", 1, true))

-- a table of rounding
local rounded = {}
for _, v in ipairs({ 0.5, 1.5, 2.5, 0.125, 0.375, -0.5, 1e-7, 123456789.987654321 }) do rounded[#rounded + 1] = f("%.2f", v) end
assert(table.concat(rounded, " ") == "0.50 1.50 2.50 0.12 0.38 -0.50 0.00 123456789.99")
