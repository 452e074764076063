-- Working with text: building, wrapping, escaping, parsing numbers, ropes that are read back, byte by byte.
-- appending and reading between
local s = ""
for i = 1, 500 do
  s = s .. string.char(97 + i % 26)
  assert(#s == i and s:byte(i) == 97 + i % 26 and s:byte(1) == 98)
  if i % 100 == 0 then assert(s:sub(-3) == s:sub(i - 2, i) and s:find(s:sub(-5), 1, true)) end
end
local copy = ""
for i = 1, #s do copy = copy .. s:sub(i, i) end
assert(copy == s and #copy == 500)
local reversed = ""
for c in s:gmatch(".") do reversed = c .. reversed end
assert(reversed == s:reverse())

-- tables as buffers
local buffer = {}
local function emit(format, ...) buffer[#buffer + 1] = format:format(...) end
for i = 1, 3 do emit("%d: %s\n", i, ("x"):rep(i)) end
assert(table.concat(buffer) == "1: x\n2: xx\n3: xxx\n")

-- word wrap
local function wrap(text, width)
  local lines, line = {}, ""
  for word in text:gmatch("%S+") do
    if #line + #word + (line == "" and 0 or 1) > width then
      lines[#lines + 1] = line
      line = word
    else
      line = line == "" and word or line .. " " .. word
    end
  end
  if line ~= "" then lines[#lines + 1] = line end
  return lines
end
local wrapped = wrap("the quick brown fox jumps over the lazy dog", 10)
assert(table.concat(wrapped, "|") == "the quick|brown fox|jumps over|the lazy|dog")

-- escaping and back
local function escape(text) return (text:gsub("[^%w ]", function(c) return ("%%%02X"):format(c:byte()) end):gsub(" ", "+")) end
local function unescape(text) return (text:gsub("+", " "):gsub("%%(%x%x)", function(h) return string.char(tonumber(h, 16)) end)) end
for _, text in ipairs({ "a b&c=d", "100%", "é\0\n", "", "+plus+" }) do assert(unescape(escape(text)) == text) end
assert(escape("a b&c") == "a+b%26c")
local entities = { ["<"] = "&lt;", [">"] = "&gt;", ["&"] = "&amp;", ['"'] = "&quot;" }
assert(('<a href="x">&</a>'):gsub('[<>&"]', entities) == "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;")

-- hexadecimal, base 64, run lengths
local function hex(text) return (text:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
local function unhex(text) return (text:gsub("%x%x", function(h) return string.char(tonumber(h, 16)) end)) end
assert(hex("Lua\255") == "4c7561ff" and unhex(hex("any\0bytes\200")) == "any\0bytes\200")
local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local function base64(text)
  local out = {}
  for i = 1, #text, 3 do
    local a, b, c = text:byte(i, i + 2)
    local n = a << 16 | (b or 0) << 8 | (c or 0)
    for shift = 18, 0, -6 do
      local index = (n >> shift & 63) + 1
      out[#out + 1] = alphabet:sub(index, index)
    end
    if not b then out[#out - 1], out[#out] = "=", "=" elseif not c then out[#out] = "=" end
  end
  return table.concat(out)
end
assert(base64("") == "" and base64("f") == "Zg==" and base64("fo") == "Zm8=" and base64("foo") == "Zm9v" and base64("foobar") == "Zm9vYmFy")
local function runs(text)
  local out, i = {}, 1
  while i <= #text do
    local c = text:sub(i, i)
    local last = i
    while text:sub(last + 1, last + 1) == c do last = last + 1 end
    out[#out + 1] = c .. (last - i + 1)
    i = last + 1
  end
  return table.concat(out)
end
assert(runs("aaabccd") == "a3b1c2d1" and runs("") == "")

-- counting, joining, searching
local counts = {}
for word in ("the cat and the dog and the bird"):gmatch("%a+") do counts[word] = (counts[word] or 0) + 1 end
local words = {}
for word, n in pairs(counts) do words[#words + 1] = word .. "=" .. n end
table.sort(words)
assert(table.concat(words, " ") == "and=2 bird=1 cat=1 dog=1 the=3")
local function occurrences(text, part)
  local n, from = 0, 1
  while true do
    local at = text:find(part, from, true)
    if not at then return n end
    n, from = n + 1, at + 1
  end
end
assert(occurrences("aaaa", "aa") == 3 and occurrences("a.b.c", ".") == 2 and occurrences("", "x") == 0)
local function starts(text, with) return text:sub(1, #with) == with end
local function ends(text, with) return with == "" or text:sub(-#with) == with end
assert(starts("hello", "he") and not starts("hello", "lo") and ends("hello", "lo") and ends("x", "") and not ends("hello", "he"))
local function is_palindrome(text) text = text:lower():gsub("%A", "") return text == text:reverse() end
assert(is_palindrome("A man, a plan, a canal: Panama") and not is_palindrome("no"))

-- distance between texts, longest common part
local function distance(a, b)
  local previous = {}
  for j = 0, #b do previous[j] = j end
  for i = 1, #a do
    local row = { [0] = i }
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      row[j] = math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost)
    end
    previous = row
  end
  return previous[#b]
end
assert(distance("kitten", "sitting") == 3 and distance("", "abc") == 3 and distance("same", "same") == 0)

-- numbers to text and back in all bases
local function to_base(n, base)
  if n == 0 then return "0" end
  local digits, negative = "", n < 0
  n = math.abs(n)
  while n > 0 do
    local d = n % base
    digits = ("0123456789abcdefghijklmnopqrstuvwxyz"):sub(d + 1, d + 1) .. digits
    n = n // base
  end
  return (negative and "-" or "") .. digits
end
for base = 2, 36 do
  for _, n in ipairs({ 0, 1, 35, 36, 255, -7, 123456789, math.maxinteger }) do
    assert(tonumber(to_base(n, base), base) == n)
  end
end
local function roman(n)
  local out = ""
  for _, pair in ipairs({ { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" }, { 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" } }) do
    while n >= pair[1] do out, n = out .. pair[2], n - pair[1] end
  end
  return out
end
assert(roman(1994) == "MCMXCIV" and roman(2024) == "MMXXIV" and roman(4) == "IV")
local function commas(n) local text = tostring(n):reverse():gsub("(%d%d%d)", "%1,"):reverse() return (text:gsub("^,", "")) end
assert(commas(1234567) == "1,234,567" and commas(100) == "100" and commas(999999) == "999,999")
