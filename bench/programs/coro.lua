-- Coroutines: switches, generators, pipelines, many at once, yields from deep inside.
local create, resume, yield, wrap = coroutine.create, coroutine.resume, coroutine.yield, coroutine.wrap

local counter = create(function()
  local n = 0
  while true do
    n = n + yield(n)
  end
end)
resume(counter)
local switched = 0
for i = 1, 2000000 do
  local _, n = resume(counter, i % 3)
  switched = n
end

local function range(n)
  return wrap(function()
    for i = 1, n do
      yield(i)
    end
  end)
end

local function filter(source, predicate)
  return wrap(function()
    for value in source do
      if predicate(value) then yield(value) end
    end
  end)
end

local function map(source, f)
  return wrap(function()
    for value in source do
      yield(f(value))
    end
  end)
end

local piped = 0
local odd = filter(range(500000), function(x) return x % 2 == 1 end)
for value in map(odd, function(x) return x * x % 1009 end) do
  piped = piped + value
end

local function walk(tree)
  if tree then
    walk(tree.left)
    yield(tree.value)
    walk(tree.right)
  end
end
local function build(low, high)
  if low > high then return nil end
  local middle = math.floor((low + high) / 2)
  return { value = middle, left = build(low, middle - 1), right = build(middle + 1, high) }
end
local tree = build(1, 10000)
local walked = 0
for _ = 1, 12 do
  for value in wrap(function() walk(tree) end) do
    walked = (walked * 7 + value) % 1000003
  end
end

local tasks = {}
for i = 1, 5000 do
  tasks[i] = create(function(a)
    local sum = a
    for k = 1, 50 do
      sum = sum + yield(k)
    end
    return sum
  end)
end
local finished = 0
for round = 1, 51 do
  for i = 1, #tasks do
    local _, value = resume(tasks[i], i)
    if round == 51 then finished = finished + value end
  end
end

local created = 0
for i = 1, 250000 do
  local f = wrap(function(a) return a + yield(a) end)
  created = (created + f(i) + f(1)) % 1000003
end

print(string.format("%d %d %d %d %d", switched, piped, walked, finished, created))
