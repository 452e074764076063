-- Equality and order: types, integers against floats beyond 2^53, not-a-number, texts, chains.
local max, min, inf, nan = math.maxinteger, math.mininteger, math.huge, 0 / 0

-- equality never raises, and types differ
local values = { 0, 1, "0", "1", "", true, false, {}, {}, print, coroutine.create(print) }
for i, a in ipairs(values) do
  for k, b in ipairs(values) do
    assert((a == b) == (i == k) and (a ~= b) == (i ~= k) and rawequal(a, b) == (i == k))
  end
  assert(a ~= nil and not (a == nil))
end
assert(nil == nil and 1 == 1.0 and 0 == -0 and "a" == "a" and "a" .. "b" == "ab" and nan ~= nan and not (nan == nan))
assert(0.1 + 0.2 ~= 0.3 and 0.5 == 1 / 2 and 1e2 == 100 and 255 == 0xff)

-- order of numbers
assert(1 < 2 and 1 < 1.5 and 1.5 < 2 and -1 < 0 and -inf < min and inf > max and not (1 < 1) and 1 <= 1 and 1 >= 1.0 and not (2 <= 1.5))
assert(not (nan < nan) and not (nan <= nan) and not (nan > 1) and not (nan >= 1) and not (1 < nan) and not (max < nan) and not (nan < min) and not (nan <= max))
assert(not (nan == 1) and nan ~= 1 and nan ~= max and not (inf < inf) and inf <= inf and -inf < inf)

-- integers and floats are compared by value, exactly
assert(max < 2 ^ 63 and max ~= 2 ^ 63 and not (max >= 2 ^ 63) and 2 ^ 63 > max and min == -2 ^ 63 and min <= -2 ^ 63 and not (min < -2 ^ 63))
assert(9007199254740993 > 2 ^ 53 and 9007199254740993 ~= 2 ^ 53 and 9007199254740993 < 9007199254740994.0 and not (9007199254740993 <= 2 ^ 53))
assert(max - 1 < 2 ^ 63 and max // 2 < 2 ^ 62 and max // 2 + 1 == 2 ^ 62 and 2 ^ 62 == 4611686018427387904 and 4611686018427387905 ~= 2 ^ 62)
assert(max < 1e300 and min > -1e300 and max > 1e18 and max > 0.5 and min < -0.5 and 9007199254740993 > 0.1 and -9007199254740993 < -0.1)
assert(max < inf and min > -inf and not (max > inf) and max ~= inf)
local edge = { -inf, -1e300, min, min + 1, -9007199254740993, -2 ^ 53, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2 ^ 53, 9007199254740993, max - 1, max, 2 ^ 63, 1e300, inf }
for i, a in ipairs(edge) do
  for k, b in ipairs(edge) do
    assert((a < b) == (i < k) and (a <= b) == (i <= k) and (a > b) == (i > k) and (a >= b) == (i >= k) and (a == b) == (i == k) and (a ~= b) == (i ~= k), i .. " " .. k)
  end
end
local shuffled = {}
for i, v in ipairs(edge) do shuffled[(i * 7) % 20 + 1] = v end
table.sort(shuffled)
for i, v in ipairs(edge) do assert(shuffled[i] == v) end

-- texts by bytes
assert("a" < "b" and "a" < "ab" and "" < "\0" and "A" < "a" and "a" <= "a" and not ("b" <= "a") and "9" > "10" and "\xff" > "a")

-- mixed types raise, equality does not
for _, pair in ipairs({ { 1, "1" }, { "a", 1 }, { 1, true }, { {}, 1 }, { "x", {} }, { true, false }, { print, print } }) do
  local a, b = pair[1], pair[2]
  assert(not pcall(function() return a < b end) and not pcall(function() return a <= b end) and not pcall(function() return a > b end) and not pcall(function() return a >= b end))
  assert(pcall(function() return a == b end))
end
assert(not pcall(function() return nil < 1 end) and not pcall(function() return 1 < nil end))

-- results of comparison are booleans and can be used anywhere
assert(type(1 < 2) == "boolean" and (1 < 2) == true and tostring(2 < 1) == "false" and (1 == 1) ~= (1 == 2) and not (1 < 2) == false)
local t = { 1 < 2, 1 > 2, x = 1 == 1 }
assert(t[1] == true and t[2] == false and t.x == true)
local function less(a, b) return a < b end
assert(less(1, 2) and not less(2, 1) and less("a", "b"))
local function both(a, b, c) return a < b and b < c end
assert(both(1, 2, 3) and not both(1, 3, 2))
local n = 0
for i = 1, 10 do if i >= 3 and i <= 7 and i ~= 5 then n = n + 1 end end
assert(n == 4)

-- truth: only nil and false are false
for _, v in ipairs({ 0, "", "false", {}, nan, -1 }) do
  assert(v and not not v and (v or false) == v or v ~= v)
  if not v then error("true values") end
end
assert(not nil and not false and (nil and 1) == nil and (false or nil) == nil and (nil == false) == false)

-- min and max
assert(math.max(1, 2.5, -1) == 2.5 and math.min(1, 2.5, -1) == -1 and math.max(max, 2 ^ 53) == max and math.min(min, -2 ^ 53) == min and math.max(5) == 5)
assert(not pcall(math.max) and not pcall(math.min) and math.max(-inf, min) == min and math.min(inf, max) == max)
