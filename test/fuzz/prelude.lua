-- What generated programs use: texts of values that do not show how numbers are kept, where tables lie and how their
-- keys are ordered; and values whose every use yields.
local kindOf = math.type or function(v) return type(v) == "number" and v % 1 == 0 and "integer" end

local function number(v)
  if v ~= v then return "nan" end
  if v == 0 then return "0" end
  if v == 1/0 then return "inf" end
  if v == -1/0 then return "-inf" end
  if kindOf(v) == "integer" then return string.format("%d", v) end
  if v % 1 == 0 and v > -2^53 and v < 2^53 then return string.format("%d", v) end
  return (string.format("%.14g", v))
end

local text

local function sortable(k)
  return type(k) == "number" and string.format("%30.6f", k) or type(k) .. tostring(type(k) == "table" and "" or k)
end

local function content(t, depth)
  if depth > 3 then return "{...}" end
  local keys, parts = {}, {}
  for k in next, t do keys[#keys + 1] = k end
  table.sort(keys, function(a, b) return sortable(a) < sortable(b) end)
  for i, k in ipairs(keys) do
    parts[i] = (type(k) == "table" and "table" or text(k, depth)) .. "=" .. text(rawget(t, k), depth)
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function text(v, depth)
  local kind = type(v)
  if kind == "number" then return number(v) end
  if kind == "string" then return string.format("%q", v) end
  if kind == "table" then return content(v, depth + 1) end
  if kind == "function" or kind == "thread" then return kind end
  return tostring(v)
end

function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = text((select(i, ...)), 0) end
  return table.concat(parts, " ")
end

-- Texts as they are, numbers as `show` has them.
function print(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local v = (select(i, ...))
    parts[i] = type(v) == "number" and number(v) or tostring(v)
  end
  out(table.concat(parts, " "))
end

function trace(n, v)
  print("at " .. n)
  return v
end

-- The number in an object of a generated class, or the number itself.
function val(x)
  local v = type(x) == "table" and rawget(x, "v") or x
  return kindOf(v) == "integer" and v or #show(v)
end

function backwards(t)
  return function(s, i) if i > 1 then return i - 1, s[i - 1] end end, t, #t + 1
end

local yields = {}
local function pass(event)
  return function(...) return coroutine.yield(event, select("#", ...)) end
end
for _, event in ipairs { "add", "sub", "mul", "idiv", "mod", "concat", "shl", "band", "lt", "le", "eq", "len", "unm", "call", "index", "newindex" } do
  yields["__" .. event] = pass(event)
end
function yielding(n) return setmetatable({ n = n }, yields) end

function yieldingPairs(t)
  return function(s, i)
    coroutine.yield("step", i)
    if s[i + 1] ~= nil then return i + 1, s[i + 1] end
  end, t, 0
end
