-- A JSON parser and printer in Lua, over a generated text.
local find, sub, byte, format, char = string.find, string.sub, string.byte, string.format, string.char
local concat = table.concat

local null = {}
local escapes = { ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

local parse_value

local function skip(text, at)
  local _, last = find(text, "^[ \n\r\t]*", at)
  return last + 1
end

local function fail(text, at, expected)
  error(format("expected %s at byte %d near '%s'", expected, at, sub(text, at, at + 10)))
end

local function parse_string(text, at)
  local parts, from = nil, at + 1
  while true do
    local stop = find(text, '["\\]', from)
    if not stop then fail(text, at, "end of string") end
    if byte(text, stop) == 34 then
      local piece = sub(text, from, stop - 1)
      if not parts then return piece, stop + 1 end
      parts[#parts + 1] = piece
      return concat(parts), stop + 1
    end
    parts = parts or {}
    parts[#parts + 1] = sub(text, from, stop - 1)
    local letter = sub(text, stop + 1, stop + 1)
    if letter == "u" then
      parts[#parts + 1] = char(tonumber(sub(text, stop + 2, stop + 5), 16) % 256)
      from = stop + 6
    else
      parts[#parts + 1] = escapes[letter] or fail(text, stop, "escape")
      from = stop + 2
    end
  end
end

local function parse_array(text, at)
  local list, n = {}, 0
  at = skip(text, at + 1)
  if sub(text, at, at) == "]" then return list, at + 1 end
  while true do
    n = n + 1
    list[n], at = parse_value(text, at)
    at = skip(text, at)
    local c = sub(text, at, at)
    if c == "]" then return list, at + 1 end
    if c ~= "," then fail(text, at, "',' or ']'") end
    at = skip(text, at + 1)
  end
end

local function parse_object(text, at)
  local object = {}
  at = skip(text, at + 1)
  if sub(text, at, at) == "}" then return object, at + 1 end
  while true do
    if sub(text, at, at) ~= '"' then fail(text, at, "key") end
    local key
    key, at = parse_string(text, at)
    at = skip(text, at)
    if sub(text, at, at) ~= ":" then fail(text, at, "':'") end
    at = skip(text, at + 1)
    object[key], at = parse_value(text, at)
    at = skip(text, at)
    local c = sub(text, at, at)
    if c == "}" then return object, at + 1 end
    if c ~= "," then fail(text, at, "',' or '}'") end
    at = skip(text, at + 1)
  end
end

function parse_value(text, at)
  local c = sub(text, at, at)
  if c == "{" then return parse_object(text, at) end
  if c == "[" then return parse_array(text, at) end
  if c == '"' then return parse_string(text, at) end
  if sub(text, at, at + 3) == "true" then return true, at + 4 end
  if sub(text, at, at + 4) == "false" then return false, at + 5 end
  if sub(text, at, at + 3) == "null" then return null, at + 4 end
  local _, last = find(text, "^-?%d+%.?%d*[eE]?[+-]?%d*", at)
  if not last then fail(text, at, "value") end
  return tonumber(sub(text, at, last)), last + 1
end

local function parse(text)
  local value, at = parse_value(text, skip(text, 1))
  at = skip(text, at)
  if at <= #text then fail(text, at, "end") end
  return value
end

local function quote(text)
  return '"' .. string.gsub(text, '[%c"\\]', function(c)
    if c == '"' then return '\\"' end
    if c == "\\" then return "\\\\" end
    return format("\\u%04x", byte(c))
  end) .. '"'
end

local function print_value(value, out)
  local kind = type(value)
  if value == null then
    out[#out + 1] = "null"
  elseif kind == "table" then
    if value[1] ~= nil then
      for i = 1, #value do
        out[#out + 1] = i == 1 and "[" or ","
        print_value(value[i], out)
      end
      out[#out + 1] = "]"
    else
      local keys = {}
      for key in pairs(value) do
        keys[#keys + 1] = key
      end
      table.sort(keys)
      out[#out + 1] = "{"
      for i = 1, #keys do
        if i > 1 then out[#out + 1] = "," end
        out[#out + 1] = quote(keys[i])
        out[#out + 1] = ":"
        print_value(value[keys[i]], out)
      end
      out[#out + 1] = "}"
    end
  elseif kind == "string" then
    out[#out + 1] = quote(value)
  elseif kind == "number" then
    out[#out + 1] = format("%.14g", value)
  else
    out[#out + 1] = tostring(value)
  end
end

local seed = 99
local function random(n)
  seed = (seed * 16807) % 2147483647
  return seed % n
end

local function record(i)
  local tags = {}
  for k = 1, 5 do
    tags[k] = "tag" .. random(50)
  end
  return {
    id = i,
    name = format("user %d \"%s\"\n", i, tags[1]),
    score = random(10000) / 16,
    active = random(2) == 0,
    parent = null,
    tags = tags,
    position = { x = random(1000), y = 0 - random(1000), path = { 1, 2, { deep = "yes\\no" } } },
  }
end

local function checksum(text)
  local sum = 0
  for i = 1, #text, 7 do
    sum = (sum * 31 + byte(text, i)) % 1000000007
  end
  return sum
end

local records = {}
for i = 1, 1000 do
  records[i] = record(i)
end
local out = {}
print_value(records, out)
local text = concat(out)

local bytes, same = 0, 0
for _ = 1, 10 do
  local value = parse(text)
  local again = {}
  print_value(value, again)
  local printed = concat(again)
  bytes = bytes + #printed
  if printed == text then same = same + 1 end
end

local ok = pcall(parse, '{"a": [1, 2}')
print(string.format("%d %d %d %s", bytes, same, checksum(text), tostring(ok)))
