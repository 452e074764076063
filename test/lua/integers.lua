-- Integers of 64 bits: overflow that wraps, products, the largest and smallest, literals, no negative zero.
local max, min = math.maxinteger, math.mininteger

-- literals
assert(max == 9223372036854775807 and min == -9223372036854775807 - 1 and max == 0x7fffffffffffffff and min == 0x8000000000000000)
assert(0xffffffffffffffff == -1 and 0xff == 255 and 0XAbC == 2748 and 0x0 == 0 and 0x1ffffffffffffffff == -1)
assert(9223372036854775808 == 2 ^ 63 and 1e3 == 1000 and 3.0 == 3 and .5 == 0.5 and 5. == 5 and 0x.8p1 == 1 and 0xA.8p0 == 10.5 and 1E-2 == 0.01)

-- sums and differences wrap
assert(max + 1 == min and min - 1 == max and max + max == -2 and min + min == 0 and max - min == -1 and min - max == 1)
assert(-min == min and max + 2 == min + 1 and max - (-1) == min and 1 - min == min + 1 and -max - 2 == max)
assert(max + min == -1 and (max + 1) - 1 == max and min + max + 1 == 0 and max - 1 == 9223372036854775806)

-- products wrap
assert(max * 2 == -2 and min * 2 == 0 and min * -1 == min and max * max == 1 and min * min == 0 and max * min == min)
assert(4294967296 * 4294967296 == 0 and 3037000500 * 3037000500 == -9223372036709301616 and 4294967296 * 2147483648 == min)
assert(123456789 * 987654321 == 121932631112635269 and 94906267 * 94906267 == 9007199515875289 and -94906267 * 94906267 == -9007199515875289)
assert(6364136223846793005 * 1442695040888963407 == 433315962919513059)
assert(1000000007 * 1000000007 % 1000000009 == 4 and 99999999977 * 99999999977 % 1000 == 99999999977 * 99999999977 - 99999999977 * 99999999977 // 1000 * 1000)
local factorial = 1
for i = 1, 20 do factorial = factorial * i end
assert(factorial == 2432902008176640000)
for i = 21, 25 do factorial = factorial * i end
assert(factorial == 7034535277573963776)
local power = 1
for _ = 1, 62 do power = power * 2 end
assert(power == 4611686018427387904 and power * 2 == min and power * 4 == 0)
local fib_a, fib_b = 0, 1
for _ = 1, 78 do fib_a, fib_b = fib_b, fib_a + fib_b end
assert(fib_a == 8944394323791464)

-- exact beyond 2^53 once one operand is
local big = 9007199254740993
assert(big - 1 == 9007199254740992 and big + 1 == 9007199254740994 and big * 3 == 27021597764222979 and big // 2 == 4503599627370496)
assert(big % 10 == 3 and -big == -9007199254740993 and big - big == 0 and big ~= big - 1 and big > big - 1 and big % 2 == 1)
assert(1700000000123456789 + 1 == 1700000000123456790 and 1700000000123456789 % 1000 == 789 and 1700000000123456789 // 1000000000 == 1700000000)
assert((big + 5) - big == 5 and (max - 10) - (max - 15) == 5 and big * 0 == 0 and 0 * max == 0 and 1 * min == min)
assert(tostring(max) == "9223372036854775807" and tostring(min) == "-9223372036854775808" and tostring(big) == "9007199254740993" and "" .. big == "9007199254740993")
assert(tonumber("9007199254740993") == big and tonumber("9223372036854775807") == max and tonumber("-9223372036854775808") == min)

-- a generator of 64 bits and a hash
local state = 42
for _ = 1, 10 do state = state * 6364136223846793005 + 1442695040888963407 end
assert(state == 457466634992928148)
local hash = 0xcbf29ce484222325
for c in ("hello"):gmatch(".") do hash = (hash ~ c:byte()) * 0x100000001b3 end
assert(hash == 0xa430d84680aabd0b)
local small = 0x811c9dc5
for c in ("hello"):gmatch(".") do small = ((small ~ c:byte()) * 0x01000193) & 0xffffffff end
assert(small == 0x4f9f2cab)

-- integers have no negative zero
assert(1 / (0 * -1) == math.huge and 1 / (-6 % 3) == math.huge and 1 / (0 // -3) == math.huge and 1 / -0 == math.huge)
local zero, minus = 0, -5
assert(1 / (zero * minus) == math.huge and 1 / (-zero) == math.huge and 1 / (zero // minus) == math.huge and 1 / (minus % 5) == math.huge)
assert(1 / (minus + 5) == math.huge and 1 / (zero % minus) == math.huge and tostring(zero * minus) == "0" and "" .. -zero == "0")

-- as keys, in comparisons, as loop bounds
local t = {}
t[max], t[min], t[big] = "max", "min", "big"
assert(t[9223372036854775807] == "max" and t[-9223372036854775807 - 1] == "min" and t[big] == "big" and t[big - 1] == nil and t[big + 1 - 1] == "big")
assert(max > min and max >= max and min < 0 and max > 1 and min < -1 and not (max < min) and math.max(1, max, 2) == max and math.min(1, min) == min)
local n = 0
for i = big, big + 3 do n = n + (i - big) end
assert(n == 6)

-- increments across the border and back
local x = 9007199254740991
assert(x + 0 == 9007199254740991 and x - 1 == 9007199254740990 and -x == -9007199254740991 and x // 1 == x)
local y = 9007199254740994
for _ = 1, 4 do y = y - 1 end
assert(y == 9007199254740990 and y + 1 - 1 == y and y * 1 == y)
y = max
local steps = 0
while y > max - 5 do y = y - 1 steps = steps + 1 end
assert(steps == 5)
assert(math.tointeger(max) == max and math.abs(-5) == 5 and math.abs(min + 1) == max)
