-- Strings: building, searching, patterns, substitution and formatting.
local words = {
  "lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit",
  "sed", "do", "eiusmod", "tempor", "incididunt", "ut", "labore", "et", "dolore",
}

local seed = 42
local function random(n)
  seed = (seed * 16807) % 2147483647
  return seed % n + 1
end

local function sentence(n)
  local parts = {}
  for i = 1, n do
    parts[i] = words[random(#words)]
  end
  return table.concat(parts, " ") .. "."
end

local function count_words(text)
  local counts, total = {}, 0
  for word in string.gmatch(text, "%a+") do
    counts[word] = (counts[word] or 0) + 1
    total = total + 1
  end
  return counts, total
end

local function checksum(text)
  local sum = 0
  for i = 1, #text do
    sum = (sum * 31 + string.byte(text, i)) % 1000000007
  end
  return sum
end

local total, matched, replaced, found = 0, 0, 0, 0
local sum = 0
for round = 1, 600 do
  local lines = {}
  for i = 1, 50 do
    lines[i] = string.format("%04d key%d = %q; %s", i, random(100), "v" .. i * round, sentence(10))
  end
  local text = table.concat(lines, "\n")

  local _, n = count_words(text)
  total = total + n

  for number, key, value in string.gmatch(text, '(%d+) (%w+)%s*=%s*"([^"]*)"') do
    matched = matched + #number + #key + #value
  end

  local upper, times = string.gsub(text, "(%a)(%a*)", function(first, rest)
    return string.upper(first) .. rest
  end)
  replaced = replaced + times

  local swapped, again = string.gsub(upper, "(%w+) (%w+)", "%2 %1")
  replaced = replaced + again

  local named = string.gsub(swapped, "%a+", { Lorem = "L", Ipsum = "I", Dolor = "D" })

  local from = 1
  while true do
    local first, last = string.find(named, "et", from, true)
    if not first then break end
    found = found + 1
    from = last + 1
  end

  for i = 1, #lines do
    local line = lines[i]
    if string.match(line, "^%d+ key(%d+)") == "7" then found = found + 1000 end
    if string.find(line, "dolor%s+%a+%s+lorem") then found = found + 1 end
    sum = (sum + #string.rep(string.sub(line, 1, 8), i)) % 1000003
  end

  sum = (sum + checksum(named)) % 1000003
end

local built = ""
for i = 1, 40000 do
  built = built .. string.char(97 + i % 26)
end
sum = (sum + checksum(string.reverse(built)) + checksum(string.lower(string.upper(built)))) % 1000003

print(string.format("%d %d %d %d %d", total, matched, replaced, found, sum))
