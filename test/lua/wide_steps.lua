-- Generators and hashes of 64 bits: variables that go from step to step, and all that else may happen to them.
local function same(a, b, what)
  assert(a == b, tostring(what) .. ": " .. tostring(a) .. " is not " .. tostring(b))
end

-- a captured variable, of which only bits are given
local state = 42
local function bits()
  state = state * 6364136223846793005 + 1442695040888963407
  return (state >> 33) & 0x7fffffff
end
local sum = 0
for _ = 1, 1000 do sum = (sum + bits()) % 2000000007 end
same(sum, 1076943080, "bits of a generator")
same(state, 3780446852550674546, "its state")

-- others see each step, and set it
local function get() return state end
local function set(value) state = value end
set(7)
same(bits(), 1059165278, "set again")
set("7")
same(bits(), 1059165278, "a text is a number")
set(1.5)
same(select(1, pcall(bits)), false, "a float has no bits")
set(nil)
local ok, message = pcall(bits)
same(ok, false, "nil")
assert(message:find("attempt to perform arithmetic on a nil value %(upvalue 'state'%)"), message)
set(setmetatable({}, { __mul = function() return 5 end }))
same(bits(), 167951807, "a metamethod")
same(get(), 1442695040888963412, "what it gave")

-- its old value is read before a call that steps it, or after it, as ever
set(1)
local before = get() + bits() * 0
same(before, 1, "read before")

-- locals
local x = 88172645463325252
for _ = 1, 1000 do
  x = x ~ (x << 13)
  x = x ~ (x >> 7)
  x = x ~ (x << 17)
end
same(x, 1363160026601443621, "xorshift")

local seed = 7
local function splitmix()
  seed = seed + 0x9e3779b97f4a7c15
  local z = seed
  z = (z ~ (z >> 30)) * 0xbf58476d1ce4e5b9
  z = (z ~ (z >> 27)) * 0x94d049bb133111eb
  return z ~ (z >> 31)
end
local mixed = 0
for _ = 1, 1000 do mixed = mixed ~ splitmix() end
same(mixed, -5210456109210389426, "splitmix")

local function fnv(value)
  local hash = 0xcbf29ce484222325
  for _ = 1, 8 do
    hash = (hash ~ (value & 0xff)) * 0x100000001b3
    value = value >> 8
  end
  return hash
end
same(fnv(0), -6284781860667377211, "fnv of 0")
same(fnv(-1), -8289690350564177859, "fnv of -1")
same(fnv(math.mininteger), -6284922598155788219, "fnv of the least")
same(fnv(2 ^ 52), fnv(1 << 52), "of a float")
same(pcall(fnv, 1.5), false, "of half")
same(pcall(fnv, {}), false, "of a table")

-- two that are made of each other, copied and swapped
local a, b = 1, 2
for i = 1, 200 do
  a = (a << 1) - ~b
  b = -b * 0x5851f42d4c957f2d + a
  local c = a
  c = c ~ (c >> 5)
  if i % 50 == 0 then a, b = b, a end
  a = (c | b) & ~(a >> 3)
end
same(a, -4122657480233169675, "two of each other")
same(b, -3068800001866364424, "and the other")

-- in coroutines, with yields between steps
local steps = coroutine.wrap(function()
  local h = 0x123456789abcdef1
  while true do
    h = h * 0x2545f4914f6cdd1d
    h = h ~ (h >> 12)
    coroutine.yield(h & 0xffff, h)
  end
end)
local low, all
for _ = 1, 10 do low, all = steps() end
same(low, all & 0xffff, "what a coroutine gives")
same(all, 4912321851377740100, "the tenth")

-- by goto, in closures of a loop, as arguments and in tables
local g, rounds = 1, 0
::again::
g = (g ~ 3) * 0x9e3779b97f4a7c15
rounds = rounds + 1
if rounds < 10 then goto again end
local kept = {}
for i = 1, 3 do
  local own = i
  kept[i] = function()
    own = own * 6364136223846793005 + i
    return own >> 60
  end
end
local text = {}
for _ = 1, 3 do for i = 1, 3 do text[#text + 1] = kept[i]() end end
same(table.concat(text, " "), "5 11 0 12 8 4 12 9 6", "closures")
local t = { [g] = "g" }
same(t[g], "g", "as a key")
same(string.format("%x", g), "727c439186c4000d", "as an argument")
same(g // 3, 2749847636582072324, "divided")
same(g % 1000, 973, "its remainder")
same(g < 0, false, "compared")
same(-g, -8249542909746216973, "negated")
same(g .. "", "8249542909746216973", "as a text")
