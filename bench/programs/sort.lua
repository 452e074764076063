-- table.sort with comparators, and a quicksort written in Lua.
local seed = 7
local function random()
  seed = (seed * 16807) % 2147483647
  return seed
end

local function numbers(n)
  local list = {}
  for i = 1, n do
    list[i] = random()
  end
  return list
end

local function checksum(list, field)
  local sum = 0
  for i = 1, #list do
    local value = list[i]
    if field then value = value[field] end
    sum = (sum * 31 + value) % 1000000007
  end
  return sum
end

local function quicksort(list, low, high, less)
  while low < high do
    local pivot = list[math.floor((low + high) / 2)]
    local i, j = low, high
    while i <= j do
      while less(list[i], pivot) do i = i + 1 end
      while less(pivot, list[j]) do j = j - 1 end
      if i <= j then
        list[i], list[j] = list[j], list[i]
        i = i + 1
        j = j - 1
      end
    end
    if j - low < high - i then
      quicksort(list, low, j, less)
      low = i
    else
      quicksort(list, i, high, less)
      high = j
    end
  end
end

local function descending(a, b) return a > b end

local plain = numbers(200000)
table.sort(plain)

local reversed = numbers(200000)
table.sort(reversed, descending)

local records = {}
for i = 1, 100000 do
  records[i] = { key = random() % 1000, order = i }
end
table.sort(records, function(a, b)
  if a.key ~= b.key then return a.key < b.key end
  return a.order < b.order
end)

local texts = {}
for i = 1, 40000 do
  texts[i] = string.format("%08x", random())
end
table.sort(texts)
local text_sum = 0
for i = 1, #texts do
  text_sum = (text_sum * 31 + string.byte(texts[i], 8)) % 1000000007
end

local own = numbers(200000)
quicksort(own, 1, #own, descending)

print(string.format("%d %d %d %d %d", checksum(plain), checksum(reversed), checksum(records, "order"), text_sum, checksum(own)))
