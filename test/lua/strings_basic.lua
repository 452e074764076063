-- Strings as bytes: literals, escapes, length, comparison, concatenation, byte, char, sub, rep, reverse, case.
-- literals
assert('a' == "a" and 'it\'s' == "it's" and "say \"x\"" == 'say "x"')
assert("\65\066\x43\u{44}" == "ABCD" and #"\0\0" == 2 and "\z
        joined" == "joined")
assert("\a\b\f\n\r\t\v\\" == string.char(7, 8, 12, 10, 13, 9, 11, 92))
assert("line\
next" == "line\nnext")
assert("\1234" == string.char(123) .. "4" and "\10x" == "\nx")
assert("\u{e9}" == "\xc3\xa9" and "\u{20AC}" == "\xE2\x82\xAC" and "\u{10FFFF}" == "\xF4\x8F\xBF\xBF")
assert([[long]] == "long" and [==[a]]b]=]c]==] == "a]]b]=]c" and #[[

]] == 1)
assert([[
first newline dropped]] == "first newline dropped" and [[\n]] == "\\n")
assert(#"é" == 2 and #"日本" == 6)

-- bytes
assert(("é"):byte() == 195 and ("é"):byte(2) == 169)
local all = {}
for i = 0, 255 do all[i + 1] = string.char(i) end
local every = table.concat(all)
assert(#every == 256)
for i = 0, 255 do assert(every:byte(i + 1) == i) end
assert(select("#", every:byte(1, -1)) == 256)
assert(("abc"):byte(0) == nil and ("abc"):byte(4) == nil and ("abc"):byte(-1) == 99 and select("#", ("abc"):byte(10)) == 0)
local x, y, z = ("abc"):byte(1, 3)
assert(x == 97 and y == 98 and z == 99)
assert(string.char() == "" and string.char(104, 105) == "hi")
assert(not pcall(string.char, 256) and not pcall(string.char, -1))

-- length and comparison by bytes
assert(#"" == 0 and ("abc"):len() == 3 and #"a\0b" == 3)
assert("a" < "b" and "a" < "aa" and "" < "a" and "Z" < "a" and "a\0a" < "a\0b" and "a\0" > "a")
assert("abc" <= "abc" and "abc" >= "abc" and not ("abc" < "abc") and "10" < "9")
assert("\xff" > "\x7f" and "é" > "z")
assert("a" ~= "A" and "1" ~= 1 and "" ~= nil)

-- concatenation
assert("a" .. "b" .. "c" == "abc" and 1 .. "" == "1" and 1 .. 2 == "12" and -1 .. "x" == "-1x")
assert("n=" .. 10 .. "," .. 0.5 == "n=10,0.5")
local s = ""
for i = 1, 1000 do s = s .. i % 10 end
assert(#s == 1000 and s:sub(-10) == "1234567890")
local built = {}
for i = 1, 100 do built[#built + 1] = "part" .. i end
assert(#table.concat(built, ",") == 691)

-- sub
local text = "hello world"
assert(text:sub(1, 5) == "hello" and text:sub(7) == "world" and text:sub(-5) == "world" and text:sub(-5, -3) == "wor")
assert(text:sub(0) == text and text:sub(1, 100) == text and text:sub(-100, 3) == "hel" and text:sub(5, 4) == "" and text:sub(20) == "")
assert(text:sub(3, 3) == "l" and text:sub(1, 0) == "" and text:sub(-1, -1) == "d" and text:sub(2, -2) == "ello worl")
assert(("x"):sub(math.mininteger, math.maxinteger) == "x" and ("abc"):sub(2, math.maxinteger) == "bc")

-- rep, reverse, case
assert(("ab"):rep(3) == "ababab" and ("ab"):rep(0) == "" and ("ab"):rep(-1) == "" and (""):rep(100) == "")
assert(("ab"):rep(3, "-") == "ab-ab-ab" and ("ab"):rep(1, "-") == "ab")
assert(#("x"):rep(10000) == 10000)
assert(("abc"):reverse() == "cba" and (""):reverse() == "" and ("a\0b"):reverse() == "b\0a")
assert(("Hello 1!"):upper() == "HELLO 1!" and ("Hello 1!"):lower() == "hello 1!")
assert(("é"):upper() == "é" and ("\xe9"):upper() == "\xe9")
assert(string.upper("x") == "X" and ("%d"):rep(2):format(1, 2) == "12")

-- numbers where text is wanted, and text where numbers are wanted
assert(string.len(123) == 3 and string.rep(1, 3) == "111" and string.sub("abc", "2") == "bc" and ("x"):rep("3") == "xxx")
assert(("abc"):sub(2.0) == "bc" and not pcall(string.rep, "x", "y"))
assert(not pcall(string.len, nil) and not pcall(string.upper, {}))

-- methods on literals and results
assert(("x"):rep(2):upper():lower() == "xx" and #("abc"):sub(2) == 2)
local t = { name = "Field" }
assert(t.name:lower():sub(1, 1) == "f")

-- tostring
assert(tostring("x") == "x" and tostring(12) == "12" and tostring(nil) == "nil" and tostring(true) == "true" and tostring(-0.5) == "-0.5")
assert(tostring({}):match("^table: ") and tostring(print):match("function") and tostring(coroutine.create(print)):match("^thread: "))

-- strings as keys: any content
local keys = { [""] = 1, ["\0"] = 2, ["__proto__"] = 3, ["constructor"] = 4, ["10"] = 5, [10] = 6, ["a b"] = 7, ["é"] = 8, ["toString"] = 9, ["-1"] = 10 }
assert(keys[""] == 1 and keys["\0"] == 2 and keys.__proto__ == 3 and keys.constructor == 4 and keys["10"] == 5 and keys[10] == 6)
assert(keys["a b"] == 7 and keys["\xc3\xa9"] == 8 and keys.toString == 9 and keys["-1"] == 10 and keys[-1] == nil)
local empty = {}
for _, name in ipairs({ "__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "length", "prototype", "0", "__index" }) do
  assert(empty[name] == nil and rawget(empty, name) == nil)
  empty[name] = name
  assert(empty[name] == name)
end
local count = 0
for k, v in pairs(empty) do count = count + 1 assert(k == v) end
assert(count == 9)
