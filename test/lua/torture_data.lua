-- Torture: data structures and algorithms: heap, tree, graph, cache, matrix, big numbers, JSON, serialisation.
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, " ")
end
local seed = 12345
local function random(n) seed = (seed * 16807) % 2147483647 return seed % n + 1 end

-- a binary heap with a comparator, and Dijkstra on it
local Heap = {}
Heap.__index = Heap
Heap.__len = function(self) return self.n end
function Heap.new(less) return setmetatable({ n = 0, less = less or function(a, b) return a < b end }, Heap) end
function Heap:push(v)
  self.n = self.n + 1
  local i = self.n
  self[i] = v
  while i > 1 do
    local parent = i // 2
    if not self.less(self[i], self[parent]) then break end
    self[i], self[parent], i = self[parent], self[i], parent
  end
end
function Heap:pop()
  if self.n == 0 then return nil end
  local top = self[1]
  self[1], self[self.n] = self[self.n], nil
  self.n = self.n - 1
  local i = 1
  while true do
    local child = i * 2
    if child > self.n then break end
    if child < self.n and self.less(self[child + 1], self[child]) then child = child + 1 end
    if not self.less(self[child], self[i]) then break end
    self[i], self[child], i = self[child], self[i], child
  end
  return top
end
local heap = Heap.new()
for _ = 1, 300 do heap:push(random(1000)) end
assert(#heap == 300)
local last, popped = 0, 0
for v in function() return heap:pop() end do assert(v >= last) last, popped = v, popped + 1 end
assert(popped == 300 and #heap == 0)
local function dijkstra(graph, from)
  local distance, queue = { [from] = 0 }, Heap.new(function(a, b) return a[1] < b[1] end)
  queue:push({ 0, from })
  while #queue > 0 do
    local d, node = (table.unpack or unpack)(queue:pop())
    if d > distance[node] then goto continue end
    for next_node, weight in pairs(graph[node] or {}) do
      local candidate = d + weight
      if not distance[next_node] or candidate < distance[next_node] then
        distance[next_node] = candidate
        queue:push({ candidate, next_node })
      end
    end
    ::continue::
  end
  return distance
end
local d = dijkstra({ a = { b = 7, c = 9, f = 14 }, b = { c = 10, d = 15 }, c = { d = 11, f = 2 }, d = { e = 6 }, f = { e = 9 } }, "a")
assert(show(d.a, d.b, d.c, d.d, d.e, d.f) == "0 7 9 20 20 11")

-- a balanced tree (treap) with an iterator
local Tree = {}
Tree.__index = Tree
local function rotate(node, side, other) local child = node[side] node[side], child[other] = child[other], node return child end
local function insert(node, key, value)
  if not node then return { key = key, value = value, priority = random(1000000) } end
  if key == node.key then node.value = value return node end
  local side, other = "left", "right"
  if key > node.key then side, other = other, side end
  node[side] = insert(node[side], key, value)
  if node[side].priority > node.priority then return rotate(node, side, other) end
  return node
end
Tree.__newindex = function(self, key, value) rawset(self, "root", insert(rawget(self, "root"), key, value)) end
Tree.__index = function(self, key)
  local node = rawget(self, "root")
  while node and node.key ~= key do node = key < node.key and node.left or node.right end
  return node and node.value
end
Tree.__call = function(self)
  return coroutine.wrap(function()
    local function walk(node)
      if not node then return end
      walk(node.left)
      coroutine.yield(node.key, node.value)
      return walk(node.right)
    end
    walk(rawget(self, "root"))
  end)
end
local tree = setmetatable({}, Tree)
for i = 1, 200 do tree[(i * 37) % 211] = i end
local previous, count = -1, 0
for k, v in tree() do assert(k > previous and (v * 37) % 211 == k) previous, count = k, count + 1 end
assert(count == 200 and tree[37] == 1 and tree[1000] == nil)

-- a cache that drops what was used least recently
local function lru(capacity)
  local items, head = {}, {}
  head.next, head.previous = head, head
  local function unlink(e) e.previous.next, e.next.previous = e.next, e.previous end
  local function front(e) e.next, e.previous = head.next, head head.next.previous = e head.next = e end
  local size = 0
  return setmetatable({}, {
    __index = function(_, k) local e = items[k] if e then unlink(e) front(e) return e.value end end,
    __newindex = function(_, k, v)
      local e = items[k]
      if e then unlink(e) else size = size + 1 e = { key = k } items[k] = e end
      e.value = v
      front(e)
      if size > capacity then local old = head.previous unlink(old) items[old.key] = nil size = size - 1 end
    end,
    __len = function() return size end,
  })
end
local cache = lru(3)
cache.a, cache.b, cache.c = 1, 2, 3
assert(cache.a == 1)
cache.d = 4
assert(#cache == 3 and cache.d == 4 and cache.a == 1 and (cache.b == nil) ~= (cache.c == nil))

-- matrices as values
local M = {}
M.__index = M
local function matrix(rows) return setmetatable(rows, M) end
M.__mul = function(a, b)
  local out = {}
  for i = 1, #a do
    out[i] = {}
    for j = 1, #b[1] do
      local sum = 0
      for k = 1, #b do sum = sum + a[i][k] * b[k][j] end
      out[i][j] = sum
    end
  end
  return matrix(out)
end
M.__eq = function(a, b) for i = 1, #a do for j = 1, #a[1] do if a[i][j] ~= b[i][j] then return false end end end return true end
M.__pow = function(a, n)
  local result = matrix({ { 1, 0 }, { 0, 1 } })
  while n > 0 do
    if n % 2 == 1 then result = result * a end
    a, n = a * a, n // 2
  end
  return result
end
local fib = matrix({ { 1, 1 }, { 1, 0 } }) ^ 70
assert(fib[1][2] == 190392490709135 and fib == matrix({ { 308061521170129, 190392490709135 }, { 190392490709135, 117669030460994 } }))

-- big numbers in base 10^7
local Big = {}
Big.__index = Big
local BASE = 10000000
local function big(n)
  if type(n) == "table" then return n end
  local digits = {}
  repeat digits[#digits + 1] = n % BASE n = n // BASE until n == 0
  return setmetatable(digits, Big)
end
Big.__add = function(a, b)
  a, b = big(a), big(b)
  local out, carry = setmetatable({}, Big), 0
  for i = 1, math.max(#a, #b) do
    local sum = (a[i] or 0) + (b[i] or 0) + carry
    out[i], carry = sum % BASE, sum // BASE
  end
  if carry > 0 then out[#out + 1] = carry end
  return out
end
Big.__mul = function(a, b)
  a, b = big(a), big(b)
  local out = setmetatable({}, Big)
  for i = 1, #a do
    local carry = 0
    for j = 1, #b do
      local v = (out[i + j - 1] or 0) + a[i] * b[j] + carry
      out[i + j - 1], carry = v % BASE, v // BASE
    end
    if carry > 0 then out[i + #b] = (out[i + #b] or 0) + carry end
  end
  return out
end
Big.__tostring = function(a)
  local parts = { tostring(rawget(a, #a)) }
  for i = #a - 1, 1, -1 do parts[#parts + 1] = ("%07d"):format(a[i]) end
  return table.concat(parts)
end
local factorial = big(1)
for i = 2, 30 do factorial = i * factorial end
assert(tostring(factorial) == "265252859812191058636308480000000")
local f1, f2 = big(0), big(1)
for _ = 1, 150 do f1, f2 = f2, f1 + f2 end
assert(tostring(f1) == "9969216677189303386214405760200")

-- serialisation of any table, with sharing and cycles, read back by a small reader
local function serialise(value)
  local ids, n, out = {}, 0, {}
  local function write(v)
    local kind = type(v)
    if kind == "table" then
      if ids[v] then out[#out + 1] = "r" .. ids[v] .. ";" return end
      n = n + 1
      ids[v] = n
      local keys = {}
      for k in pairs(v) do keys[#keys + 1] = k end
      table.sort(keys, function(a, b)
        if type(a) ~= type(b) then return type(a) < type(b) end
        return a < b
      end)
      out[#out + 1] = "t" .. #keys .. ";"
      for _, k in ipairs(keys) do write(k) write(v[k]) end
    elseif kind == "string" then out[#out + 1] = "s" .. #v .. ";" .. v
    elseif kind == "number" then out[#out + 1] = "n" .. v .. ";"
    else out[#out + 1] = tostring(v):sub(1, 1):upper() .. ";" end
  end
  write(value)
  return table.concat(out)
end
local function deserialise(text)
  local at, tables = 1, {}
  local function read()
    local tag, argument, next_at = text:match("^(.)(.-);()", at)
    at = next_at
    if tag == "t" then
      local t = {}
      tables[#tables + 1] = t
      for _ = 1, tonumber(argument) do
        local k = read()
        t[k] = read()
      end
      return t
    elseif tag == "s" then
      local s = text:sub(at, at + argument - 1)
      at = at + argument
      return s
    elseif tag == "n" then return tonumber(argument)
    elseif tag == "r" then return tables[tonumber(argument)]
    elseif tag == "T" then return true
    elseif tag == "F" then return false end
  end
  return read()
end
local shared = { "shared;", 1.5 }
local original = { a = shared, b = shared, list = { 1, 2, { deep = true } }, ["key\0"] = "v;s3;", [10] = false, n = -7 }
original.self = original
local text = serialise(original)
local copy = deserialise(text)
assert(copy ~= original and copy.a == copy.b and copy.self == copy and copy.list[3].deep == true and copy["key\0"] == "v;s3;" and copy[10] == false and copy.n == -7 and copy.a[2] == 1.5)
assert(serialise(copy) == text)

-- permutations, subsets, queens, sudoku-like search by coroutines
local function subsets(list)
  return coroutine.wrap(function()
    for mask = 0, (1 << #list) - 1 do
      local out = {}
      for i, v in ipairs(list) do if mask >> (i - 1) & 1 == 1 then out[#out + 1] = v end end
      coroutine.yield(table.concat(out))
    end
  end)
end
local all = {}
for s in subsets({ "a", "b", "c" }) do all[#all + 1] = s end
assert(table.concat(all, ",") == ",a,b,ab,c,ac,bc,abc")
local function queens(n)
  local solutions, cols, d1, d2 = 0, {}, {}, {}
  local function place(row)
    if row > n then solutions = solutions + 1 return end
    for c = 1, n do
      if cols[c] or d1[row + c] or d2[row - c] then goto continue end
      cols[c], d1[row + c], d2[row - c] = true, true, true
      place(row + 1)
      cols[c], d1[row + c], d2[row - c] = nil, nil, nil
      ::continue::
    end
  end
  place(1)
  return solutions
end
assert(queens(6) == 4 and queens(5) == 10)
