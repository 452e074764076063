-- The math library: rounding, integer and float results by value, limits, random, trigonometry.
local inf, nan, max, min = math.huge, 0 / 0, math.maxinteger, math.mininteger
local function near(a, b) return math.abs(a - b) < 1e-12 * math.max(1, math.abs(b)) end

-- rounding
assert(math.floor(3.7) == 3 and math.floor(-3.7) == -4 and math.floor(5) == 5 and math.ceil(3.2) == 4 and math.ceil(-3.2) == -3 and math.ceil(5) == 5)
assert(math.floor(-0.5) == -1 and math.ceil(0.5) == 1 and 1 / math.ceil(-0.5) == inf and math.floor(max) == max and math.ceil(min) == min)
assert(math.floor(2 ^ 40 + 0.5) == 2 ^ 40 and math.floor(1e300) == 1e300 and math.floor(inf) == inf and math.ceil(-inf) == -inf)
assert(tostring(math.floor(3.7)) == "3" and tostring(math.ceil(3.2)) == "4" and math.floor(2.5 + 0.5) == 3 and ("%d"):format(math.floor(7.9)) == "7")
local ip, fp = math.modf(3.75)
assert(ip == 3 and fp == 0.75)
ip, fp = math.modf(-3.75)
assert(ip == -3 and fp == -0.75)
ip, fp = math.modf(5)
assert(ip == 5 and fp == 0)
ip, fp = math.modf(inf)
assert(ip == inf and fp == 0)
assert(math.fmod(7, 3) == 1 and math.fmod(-7, 3) == -1 and math.fmod(7, -3) == 1 and math.fmod(5.5, 2) == 1.5 and math.fmod(-5.5, 2) == -1.5 and math.fmod(6, 3) == 0)
assert(not pcall(math.fmod, 1, 0) and math.fmod(1, inf) == 1 and math.fmod(max, 10) == 7 and math.fmod(min, -1) == 0)

-- sign and extremes
assert(math.abs(-5) == 5 and math.abs(5.5) == 5.5 and math.abs(-0.5) == 0.5 and math.abs(-inf) == inf and math.abs(max) == max and math.abs(min + 1) == max)
assert(math.max(3, 1, 2) == 3 and math.min(3, 1, 2) == 1 and math.max(-1, -2) == -1 and math.max(1.5, 1) == 1.5 and math.max(5) == 5)
assert(not pcall(math.max) and not pcall(math.floor) and not pcall(math.floor, {}) and not pcall(math.abs, nil))

-- types of numbers
assert(math.type(1) == "integer" and math.type(1.5) == "float" and math.type(max) == "integer" and math.type(inf) == "float" and math.type(nan) == "float" and math.type(1e300) == "float")
assert(math.type("1") == nil and math.type({}) == nil and math.type(0.1 + 0.2) == "float" and math.type(3 // 2) == "integer" and math.type(-5) == "integer" and math.type(5 % 3) == "integer" and math.type(1 << 3) == "integer")
assert(math.tointeger(5) == 5 and math.tointeger(5.0) == 5 and math.tointeger(5.5) == nil and math.tointeger(inf) == nil and math.tointeger(nan) == nil and math.tointeger({}) == nil)
assert(math.tointeger(2 ^ 53) == 9007199254740992 and math.tointeger(-2 ^ 63) == min and math.tointeger(2 ^ 63) == nil and math.tointeger(max) == max)
assert(math.ult(1, 2) and not math.ult(2, 1) and math.ult(1, -1) and not math.ult(-1, 1) and math.ult(max, min) and math.ult(-2, -1) and not math.ult(0, 0))

-- constants
assert(near(math.pi, 3.141592653589793) and inf > max and -inf < min and max == 9223372036854775807 and min == -max - 1 and inf == 1e400)

-- roots, powers, logarithms
assert(math.sqrt(16) == 4 and near(math.sqrt(2) ^ 2, 2) and math.sqrt(-1) ~= math.sqrt(-1) and math.sqrt(0) == 0)
assert(math.exp(0) == 1 and near(math.exp(1), 2.718281828459045) and math.log(1) == 0 and near(math.log(math.exp(5)), 5) and math.log(0) == -inf and math.log(-1) ~= math.log(-1))
assert(near(math.log(8, 2), 3) and near(math.log(1000, 10), 3) and near(math.log(27, 3), 3) and math.log(1024, 2) == 10)

-- trigonometry
assert(math.sin(0) == 0 and near(math.sin(math.pi / 2), 1) and math.cos(0) == 1 and near(math.cos(math.pi), -1) and math.tan(0) == 0 and near(math.tan(math.pi / 4), 1))
assert(near(math.asin(1), math.pi / 2) and near(math.acos(0), math.pi / 2) and near(math.atan(1), math.pi / 4) and math.asin(2) ~= math.asin(2))
assert(near(math.deg(math.pi), 180) and near(math.rad(180), math.pi) and math.deg(0) == 0)
for i = 1, 20 do
  local x = i * 0.37
  assert(near(math.sin(x) ^ 2 + math.cos(x) ^ 2, 1) and near(math.tan(x), math.sin(x) / math.cos(x)) and near(math.log(math.exp(x)), x))
end

-- random: ranges, integers, seeds
for _ = 1, 200 do
  local r = math.random()
  assert(r >= 0 and r < 1)
  r = math.random(6)
  assert(r >= 1 and r <= 6 and r == math.floor(r))
  r = math.random(-3, 3)
  assert(r >= -3 and r <= 3 and r % 1 == 0)
  assert(math.random(7, 7) == 7)
end
local seen = {}
for _ = 1, 300 do seen[math.random(3)] = true end
assert(seen[1] and seen[2] and seen[3] and #seen == 3)
assert(not pcall(math.random, 2, 1) and not pcall(math.random, 0, -1))
math.randomseed(42)
local first = { math.random(1000), math.random(1000), math.random(1000) }
math.randomseed(42)
assert(math.random(1000) == first[1] and math.random(1000) == first[2] and math.random(1000) == first[3])

-- numerical work: integration, Newton, series
local function integrate(f, a, b, n) local h, sum = (b - a) / n, 0 for i = 0, n - 1 do sum = sum + f(a + (i + 0.5) * h) end return sum * h end
assert(math.abs(integrate(math.sin, 0, math.pi, 1000) - 2) < 1e-5)
local function newton(f, df, x) for _ = 1, 50 do x = x - f(x) / df(x) end return x end
assert(near(newton(function(x) return x * x - 2 end, function(x) return 2 * x end, 1), math.sqrt(2)))
local pi, sign = 0, 1
for k = 1, 9999, 2 do pi = pi + sign * 4 / k sign = -sign end
assert(math.abs(pi - math.pi) < 1e-3)
local e, term = 1, 1
for k = 1, 20 do term = term / k e = e + term end
assert(near(e, math.exp(1)))
