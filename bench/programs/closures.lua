-- Closures: creation, captured variables, functions as arguments, varargs.
local unpack = table.unpack or unpack

local function counter()
  local count = 0
  return function(step)
    count = count + step
    return count
  end
end

local function compose(f, g)
  return function(x) return f(g(x)) end
end

local function map(list, f)
  local result = {}
  for i = 1, #list do
    result[i] = f(list[i])
  end
  return result
end

local function fold(list, f, value)
  for i = 1, #list do
    value = f(value, list[i])
  end
  return value
end

local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do
    total = total + (select(i, ...))
  end
  return total
end

local function curry(f, ...)
  local first = { ... }
  return function(x)
    first[#first + 1] = x
    local result = f(unpack(first))
    first[#first] = nil
    return result
  end
end

local total = 0
for i = 1, 600000 do
  local c = counter()
  c(i)
  total = (total + c(1)) % 1000003
end

local increment = function(x) return x + 1 end
local double = function(x) return x * 2 end
local chain = increment
for _ = 1, 10 do
  chain = compose(compose(increment, double), chain)
end
local chained = 0
for i = 1, 100000 do
  chained = (chained + chain(i)) % 1000003
end

local list = {}
for i = 1, 1000 do
  list[i] = i
end
local folded = 0
for round = 1, 600 do
  local mapped = map(list, function(x) return x * round % 97 end)
  folded = (folded + fold(mapped, function(a, b) return a + b end, 0)) % 1000003
end

local varied = 0
for i = 1, 400000 do
  varied = (varied + sum(i, 2, 3, 4)) % 1000003
end

local curried = curry(sum, 1, 2, 3)
for i = 1, 100000 do
  varied = (varied + curried(i)) % 1000003
end

local functions = {}
for i = 1, 100 do
  functions[i] = function(x)
    i = i + x
    return i
  end
end
local fresh = 0
for round = 1, 10000 do
  for k = 1, 100 do
    fresh = (fresh + functions[k](1)) % 1000003
  end
end

print(string.format("%d %d %d %d %d", total, chained, folded, varied, fresh))
