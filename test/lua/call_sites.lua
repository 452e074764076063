-- A call in every position of every statement and expression, with locals, operands and loops alive around it.
local calls = 0
local function s(...) calls = calls + 1 return ... end
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, " ")
end
local before, after = "before", "after"

-- operands on both sides, deep in expressions
assert(s(1) + s(2) * s(3) - s(4) / s(2) == 5)
assert((s(1) + 2) * (3 + s(4)) - (s(5) - (6 - s(7))) == 15)
assert(1 + s(2) == 3 and s(1) + 2 == 3 and s(7) // s(2) == 3 and s(7) % s(4) == 3 and s(2) ^ s(3) == 8)
assert(-s(1) == -1 and not s(nil) and #s("abc") == 3 and ~s(0) == -1 and - -s(2) == 2)
assert(s(6) & s(3) == 2 and s(6) | s(1) == 7 and s(6) ~ s(3) == 5 and s(1) << s(4) == 16 and s(16) >> s(2) == 4)
assert(s("a") .. s("b") .. s(1) .. s("c") == "ab1c" and "x" .. s("y") .. "z" == "xyz")
assert(s(1) < s(2) and s(2) <= s(2) and s(3) > s(2) and s(3) >= s(3) and s(1) == s(1) and s(1) ~= s(2))
assert((s(1) and s(2)) == 2 and (s(false) or s(3)) == 3 and (s(nil) and s(1)) == nil and (s(1) and s(false) or s(4)) == 4)
assert(s(before) .. s(after) == "beforeafter" and before == "before")

-- indexes: base, key, both; stores with calls in base, key, value
local t = { k = { 10, 20 }, [1] = "one" }
assert(s(t).k[1] == 10 and t[s("k")][s(2)] == 20 and s(t)[s("k")][s(1)] == 10 and s(t[s(1)]) == "one")
s(t).new = s(1)
t[s("other")] = s(2)
s(t)[s("third")] = s(3)
s(t.k)[s(3)] = s(30)
assert(t.new == 1 and t.other == 2 and t.third == 3 and t.k[3] == 30)
t[s("p")], s(t).q, t.k[s(4)] = s(1), s(2), s(40)
assert(t.p == 1 and t.q == 2 and t.k[4] == 40)
t.p, t.q = s(t.q, "extra"), s(t.p, "extra")
assert(t.p == 2 and t.q == 1)

-- calls: the function, each argument, the last with several results, methods
assert(s(show)(s(1), 2, s(3, 4)) == "1 2 3 4" and show(s(s(s(5)))) == "5" and show((s(1, 2)), s(3, 4), s()) == "1 3")
assert(show(s()) == "" and show(s(), 1) == "nil 1" and show(1, s(nil, nil)) == "1 nil nil" and show(s(1), (s(2, 3))) == "1 2")
local object = { n = 1, get = function(self, ...) return self.n, ... end, set = function(self, v) self.n = s(v) return self end }
assert(show(s(object):get(s(2), s(3, 4))) == "1 2 3 4" and s(object):set(s(7)):set(s(8)):get() == 8 and object[s("get")](s(object)) == 8)
assert(s"text" == "text" and s{ 1, s(2) }[2] == 2 and #s[[long]] == 4)

-- constructors
local c = { s(1), s(2, 3), k = s(4, 5), [s("x")] = s(6), s(7, 8, 9) }
assert(#c == 5 and c[1] == 1 and c[2] == 2 and c[3] == 7 and c[5] == 9 and c.k == 4 and c.x == 6)
c = { { s(1), { s(2) } }, f = function() return s(3) end, s() }
assert(c[1][2][1] == 2 and c.f() == 3 and c[2] == nil)

-- locals and multiple assignment
local l1, l2, l3 = s(1), s(2, 3)
local l4, l5 = (s(4, 5))
assert(show(l1, l2, l3, l4, l5) == "1 2 3 4 nil")
l1, l2, l3 = s(l2), s(l3, l1)
assert(show(l1, l2, l3) == "2 3 1")

-- returns, tail calls, several results
local function r1(a) local b = a return s(a), b, s(a + 1, a + 2) end
local function r2(a) return s(a, a + 1) end
local function r3(a) return (s(a, a + 1)) end
local function r4(a) return s(a) + s(1), s(a) .. "" end
local function r5(...) return s(...), ... end
assert(show(r1(1)) == "1 1 2 3" and show(r2(1)) == "1 2" and show(r3(1)) == "1" and show(r4(1)) == "2 1" and show(r5(1, 2)) == "1 1 2")

-- conditions
local path = ""
if s(false) then path = path .. "a" elseif s(nil) then path = path .. "b" elseif s(1) then path = path .. "c" else path = path .. "d" end
if s(1) < s(2) and not s(false) then path = path .. "e" end
if s(nil) then else path = path .. s("f") end
assert(path == "cef")

-- loops: bounds, conditions, iterators, bodies, nested, with break, goto, return
local sum = 0
for i = s(1), s(3) do sum = sum + s(i) end
for i = s(6), s(1), s(-2) do sum = sum + s(i) * 10 end
assert(sum == 126)
local n = 0
while s(n) < s(3) do n = s(n) + 1 end
repeat local done = s(n) == s(5) n = n + 1 until done
assert(n == 6)
local pieces = {}
for k, v in s(ipairs)(s({ "a", "b" })) do pieces[#pieces + 1] = s(k) .. s(v) end
for k in s(next), s({ x = 1 }) do pieces[#pieces + 1] = s(k) end
for a, b in function(limit, i) i = s(i) + 1 if i <= s(limit) then return i, s(i * i) end end, s(3), s(0) do pieces[#pieces + 1] = a .. ":" .. b end
assert(table.concat(pieces, " ") == "1a 2b x 1:1 2:4 3:9")
local function nested()
  local log = {}
  for i = 1, s(3) do
    for j = i, s(3) do
      if s(j) == 2 and i == 1 then goto continue end
      if s(i) == 3 then break end
      while s(true) do
        log[#log + 1] = s(i) .. s(j)
        if s(i + j) == 5 then return table.concat(log, " ") end
        break
      end
      ::continue::
    end
  end
end
assert(nested() == "11 13 22 23")
do
  local i = 0
  ::top::
  i = s(i) + 1
  if s(i) < 4 then goto top end
  assert(i == 4)
end

-- closures made and called between calls
local list = {}
for i = 1, 3 do
  local base = s(i * 10)
  list[i] = function(d) base = base + s(d) return s(base), i end
  s()
end
assert(show(list[1](1)) == "11 1" and show(list[1](1)) == "12 1" and show(list[3](s(2))) == "32 3" and show(list[2](0)) == "20 2")

-- protected calls around and inside
local ok, e = pcall(function(...) local v = s(...) if v == 1 then error(s("text"), 0) end return v end, s(1))
assert(not ok and e == "text")
assert(show(pcall(s, 1, nil, 3)) == "true 1 nil 3" and show(xpcall(s, print, s(4), s(5))) == "true 4 5")
assert(show(select(2, pcall(pcall, s, s(9)))) == "true 9")

-- metamethods that call
local m = setmetatable({}, {
  __index = function(_, k) return s(k) end, __add = function(a, b) return s(1) + s(2) end, __call = function(_, ...) return s(...) end,
  __lt = function() return s(true) end, __eq = function() return s(true) end, __concat = function() return s("cat") end, __len = function() return s(9) end,
})
assert(m.key .. s("!") == "key!" and s(m) + s(1) == 3 and m(s(1), s(2, 3)) == 1 and (s(m) < s(m)) == true and #m + s(1) == 10 and s(m) .. s("x") == "cat")
assert(show(m(1, s(2, 3))) == "1 2 3" and (m == setmetatable({}, getmetatable(m))) == true)

-- library functions with callbacks
assert(("abc"):gsub("%w", function(ch) return s(ch) .. s("-") end) == "a-b-c-")
local sorted = { 3, 1, 2 }
table.sort(sorted, function(x, y) return s(x) < s(y) end)
assert(table.concat(sorted) == "123" and table.concat({ s(1), s(2, 3) }, s(",")) == "1,2,3" and math.max(s(1), s(5, 3)) == 5)

-- varargs around calls
local function va(...)
  local a = s(...)
  local t = { s(), ..., s(...) }
  return select("#", s(...)), a, #t, (select(s(2), ...))
end
assert(show(va("x", "y", "z")) == "3 x 5 y")
assert(before == "before" and after == "after" and calls > 250)
