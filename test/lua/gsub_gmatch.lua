-- gsub and gmatch: replacement texts, tables and functions, limits, empty matches, anchors, captures.
local function pair(...) return table.concat({ ... }, " ") end

-- texts with %0 to %9 and %%
assert(pair(("hello world"):gsub("o", "0")) == "hell0 w0rld 2")
assert(pair(("hello"):gsub("l", "<%0>")) == "he<l><l>o 2")
assert(pair(("hello"):gsub("(l)(.)", "%2%1")) == "hello 1" and pair(("ab cd"):gsub("(%a)(%a)", "%2%1")) == "ba dc 2")
assert(pair(("abc"):gsub("%w", "%0%0")) == "aabbcc 3" and pair(("abc"):gsub("%w", "%%")) == "%%% 3")
assert(pair(("abc"):gsub("b", "%1")) == "abc 1")
assert(pair(("key = value"):gsub("(%w+) = (%w+)", "%2 = %1")) == "value = key 1")
assert(pair(("abcdefghi"):gsub("(a)(b)(c)(d)(e)(f)(g)(h)(i)", "%9%8%7%6%5%4%3%2%1")) == "ihgfedcba 1")
assert(not pcall(string.gsub, "a", "a", "%2") and not pcall(string.gsub, "a", "a", "%x"))
assert((("a"):gsub("a", "\0")) == "\0")

-- limits
assert(pair(("aaaa"):gsub("a", "b", 2)) == "bbaa 2" and pair(("aaaa"):gsub("a", "b", 0)) == "aaaa 0" and pair(("aaaa"):gsub("a", "b", 10)) == "bbbb 4")
assert(pair(("aaaa"):gsub("a", "b", -1)) == "aaaa 0")

-- anchors
assert(pair(("aaa"):gsub("^a", "b")) == "baa 1" and pair(("aaa"):gsub("a$", "b")) == "aab 1" and pair(("  x "):gsub("^%s+", "")) == "x  1")
assert(pair(("abc"):gsub("^b", "x")) == "abc 0")

-- empty matches
assert(pair(("abc"):gsub("", "-")) == "-a-b-c- 4" and pair((""):gsub("", "x")) == "x 1" and pair((""):gsub("a", "x")) == " 0")
assert(pair(("abc"):gsub("b*", "x")) == "xaxcx 3" and pair(("hello"):gsub("x*", "-")) == "-h-e-l-l-o- 6")
assert(pair(("abc"):gsub("%w*", "x")) == "x 1" and pair(("a b"):gsub("%w*", "x")) == "x x 2")
assert(pair(("abc"):gsub("()", "%1")) == "1a2b3c4 4")

-- tables
local names = { name = "world", n = 5, no = false }
assert(pair(("hello $name, $n $no $missing"):gsub("%$(%w+)", names)) == "hello world, 5 $no $missing 4")
assert(pair(("abc"):gsub("%w", { a = "1", c = 3 })) == "1b3 3")
assert(pair(("ab"):gsub("(a)(b)", { a = "first capture" })) == "first capture 1")
local with_index = setmetatable({}, { __index = function(_, k) return k:upper() end })
assert(pair(("abc"):gsub("%w", with_index)) == "ABC 3")

-- functions: captures as arguments, nil and false keep the match
assert(pair(("hello"):gsub("l", function(c) return c:upper() end)) == "heLLo 2")
assert(pair(("a=1 b=2"):gsub("(%w)=(%w)", function(k, v) return v .. "=" .. k end)) == "1=a 2=b 2")
assert(pair(("abc"):gsub("%w", function(c) if c == "b" then return nil end return c .. c end)) == "aabcc 3")
assert(pair(("abc"):gsub("%w", function(c) return c == "b" and "x" end)) == "axc 3")
assert(pair(("abc"):gsub("%w", function() end)) == "abc 3" and pair(("abc"):gsub("%w", function() return 7 end)) == "777 3")
assert(pair(("abc"):gsub("()%w", function(at) return at end)) == "123 3")
assert(not pcall(string.gsub, "a", "a", function() return {} end) and not pcall(string.gsub, "a", "a", function() return true end))
assert(not pcall(string.gsub, "a", "a") and not pcall(string.gsub, "a", "a", true))
local seen = {}
local _ = ("one two three"):gsub("%a+", function(...) seen[#seen + 1] = select("#", ...) .. ... end)
assert(table.concat(seen, " ") == "1one 1two 1three")
local ok, e = pcall(string.gsub, "abc", "%w", function(c) if c == "b" then error("at b", 0) end end)
assert(not ok and e == "at b")

-- functions that use gsub themselves, and see what was done so far
assert(pair(("a-b c-d"):gsub("%S+", function(w) return (w:gsub("-", function() return "+" end)) end)) == "a+b c+d 2")
local depth = 0
local function nested(s) return (s:gsub("%b()", function(inner) depth = depth + 1 return "[" .. nested(inner:sub(2, -2)) .. "]" end)) end
assert(nested("a(b(c)d)(e)") == "a[b[c]d][e]" and depth == 3)

-- special characters
assert(pair(("a.b.c"):gsub("%.", "")) == "abc 2" and pair(("a\0b"):gsub("%z", "0")) == "a0b 1" and pair(("tab\there"):gsub("%s", " ")) == "tab here 1")
assert((("x = 100%"):gsub("%%", "percent")) == "x = 100percent" and (("é"):gsub("\xa9", "")) == "\xc3")

-- gmatch
local function all(s, p)
  local out = {}
  for a, b in s:gmatch(p) do out[#out + 1] = b and (a .. ":" .. tostring(b)) or tostring(a) end
  return table.concat(out, " ")
end
assert(all("one two three", "%a+") == "one two three" and all("a=1, b=2", "(%w)=(%w)") == "a:1 b:2")
assert(all("abc", "") == "   " and all("abc", "()") == "1 2 3 4" and all("", "x") == "" and all("", "") == "")
assert(all("hello", "l") == "l l" and all("aXbXc", "[^X]+") == "a b c" and all("a,,b", "[^,]*") == "a  b")
assert(all("12 0x1F 3", "%x+") == "12 0 1F 3" and all("f(a) g(b)", "(%w)%((%w)%)") == "f:a g:b")
local iterator = ("a b"):gmatch("%a")
assert(iterator() == "a" and iterator() == "b" and iterator() == nil)
local rows = {}
for row in ("1,2\n3,4\n"):gmatch("(.-)\n") do
  local sum = 0
  for cell in row:gmatch("[^,]+") do sum = sum + tonumber(cell) end
  rows[#rows + 1] = sum
end
assert(rows[1] == 3 and rows[2] == 7)
for k, v in ("x=1;y=2"):gmatch("(%w+)=(%w+)") do rows[k] = v end
assert(rows.x == "1" and rows.y == "2")
assert(not pcall(string.gmatch, "x"))
for w in ("a b c"):gmatch("%a") do if w == "b" then break end end

-- a template, a split, a tokenizer
local function split(s, sep)
  local out = {}
  for piece in (s .. sep):gmatch("(.-)" .. sep:gsub("%p", "%%%0")) do out[#out + 1] = piece end
  return out
end
assert(table.concat(split("a.b..c", "."), "|") == "a|b||c" and #split("", ",") == 1)
local tokens = {}
local source, at = "local x = 10 + y2 -- end", 1
while at <= #source do
  local from, to, word = source:find("^([%a_][%w_]*)", at)
  if not from then from, to, word = source:find("^(%d+)", at) end
  if not from then from, to, word = source:find("^(%-%-.*)", at) end
  if not from then from, to, word = source:find("^(%p)", at) end
  if from then tokens[#tokens + 1] = word at = to + 1 else at = at + 1 end
end
assert(table.concat(tokens, "~") == "local~x~=~10~+~y2~-- end")

-- a bracket that closes nothing is no plain text here, though `find` takes it for one
assert(select(2, pcall(string.gsub, "a)b", ")", "x")):find("invalid pattern capture", 1, true))
assert(("a)b"):find(")") == 2)

-- a result of several megabytes, which grows in pieces
local long = ("y"):rep(300000)
local dashed = ("x-"):rep(12)
local grown, parts = dashed:gsub("x", long)
assert(#grown == 12 * 300001 and parts == 12 and grown:sub(300000, 300002) == "y-y" and grown:sub(-2) == "y-")
assert((dashed:gsub("[x]", function() return long end)) == grown and (dashed:gsub("[x]", { x = long })) == grown)
assert((dashed:gsub("[x]", long, 6)) == grown:sub(1, 6 * 300001) .. dashed:sub(13))
