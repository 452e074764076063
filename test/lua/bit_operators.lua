-- Bit operators: 64 bits, logical shifts, counts out of range, floats, precedence.
local max, min = math.maxinteger, math.mininteger
assert(5 & 3 == 1 and 5 | 3 == 7 and 5 ~ 3 == 6 and ~5 == -6 and ~0 == -1 and ~-1 == 0)
assert(0xff & 0x0f == 0x0f and 0xf0 | 0x0f == 0xff and 0xff ~ 0x0f == 0xf0 and 0 & -1 == 0 and -1 & -1 == -1 and -1 | 0 == -1 and -1 ~ -1 == 0)
assert(-1 & 0xff == 255 and -2 & 0xff == 254 and -256 & 0xff == 0 and -1 & max == max and max | min == -1 and max & min == 0 and max ~ min == -1)
assert(0xffffffff & 0xffffffff == 4294967295 and 0x100000000 & 0xffffffff == 0 and 0x80000000 | 1 == 2147483649 and ~0x7fffffff == -2147483648)
assert(0x123456789abcdef0 & 0xff00ff00ff00ff00 == 0x12005600 << 32 | 0x9a00de00 and 0x0f0f0f0f0f0f0f0f | 0x7070707070707070 == 0x7f7f7f7f7f7f7f7f)

-- shifts are logical
assert(1 << 0 == 1 and 1 << 1 == 2 and 1 << 10 == 1024 and 1 << 31 == 2147483648 and 1 << 32 == 4294967296 and 1 << 53 == 9007199254740992)
assert(1 << 62 == 4611686018427387904 and 1 << 63 == min and 1 << 64 == 0 and 1 << 100 == 0 and 3 << 63 == min and -1 << 63 == min and -1 << 1 == -2)
assert(8 >> 1 == 4 and 8 >> 4 == 0 and -1 >> 1 == max and -1 >> 63 == 1 and -1 >> 64 == 0 and -1 >> 32 == 0xffffffff and min >> 63 == 1 and -8 >> 1 == 0x7ffffffffffffffc)
assert(1 << -1 == 0 and 8 << -2 == 2 and 2 >> -3 == 16 and -1 >> -1 == -2 and 1 >> -63 == min and 1 >> -64 == 0 and -1 << -60 == 15)
assert(1 << max == 0 and 1 >> max == 0 and 1 << min == 0 and -1 >> min == 0 and 5 << 0 == 5 and -5 >> 0 == -5)

-- every bit
for i = 0, 63 do
  local bit = 1 << i
  assert(bit >> i == 1 and bit & bit == bit and bit & ~bit == 0 and bit ~ bit == 0 and (-1 >> i) >> (63 - i) == 1)
  assert(~bit ~ -1 == bit and (bit | 1) & 1 == 1 and (i == 63 or bit * 2 == bit << 1))
end
local function bits(n)
  local count = 0
  while n ~= 0 do
    count = count + (n & 1)
    n = n >> 1
  end
  return count
end
assert(bits(0) == 0 and bits(-1) == 64 and bits(max) == 63 and bits(min) == 1 and bits(0xf0f0) == 8)
local function clear_lowest(n) local count = 0 while n ~= 0 do n = n & (n - 1) count = count + 1 end return count end
assert(clear_lowest(-1) == 64 and clear_lowest(0x8001) == 2)

-- floats that are whole; others raise
assert(5.0 & 3 == 1 and 2 ^ 53 | 0 == 9007199254740992 and 1 << 3.0 == 8)
local function fails(f, part) local ok, e = pcall(f) assert(not ok and e:find(part, 1, true), e) end
fails(function() return 1.5 & 1 end, "has no integer representation")
fails(function() return 1 << 0.5 end, "has no integer representation")
fails(function() return 2 ^ 63 | 0 end, "has no integer representation")
fails(function() return math.huge & 1 end, "has no integer representation")
fails(function() return ~(0 / 0) end, "has no integer representation")
fails(function() return {} & 1 end, "bitwise operation on a table value")
fails(function() return 1 | nil end, "bitwise operation on a nil value")
fails(function() return "x" & 1 end, "attempt to perform bitwise operation on a string value")

-- precedence: ~ not - # above shifts, shifts above &, & above ~, ~ above |, comparison below
assert(1 | 2 ~ 3 & 4 == 1 | (2 ~ (3 & 4)) and 1 << 2 + 1 == 8 and 2 + 1 << 1 == 6 and 1 | 4 == 5 and (1 | 4 == 5) == true)
assert(~1 & 3 == 2 and -1 & 3 == 3 and 6 & 3 << 1 == 6 & (3 << 1) and ~ ~5 == 5 and 5 ~ ~5 == -1)
assert(3 & 2 | 1 ~ 1 == (3 & 2) | (1 ~ 1) and 1 << 1 << 2 == 8 and 256 >> 2 >> 2 == 16 and 2 ^ 3 | 1 == 9)

-- together: masks, fields, rotation, crc, xorshift
local function rotate32(x, n) return (x << n | x >> (32 - n)) & 0xffffffff end
assert(rotate32(0x80000001, 1) == 3 and rotate32(0x12345678, 8) == 0x34567812 and rotate32(1, 31) == 0x80000000)
local function rotate64(x, n) return x << n | x >> (64 - n) end
assert(rotate64(min, 1) == 1 and rotate64(0x123456789abcdef0, 4) == 0x23456789abcdef01)
local function crc32(text)
  local crc = 0xffffffff
  for i = 1, #text do
    crc = crc ~ text:byte(i)
    for _ = 1, 8 do
      crc = crc >> 1 ~ (crc & 1 == 1 and 0xedb88320 or 0)
    end
  end
  return crc ~ 0xffffffff
end
assert(crc32("123456789") == 0xcbf43926 and crc32("") == 0)
local function xorshift(x)
  x = x ~ x << 13
  x = x ~ x >> 7
  return x ~ x << 17
end
local x = 1
for _ = 1, 100 do x = xorshift(x) end
assert(x == -7504011922755506488)
local packed = 2024 << 9 | 6 << 5 | 15
assert(packed >> 9 == 2024 and packed >> 5 & 15 == 6 and packed & 31 == 15)
local swapped_a, swapped_b = 123, 456
swapped_a = swapped_a ~ swapped_b
swapped_b = swapped_a ~ swapped_b
swapped_a = swapped_a ~ swapped_b
assert(swapped_a == 456 and swapped_b == 123)

-- in assignments and conditions
local t = { flags = 0 }
t.flags = t.flags | 1 << 3
t.flags = t.flags | 1
assert(t.flags == 9 and t.flags & 8 ~= 0 and not (t.flags & 2 ~= 0))
t.flags = t.flags & ~8
assert(t.flags == 1)
