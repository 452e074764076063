-- FNV-1a hashing with bit operators: 32 and 64 bits, of integers and of strings.
local function fnv32(value)
  local hash = 0x811c9dc5
  for _ = 1, 4 do
    hash = ((hash ~ (value & 0xff)) * 0x01000193) & 0xffffffff
    value = value >> 8
  end
  return hash
end

local function fnv64(value)
  local hash = 0xcbf29ce484222325
  for _ = 1, 8 do
    hash = (hash ~ (value & 0xff)) * 0x100000001b3
    value = value >> 8
  end
  return hash
end

local function fnv32_text(text)
  local hash = 0x811c9dc5
  for i = 1, #text do
    hash = ((hash ~ string.byte(text, i)) * 0x01000193) & 0xffffffff
  end
  return hash
end

local mixed = 0
for i = 1, 3000000 do
  mixed = mixed ~ fnv32(i)
end

local wide = 0
for i = 1, 750000 do
  wide = wide ~ fnv64(i)
end

local text = string.rep("the quick brown fox ", 20)
local texts = 0
for i = 1, 9000 do
  texts = texts ~ fnv32_text(text .. i)
end

print(string.format("%d %d %d", mixed, wide, texts))
