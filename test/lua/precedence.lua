-- Precedence and associativity of all operators, unary operators, parentheses.
-- or < and < comparison < | < ~ < & < shift < .. < + - < * / // % < unary < ^
assert((false and false or true) == true and (true or true and false) == true and (nil and 1 or 2) == 2)
assert((1 or error("short")) == 1 and (false or nil) == nil and (1 and 2 or 3) == 2 and (nil == nil and "eq") == "eq")
assert(1 < 2 == true and 1 + 1 == 2 == true and "a" .. "b" == "ab" == true and not 1 == 2 == false)
assert(2 + 3 * 4 == 14 and (2 + 3) * 4 == 20 and 2 * 3 + 4 == 10 and 10 - 2 - 3 == 5 and 10 - (2 - 3) == 11)
assert(100 / 10 / 2 == 5 and 100 // 7 // 2 == 7 and 100 % 7 % 2 == 0 and 2 * 7 % 4 == 2 and 2 * (7 % 4) == 6 and 7 // 2 * 2 == 6 and 8 / 4 * 2 == 4)
assert(2 ^ 3 ^ 2 == 512 and (2 ^ 3) ^ 2 == 64 and -2 ^ 2 == -4 and (-2) ^ 2 == 4 and 2 ^ -1 == 0.5 and -2 ^ -2 == -0.25 and 2 ^ - 1 ^ 2 == 0.5)
assert(not nil == true and not (nil == true) and #"ab" + 1 == 3 and -#"ab" == -2 and - -3 == 3 and not not nil == false and ~~5 == 5)
assert((#"ab") ^ 2 == 4 and -"2" + 0 == -2 and -3 % 5 == 2 and -(3 % 5) == -3 and -2 * 3 == -6 and - 2 ^ 2 * 2 == -8)
assert("a" .. 1 + 2 .. "b" == "a3b" and 1 .. 2 .. 3 == "123" and ("a" .. "b") .. "c" == "a" .. ("b" .. "c"))
assert(1 .. 2 == "12" and "x" .. 2 * 3 == "x6" and "x" .. 2 ^ 2 // 1 == "x" .. 4.0 // 1 and "a" < "b" .. "c")
assert(1 << 2 + 1 == 8 and (1 << 2) + 1 == 5 and 1 | 6 & 3 == 3 and (1 | 6) & 3 == 3 and 4 | 6 & 3 == 6 and (4 | 6) & 3 == 2)
assert(5 ~ 3 & 1 == 4 and (5 ~ 3) & 1 == 0 and 1 | 2 ~ 3 == 1 and 8 >> 1 + 1 == 2 and 1 << 3 >> 1 == 4 and ~0 & 15 == 15 and ~(0 & 15) == -1)
assert((1 | 2 == 3) == true and (5 & 4 == 4) == true and (1 << 2 > 3) == true and (3 ~ 1 < 3) == true)
assert((1 == 1 and 2 == 2) and not (1 == 2 or 2 == 3) and (1 < 2 and 2 < 3 and 3 < 4) and (1 > 2 or 2 > 1))

-- and, or as values, mixed with everything
local function pick(a, b, c) return a and b or c end
assert(pick(true, 1, 2) == 1 and pick(false, 1, 2) == 2 and pick(true, nil, 2) == 2 and pick(nil, 1, nil) == nil)
local x = nil
local y = x and x.field or "default"
assert(y == "default" and (x or {}).field == nil and #(x or "") == 0)
assert((nil or false or 0) == 0 and (1 and nil or "n") == "n" and (1 and false) == false and (nil and nil) == nil)
assert((1 or 2) + (3 and 4) == 5 and -(1 and 2) == -2 and (nil or "a") .. (false or "b") == "ab" and ((1 and 2) == 2) == true)
local calls = 0
local function f(v) calls = calls + 1 return v end
assert((f(nil) or f(false) or f(3) or f(4)) == 3 and calls == 3)
calls = 0
assert((f(1) and f(2) and f(nil) and f(4)) == nil and calls == 3)
calls = 0
assert(((f(1) and f(nil)) or (f(false) or f(5))) == 5 and calls == 4)
calls = 0
assert(not (f(nil) and f(1)) and not (f(false) or f(nil)) and calls == 3)
local t = { f(1) and f(2) or f(3), k = f(nil) or f(4), [f(false) or "key"] = not f(nil) }
assert(t[1] == 2 and t.k == 4 and t.key == true)
local function returns() return f(nil) or f(7), f(1) and f(8) end
local p, q = returns()
assert(p == 7 and q == 8)
assert((f(1) < f(2)) == (f(2) > f(1)) and (f(1) == f(1)) and not (f(1) ~= f(1)))

-- conditions made of them
local function classify(n)
  if n < 0 and n > -10 or n == 100 then return "a"
  elseif not (n < 5) and n ~= 7 then return "b"
  elseif (n == 1 or n == 2) and not (n == 2) then return "c" end
  return "d"
end
local classes = {}
for _, n in ipairs({ -5, -20, 100, 6, 7, 1, 2, 3 }) do classes[#classes + 1] = classify(n) end
assert(table.concat(classes) == "adabdcdd")
local i, n = 0, 0
while i < 10 and not (i == 7) do i = i + 1 if i % 2 == 0 or i == 5 then n = n + 1 end end
assert(i == 7 and n == 4)
repeat i = i - 1 until i <= 0 or i == 3 and n == 4
assert(i == 3)

-- method calls, indexes and calls bind tighter than unary operators
local o = { v = 2, list = { 1, 2, 3 }, get = function(self) return self.v end }
assert(-o.v == -2 and #o.list == 3 and -o:get() == -2 and not o.missing == true and -o.list[1] == -1 and (#o.list) ^ 2 == 9 and 2 ^ o:get() == 4 and ~o.v == -3)
assert(-o.list[#o.list] == -3 and o.list[o:get()] == 2 and o.list[o.v + 1] == 3 and -2 ^ o.v == -4)
