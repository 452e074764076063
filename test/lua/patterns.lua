-- Patterns: classes, sets, repetition, anchors, captures, balance, frontier, back references.
local function find(s, p, init, plain) return string.find(s, p, init, plain) end
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, "|")
end

-- find
assert(show(find("hello world", "o")) == "5|5" and show(find("hello", "l+")) == "3|4" and show(find("hello", "xyz")) == "nil")
assert(show(find("hello", "")) == "1|0" and show(find("", "")) == "1|0" and show(find("abc", "", 4)) == "4|3" and show(find("abc", "", 5)) == "nil")
assert(show(find("hello", "l", 4)) == "4|4" and show(find("hello", "l", -2)) == "4|4" and show(find("hello", "h", 2)) == "nil")
assert(show(find("a.b", ".", 1, true)) == "2|2" and show(find("a+b", "+", 1, true)) == "2|2" and show(find("a+b", "a+b")) == "nil")
assert(show(find("aXb", "(%u)")) == "2|2|X" and show(find("key=val", "(%w+)=(%w+)")) == "1|7|key|val")
assert(show(find("abc", "()b()")) == "2|2|2|3" and show(find("abc", "b", -100)) == "2|2")

-- classes and their complements
local classes = {
  a = "azAZ", d = "09", l = "az", u = "AZ", s = " \t\n\r\v\f", w = "azAZ09", p = "!.,;:_-", c = "\0\1\31\127", x = "09afAF", g = "a!~",
}
for class, members in pairs(classes) do
  for i = 1, #members do
    local c = members:sub(i, i)
    assert(c:match("%" .. class) == c and c:match("%" .. class:upper()) == nil, class .. c)
  end
end
assert(("é"):match("%a") == nil and ("\0"):match("%z") == "\0" and ("a"):match(".") == "a" and ("\0"):match(".") == "\0" and (""):match(".") == nil)
assert(("a.b"):match("%.") == "." and ("100%"):match("%%") == "%" and ("a]b"):match("%]") == "]")

-- sets
assert(("abc123"):match("[a-c]+") == "abc" and ("abc123"):match("[%d]+") == "123" and ("abc123"):match("[^%a]+") == "123")
assert(("a-b"):match("[a%-]+") == "a-" and ("a-b"):match("[a-]+") == "a-" and ("]"):match("[]]") == "]" and ("a]"):match("[^]]+") == "a")
assert(("x^y"):match("[x^]+") == "x^" and ("%"):match("[%%]") == "%" and ("[x]"):match("%[(.-)%]") == "x")
assert(("foo_bar9"):match("[%w_]+") == "foo_bar9" and ("\xe9"):match("[\xe0-\xff]") == "\xe9")

-- repetition: greedy, lazy, optional
assert(("aaa"):match("a*") == "aaa" and ("bbb"):match("a*") == "" and ("aaa"):match("a-") == "" and ("aaab"):match("a-b") == "aaab")
assert(("<a><b>"):match("<.->") == "<a>" and ("<a><b>"):match("<.*>") == "<a><b>" and ("colour color"):gsub("colou?r", "x") == "x x")
assert(("-12"):match("^[+-]?%d+$") == "-12" and ("12"):match("^[+-]?%d+$") == "12" and ("1-2"):match("^[+-]?%d+$") == nil)
assert(("aXbXc"):match("(.*)X(.*)") == "aXb" and ("aXbXc"):match("(.-)X(.*)") == "a")
assert(("a*"):match("a%*") == "a*" and ("aab"):match("a+b?") == "aab" and ("ab"):match("a?b?c?") == "ab")

-- anchors
assert(("hello"):match("^h") == "h" and ("hello"):match("^e") == nil and ("hello"):match("o$") == "o" and ("hello"):match("l$") == nil)
assert(("a$b"):match("a$b") == "a$b" and ("a^b"):match("a^b") == "a^b" and (""):match("^$") == "" and ("hello"):match("^ell", 2) == "ell")
assert(("  trim  "):match("^%s*(.-)%s*$") == "trim" and ("   "):match("^%s*(.-)%s*$") == "")

-- captures
assert(show(("2024-06-15"):match("(%d+)-(%d+)-(%d+)")) == "2024|06|15")
assert(show(("abc"):match("((a)(b))")) == "ab|a|b" and show(("abc"):match("(a(b(c)))")) == "abc|bc|c")
assert(show(("abc"):match("()")) == "1" and show(("abc"):match("()c()")) == "3|4" and show(("x"):match("(y?)x")) == "")
assert(show(("nothing"):match("(%d+)")) == "nil" and show(("k="):match("(%w+)=(%w*)")) == "k|")
assert(show(("a b c d e f g h i j"):match("(%a) (%a) (%a) (%a) (%a) (%a) (%a) (%a) (%a) (%a)")) == "a|b|c|d|e|f|g|h|i|j")
assert(show(("hello"):match(".", 3)) == "l" and show(("hello"):match("(l)(o)", 4)) == "l|o")

-- back references
assert(("abab"):match("(%a%a)%1") == "ab" and ("abba"):match("(%a)(%a)%2%1") == "a" and ("abcd"):match("(%a)%1") == nil)
assert(show(([["it's" 'x']]):match([[(["'])(.-)%1]])) == "\"|it's")

-- balance
assert(("f(a(b)c)d"):match("%b()") == "(a(b)c)" and ("((x)"):match("%b()") == "(x)" and ("no"):match("%b()") == nil)
assert(("<<a>b>"):match("%b<>") == "<<a>b>" and ("''x''"):match("%b''") == "''")
assert((("if (a (b) c) then"):gsub("%b()", "")) == "if  then")

-- frontier
assert(("THE (quick) fox"):find("%f[%a]%a+%f[%A]") == 1 and show(("THE (quick) fox"):find("%f[%l]%a+")) == "6|10")
local words = {}
for word in ("one, two;three"):gmatch("%f[%w]%w+%f[%W]") do words[#words + 1] = word end
assert(table.concat(words, " ") == "one two three")
assert(("foo"):match("%f[%z]") == "" and ("[[x"):match("%f[x].") == "x")

-- special characters in subjects
assert(("a\0b\0c"):match("b%z") == "b\0" and ("a\0b"):find("\0", 1, true) == 2 and ("a\nb"):match("a.b") == "a\nb")
assert(("\xff\xfe"):match("[\xfe-\xff]+") == "\xff\xfe" and #("日本"):match("[\x80-\xff]+") == 6)

-- errors of patterns
for _, bad in ipairs({ "[a", "[^", "%", "(a", "(a))", "%b", "%bx", "%f", "%1", "(a)%2" }) do
  assert(not pcall(string.find, "aaa", bad), bad)
end
assert(not pcall(string.rep) and not pcall(string.match, "x") and not pcall(string.find))
assert(("a[b"):find("[", 1, true) == 2)

-- long subjects
local long = ("a"):rep(5000) .. "b"
assert(long:match("a*b") == long and #long:match("a-b") == 5001 and long:find("b") == 5001 and long:match("^(a+)b$") == ("a"):rep(5000))
assert((" x"):rep(2000):match("^(%s*%a)+$") == nil and select(2, (" x"):rep(2000):gsub("%s", "")) == 2000)
