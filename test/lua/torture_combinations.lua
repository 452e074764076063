-- Torture: constructs crossed with each other: every way to call, leave, loop, catch and yield, nested in all orders.
local unpack = table.unpack or unpack
local trace = {}
local function mark(v) trace[#trace + 1] = tostring(v) return v end
local function flush() local s = table.concat(trace, " ") trace = {} return s end

-- wrappers: each runs f(...) in another surrounding and gives back its results
local wrappers = {
  plain = function(f, ...) return f(...) end,
  paren_list = function(f, ...) local t = { f(...) } return t[1], t[2], t[3] end,
  pcall = function(f, ...)
    local function pass(ok, ...) if not ok then error((...), 0) end return ... end
    return pass(pcall(f, ...))
  end,
  xpcall = function(f, ...)
    local function pass(ok, ...) if not ok then error((...), 0) end return ... end
    return pass(xpcall(f, function(e) return e end, ...))
  end,
  coroutine = function(f, ...)
    local co = coroutine.create(f)
    local result = { coroutine.resume(co, ...) }
    while coroutine.status(co) ~= "dead" do
      result = { coroutine.resume(co, coroutine.yield(unpack(result, 2, 4))) }
    end
    if not result[1] then error(result[2], 0) end
    return result[2], result[3], result[4]
  end,
  loop = function(f, ...)
    for i = 1, 3 do
      if i == 2 then return f(...) end
    end
  end,
  while_goto = function(f, ...)
    local n = 0
    while true do
      n = n + 1
      if n < 3 then goto continue end
      do return f(...) end
      ::continue::
    end
  end,
  iterator = function(f, ...)
    local args, n = { ... }, select("#", ...)
    for a, b, c in function(_, done) if done == nil then return f(unpack(args, 1, n)) end end do return a, b, c end
  end,
  metamethod = function(f, ...)
    local args, n = { ... }, select("#", ...)
    local results
    local o = setmetatable({}, { __index = function(_, k) results = { f(unpack(args, 1, n)) } return k end })
    local _ = o.key
    return results[1], results[2], results[3]
  end,
  operator = function(f, ...)
    local results
    local o = setmetatable({}, { __add = function(_, args) results = { f(unpack(args, 1, args.n)) } return 1 end })
    local _ = o + { n = select("#", ...), ... }
    return results[1], results[2], results[3]
  end,
  callable = function(f, ...)
    return setmetatable({}, { __call = function(_, ...) return f(...) end })(...)
  end,
  method = function(f, ...)
    local o = { run = function(_, ...) return f(...) end }
    return o:run(...)
  end,
  closure = function(f, ...)
    local a, b, c = ...
    local function inner() return f(a, b, c) end
    return (function() return inner() end)()
  end,
  recursion = function(f, ...)
    local function down(n, ...) if n == 0 then return f(...) end local a, b, c = down(n - 1, ...) return a, b, c end
    return down(4, ...)
  end,
  tail = function(f, ...)
    local function down(n, ...) if n == 0 then return f(...) end return down(n - 1, ...) end
    return down(4, ...)
  end,
  expression = function(f, ...)
    local first, second, third
    local value = 1 + (function(...) first, second, third = f(...) return 1 end)(...) * 2
    assert(value == 3)
    return first, second, third
  end,
}
local names = {}
for name in pairs(wrappers) do names[#names + 1] = name end
table.sort(names)
assert(#names == 16)

-- bodies: what happens inside
local bodies = {
  value = function(a, b) return a + b, a * b, "v" end,
  yields = function(a, b)
    local c = coroutine.yield(a)
    local d, e = coroutine.yield(b, c)
    return c, d, e
  end,
  fails = function(a, b) error(a * 10 + b, 0) end,
  fails_after_yield = function(a) error("got " .. coroutine.yield("ask") .. a, 0) end,
  nothing = function() end,
  nils = function() return nil, nil, false end,
}

-- a driver that answers yields with numbers and writes all down
local function drive(f, ...)
  local co = coroutine.create(f)
  local n = 0
  local result = { coroutine.resume(co, ...) }
  local out = {}
  while coroutine.status(co) ~= "dead" do
    out[#out + 1] = "y" .. tostring(result[2]) .. "," .. tostring(result[3])
    n = n + 1
    result = { coroutine.resume(co, n * 100, n) }
  end
  out[#out + 1] = tostring(result[1]) .. ":" .. tostring(result[2]) .. "," .. tostring(result[3]) .. "," .. tostring(result[4])
  return table.concat(out, " ")
end
local expected = {
  value = "true:7,12,v",
  yields = "y3,nil y4,100 true:100,200,2",
  fails = "false:34,nil,nil",
  fails_after_yield = "yask,nil false:got 1003,nil,nil",
  nothing = "true:nil,nil,nil",
  nils = "true:nil,nil,false",
}
for body, text in pairs(expected) do
  for _, outer in ipairs(names) do
    for _, inner in ipairs(names) do
      -- an iterator that returns nil ends its loop and loses the other results
      if body ~= "nils" or (outer ~= "iterator" and inner ~= "iterator") then
        local got = drive(function(...)
          return wrappers[outer](function(...) return wrappers[inner](bodies[body], ...) end, ...)
        end, 3, 4)
        assert(got == text, body .. " in " .. inner .. " in " .. outer .. ": " .. got)
      end
    end
  end
end

-- three deep, chosen by a generator
local seed = 7
local function random(n) seed = (seed * 16807) % 2147483647 return seed % n + 1 end
for _ = 1, 150 do
  local f = bodies.yields
  for _ = 1, 3 + random(4) do
    local wrapper, inner = wrappers[names[random(#names)]], f
    f = function(...) return wrapper(inner, ...) end
  end
  assert(drive(f, 3, 4) == expected.yields)
end

-- order of everything that is observable, through two surroundings at once
local function noisy(...)
  mark("in")
  local t = { mark(1), x = mark(2), mark(3) }
  for i = mark(4), mark(5) do if mark(i) == 5 then break end end
  local ok, e = pcall(function() mark("p") error(mark("e"), 0) end)
  t[mark("k")] = mark(e)
  return mark(#t), ...
end
wrappers.pcall(wrappers.coroutine, noisy, "a")
assert(flush() == "in 1 2 3 4 5 4 5 p e k e 2")
wrappers.metamethod(wrappers.recursion, noisy)
assert(flush() == "in 1 2 3 4 5 4 5 p e k e 2")

-- locals of every surrounding survive
local function surround(depth, f)
  local a, b, c = depth, depth * 2, tostring(depth)
  local t = { a, b, c }
  local result
  for i = a, a + 1 do
    local keep = i * 10
    if i > a then break end
    result = { f(depth) }
    assert(keep == i * 10)
  end
  assert(a == depth and b == depth * 2 and c == tostring(depth) and t[1] == a and t[3] == c)
  return unpack(result)
end
local function tower(n)
  if n == 0 then return coroutine.yield("bottom") end
  local v = surround(n, function(d)
    local w = tower(n - 1)
    assert(d == n)
    return w + d
  end)
  return v
end
local co = coroutine.wrap(tower)
assert(co(15) == "bottom" and co(1000) == 1120)
