-- Protected calls: without errors, with texts and tables as errors, nested, rethrown.
local function divide(a, b)
  if b == 0 then error("division by zero") end
  return a / b
end

local function strict(value)
  if value % 3 == 0 then error({ code = value % 7 }, 0) end
  return value
end

local ok_count, failures, codes = 0, 0, 0
for i = 1, 2250000 do
  local ok, value = pcall(divide, i, 2)
  if ok and value > 0 then ok_count = ok_count + 1 end
end

for i = 1, 450000 do
  local ok, message = pcall(divide, i, i % 2)
  if not ok and string.find(message, "division by zero", 1, true) then failures = failures + 1 end
end

for i = 1, 750000 do
  local ok, value = pcall(strict, i)
  if ok then
    ok_count = ok_count + 1
  else
    codes = codes + value.code
  end
end

local function nested(depth, value)
  if depth == 0 then return strict(value) end
  local ok, result = pcall(nested, depth - 1, value)
  if not ok then error(result, 0) end
  return result
end

for i = 1, 75000 do
  local ok, value = pcall(nested, 5, i)
  if ok then ok_count = ok_count + 1 else codes = codes + value.code end
end

local handled = 0
local function handler(e)
  handled = handled + 1
  return type(e)
end
for i = 1, 150000 do
  local ok, kind = xpcall(function() return strict(i) end, handler)
  if not ok and kind == "table" then failures = failures + 1 end
end

print(string.format("%d %d %d %d", ok_count, failures, codes, handled))
