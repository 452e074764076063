-- Division, floor division and remainder: signs, floats, zero, large integers, identities.
-- floor division goes down, the remainder has the divisor's sign
assert(7 // 2 == 3 and -7 // 2 == -4 and 7 // -2 == -4 and -7 // -2 == 3 and 6 // 2 == 3 and -6 // 2 == -3 and 0 // 5 == 0)
assert(7 % 3 == 1 and -7 % 3 == 2 and 7 % -3 == -2 and -7 % -3 == -1 and 6 % 3 == 0 and -6 % 3 == 0 and 0 % 5 == 0)
assert(7.5 // 2 == 3 and -7.5 // 2 == -4 and 7.5 // -2 == -4 and 1 // 0.25 == 4 and 5.5 // 1 == 5 and -0.5 // 1 == -1)
assert(7.5 % 2 == 1.5 and -7.5 % 2 == 0.5 and 7.5 % -2 == -0.5 and -7.5 % -2 == -1.5 and 5.25 % 0.5 == 0.25 and 1 % 0.75 == 0.25)
assert(10 / 2 == 5 and 7 / 2 == 3.5 and -7 / 2 == -3.5 and 1 / 4 == 0.25 and 0 / 5 == 0 and 1 / 3 * 3 == 1)

-- the identity a == (a // b) * b + a % b
for a = -12, 12 do
  for b = -5, 5 do
    if b ~= 0 then
      assert((a // b) * b + a % b == a)
      assert(a % b == 0 or (a % b > 0) == (b > 0))
      assert(a // b == math.floor(a / b))
      local fa, fb = a + 0.5, b + 0.25
      assert((fa // fb) * fb + fa % fb == fa)
    end
  end
end

-- by zero: integers raise, divisions of floats do not
local zero = 0
local function fails(f) local ok, e = pcall(f) assert(not ok and tostring(e):find("attempt to", 1, true)) end
fails(function() return 1 // zero end)
fails(function() return 1 % zero end)
fails(function() return zero // zero end)
fails(function() return zero % zero end)
fails(function() return math.maxinteger // zero end)
fails(function() return math.mininteger % zero end)
assert(1 / zero == math.huge and -1 / zero == -math.huge and zero / zero ~= zero / zero)

-- infinities and not-a-number
local inf, nan = math.huge, 0 / 0
assert(5 % inf == 5 and -5 % inf == inf and 5 % -inf == -inf and -5 % -inf == -5 and 0.5 % inf == 0.5)
assert(1 / inf == 0 and inf / inf ~= inf / inf and inf % 2 ~= inf % 2 and nan % 2 ~= nan % 2 and 2 % nan ~= 2 % nan)
assert(inf // 2 == inf and -inf // 2 == -inf and 1.5 // inf == 0 and -1.5 // inf == 0)

-- large integers
local max, min = math.maxinteger, math.mininteger
assert(max // 2 == 4611686018427387903 and min // 2 == -4611686018427387904 and max // -1 == -max and min // -1 == min and min // 3 == -3074457345618258603)
assert(max % 2 == 1 and min % 2 == 0 and max % -2 == -1 and min % max == max - 1 and max % min == -1 and min % -1 == 0 and max % 10 == 7 and min % 10 == 2)
assert(max // max == 1 and min // min == 1 and min // max == -2 and max // min == -1 and max % max == 0)
assert(9007199254740993 // 3 == 3002399751580331 and 9007199254740993 % 4 == 1 and -9007199254740993 % 4 == 3 and -9007199254740993 // 4 == -2251799813685249)
assert(max // 1 == max and max % 1 == 0 and 5 // max == 0 and -5 // max == -1 and 5 % max == 5 and -5 % max == max - 5 and 5 % min == min + 5)

-- of floats that are whole
assert(6.0 // 2.0 == 3 and 2 ^ 53 // 2 == 4503599627370496 and 2 ^ 53 % 3 == 2 and 1e15 // 7 == 142857142857142 and 1e15 % 7 == 6)
assert(2 ^ 60 / 2 ^ 58 == 4 and 1e300 / 1e299 > 9.99 and 1e300 % 1 == 0 and 5 // 0.1 >= 49)

-- powers
assert(2 ^ 10 == 1024 and 2 ^ 0.5 == math.sqrt(2) and 2 ^ -1 == 0.5 and (-2) ^ 2 == 4 and (-2) ^ 3 == -8 and 0 ^ 0 == 1 and 10 ^ 2 == 100)
assert(-2 ^ 2 == -4 and 2 ^ 3 ^ 2 == 512 and 4 ^ 0.5 == 2 and (-8) ^ (1 / 3) ~= (-8) ^ (1 / 3) and 2 ^ 63 == 9223372036854775808 and inf ^ 0 == 1)

-- greatest common divisor, digits, modular powers
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
assert(gcd(48, 36) == 12 and gcd(17, 5) == 1 and gcd(2 ^ 40, 2 ^ 35) == 2 ^ 35)
local function digits(n) local sum = 0 while n > 0 do sum = sum + n % 10 n = n // 10 end return sum end
assert(digits(987654321) == 45 and digits(max) == 88)
local function power_mod(b, e, m)
  local r = 1
  b = b % m
  while e > 0 do
    if e % 2 == 1 then r = r * b % m end
    b = b * b % m
    e = e // 2
  end
  return r
end
assert(power_mod(2, 100, 1000000007) == 976371285 and power_mod(3, 1000, 998244353) == power_mod(9, 500, 998244353))
