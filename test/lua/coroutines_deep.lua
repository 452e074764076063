-- Yields from anywhere: deep calls, protected calls, iterators, nested coroutines, expressions, loops, goto.
local create, resume, yield, status, wrap = coroutine.create, coroutine.resume, coroutine.yield, coroutine.status, coroutine.wrap
local function collect(f, ...)
  local out, co = {}, create(f)
  local result = { resume(co, ...) }
  while status(co) ~= "dead" do
    out[#out + 1] = tostring(result[2])
    result = { resume(co, #out) }
  end
  assert(result[1], result[2])
  return table.concat(out, " "), result[2]
end

-- from deep recursion, with work to do on the way back
local function descend(n)
  if n == 0 then return yield("bottom") end
  local below = descend(n - 1)
  return below + n
end
local events, value = collect(descend, 50)
assert(events == "bottom" and value == 1276)
local function tree(depth)
  if depth == 0 then return 1 end
  local left = tree(depth - 1)
  yield(depth)
  return left + tree(depth - 1)
end
events, value = collect(tree, 3)
assert(events == "1 2 1 3 1 2 1" and value == 8)

-- through pcall and xpcall
events, value = collect(function()
  local ok, a = pcall(function()
    local v = yield("in pcall")
    local ok2, e = pcall(function()
      yield("nested")
      error("inner " .. v, 0)
    end)
    assert(not ok2 and e == "inner 1")
    return yield("after") + 100
  end)
  assert(ok)
  local handled
  local ok3 = xpcall(function() yield("in xpcall") error("x", 0) end, function(e) handled = e return e end)
  assert(not ok3 and handled == "x")
  return a
end)
assert(events == "in pcall nested after in xpcall" and value == 103)
events, value = collect(function()
  local results = {}
  for i = 1, 3 do
    local ok, v = pcall(function(n)
      local r = yield("p" .. n)
      if n == 2 then error("two", 0) end
      return r
    end, i)
    results[i] = tostring(ok) .. tostring(v)
  end
  return table.concat(results, " ")
end)
assert(events == "p1 p2 p3" and value == "true1 falsetwo true3")

-- in iterators of for, and in their bodies
events, value = collect(function()
  local function iterator(limit, i)
    yield("next" .. i)
    if i < limit then return i + 1 end
  end
  local sum = 0
  for i in iterator, 3, 0 do
    sum = sum + i + yield("body" .. i) * 0
  end
  return sum
end)
assert(events == "next0 body1 next1 body2 next2 body3 next3" and value == 6)
events, value = collect(function()
  local n = 0
  for _, v in ipairs({ "a", "b" }) do
    for k in pairs({ x = 1 }) do
      n = n + yield(v .. k)
    end
  end
  return n
end)
assert(events == "ax bx" and value == 3)

-- in every part of an expression
events, value = collect(function()
  local t = { yield("i1"), yield("i2"), k = yield("i3"), [yield("key")] = yield("val"), yield("i4") }
  return t[1] * 100000 + t[2] * 10000 + t.k * 1000 + t[4] * 100 + t[3]
end)
assert(events == "i1 i2 i3 key val i4" and value == 123506)
events, value = collect(function()
  local function f(a, b, ...) return a * 100 + b * 10 + select("#", ...) end
  return f(yield("a"), yield("b"), yield("c")) + yield("d") * 1000
end)
assert(events == "a b c d" and value == 4121)
events, value = collect(function()
  local t, s = {}, { sub = {} }
  t[yield("k1")], s.sub[yield("k2")] = yield("v1"), yield("v2")
  return t[1] .. s.sub[2]
end)
assert(events == "k1 k2 v1 v2" and value == "34")
events, value = collect(function()
  return "<" .. yield("x") .. "-" .. yield("y") .. ">" .. (yield("z") + 1)
end)
assert(events == "x y z" and value == "<1-2>4")
events, value = collect(function()
  if yield("c1") == 1 and (yield("c2") == 9 or yield("c3") == 3) and not (yield("c4") ~= 4) then return "yes" end
  return "no"
end)
assert(events == "c1 c2 c3 c4" and value == "yes")

-- in loops of every form, with locals alive over the yields
events, value = collect(function()
  local a, b, c = 1, 2, 3
  local n = 0
  while n < 2 do
    n = n + 1
    local w = n * 10
    repeat
      local r = yield("w" .. n) + w
      a = a + r
    until r > 0
    for i = n, n + 1 do
      b = b + i * yield("f" .. i)
    end
  end
  return a * 10000 + b * 100 + c
end)
assert(events == "w1 f1 f2 w2 f2 f3" and value == 363803)
events, value = collect(function()
  local i, text = 1, ""
  ::top::
  local piece = yield("g" .. i)
  text = text .. piece
  i = i + 1
  if i <= 3 then goto top end
  for j = 1, 4 do
    if j % 2 == 0 then goto continue end
    text = text .. yield("j" .. j)
    ::continue::
  end
  return text
end)
assert(events == "g1 g2 g3 j1 j3" and value == "12345")

-- closures and their variables over yields
events, value = collect(function()
  local list = {}
  for i = 1, 3 do
    local base = yield("base")
    list[i] = function(d) base = base + d return base + i * 100 end
  end
  local sum = 0
  for i = 1, 3 do sum = sum + list[i](yield("d")) end
  return sum
end)
assert(events == "base base base d d d" and value == 621)

-- varargs and several results over yields
events, value = collect(function(...)
  local n = select("#", ...)
  local a, b, c = (function(...) yield("in") return ... end)(7, nil, 9)
  local function sum(...) local s = 0 for i = 1, select("#", ...) do s = s + (select(i, ...) or 0) end return s end
  return n * 1000 + sum(a, b, c, yield("mid"), (function() return 1, 2 end)())
end, nil, nil)
assert(events == "in mid" and value == 2021)

-- coroutines in coroutines in protected calls
events, value = collect(function()
  local inner = wrap(function()
    yield("inner1")
    local ok = pcall(function()
      local innermost = wrap(function()
        yield("deepest1")
        error("deep", 0)
      end)
      yield(innermost())
      innermost()
    end)
    yield(tostring(ok))
    return "inner end"
  end)
  yield(inner())
  yield(inner())
  yield(inner())
  return inner()
end)
assert(events == "inner1 deepest1 false" and value == "inner end")

-- passing coroutines around: resumed by another one than its maker
local shared = create(function() for i = 1, 4 do yield(i) end return "shared end" end)
local function taker() local _, v = resume(shared) yield(v) _, v = resume(shared) return v end
assert(collect(taker) == "1")
local e2, v2 = collect(taker)
assert(e2 == "3" and v2 == 4)
assert(select(2, resume(shared)) == "shared end")

-- a chain of filters: primes
local function from(n) return wrap(function() for i = 2, n do yield(i) end end) end
local function sieve(p, source) return wrap(function() for v in source do if v % p ~= 0 then yield(v) end end end) end
local source, primes = from(60), {}
while true do
  local p = source()
  if not p then break end
  primes[#primes + 1] = p
  source = sieve(p, source)
end
assert(table.concat(primes, " ") == "2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59")

-- tail calls and yields
local function loop(n, sum)
  if n == 0 then return sum end
  local v = yield(n)
  return loop(n - 1, sum + v)
end
events, value = collect(loop, 4, 0)
assert(events == "4 3 2 1" and value == 10)
local function tail_yield() return yield("t") end
events, value = collect(tail_yield)
assert(events == "t" and value == 1)

-- methods
local Account = {}
Account.__index = Account
function Account:deposit(n) self.balance = self.balance + n + yield("deposit") return self end
events, value = collect(function()
  local account = setmetatable({ balance = 0 }, Account)
  return account:deposit(10):deposit(20).balance
end)
assert(events == "deposit deposit" and value == 33)
