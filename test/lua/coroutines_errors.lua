-- Errors through coroutines: caught inside and outside, rethrown, after yields, in nested and wrapped ones.
local create, resume, yield, status, wrap = coroutine.create, coroutine.resume, coroutine.yield, coroutine.status, coroutine.wrap

-- an error ends the coroutine and only it
local co = create(function() yield(1) error("boom", 0) end)
assert(resume(co))
local ok, e = resume(co)
assert(ok == false and e == "boom" and status(co) == "dead")

-- caught inside, before and after yields
co = create(function()
  local log = {}
  for i = 1, 3 do
    local ok, e = pcall(function()
      local v = yield("ask " .. i)
      if v == "fail" then error("failed at " .. i, 0) end
      return v
    end)
    log[#log + 1] = tostring(e)
  end
  return table.concat(log, ", ")
end)
local _, asked = resume(co)
assert(asked == "ask 1")
assert(select(2, resume(co, "a")) == "ask 2")
assert(select(2, resume(co, "fail")) == "ask 3")
assert(select(2, resume(co, "c")) == "a, failed at 2, c")

-- through several levels of resume
local function level(n)
  if n == 0 then error({ depth = 0 }) end
  local inner = create(level)
  local ok, e = resume(inner, n - 1)
  assert(not ok and status(inner) == "dead")
  e.depth = e.depth + 1
  error(e, 0)
end
ok, e = pcall(level, 10)
assert(not ok and e.depth == 10)

-- through wrap, the error goes on to the caller
local outer = wrap(function()
  local inner = wrap(function() yield("inner") error({ "inner error" }) end)
  yield(inner())
  local ok, e = pcall(inner)
  assert(not ok and e[1] == "inner error")
  yield("caught")
  inner()
end)
assert(outer() == "inner" and outer() == "caught")
ok, e = pcall(outer)
assert(not ok and tostring(e):find("dead", 1, true))

-- an error while others are suspended leaves them alone
local a = create(function() yield("a1") return "a2" end)
local b = create(function() resume(a) error("b fails", 0) end)
assert(not resume(b))
assert(status(a) == "suspended" and select(2, resume(a)) == "a2")

-- the state is kept: locals of the frames above the error
local kept = {}
co = create(function()
  local n = 1
  local function work()
    n = n + 1
    kept[#kept + 1] = n
    yield(n)
    if n < 4 then return work() end
    error("n is " .. n, 0)
  end
  local ok, e = pcall(work)
  n = n * 10
  return ok, e, n
end)
for i = 2, 4 do assert(select(2, resume(co)) == i) end
local _, inner_ok, inner_e, n = resume(co)
assert(inner_ok == false and inner_e == "n is 4" and n == 40)

-- xpcall with a handler in a coroutine
co = create(function()
  return xpcall(function(...)
    local v = yield(...)
    error("v=" .. v, 0)
  end, function(message) return "handled " .. message end, "arg")
end)
assert(select(2, resume(co)) == "arg")
local _, x_ok, x_e = resume(co, 5)
assert(x_ok == false and x_e == "handled v=5")

-- error values of every type
for _, value in ipairs({ "text", 42, true, false, { 1 }, print }) do
  co = create(function() yield() error(value, 0) end)
  resume(co)
  local ok, e = resume(co)
  assert(ok == false and e == value)
end
co = create(function() error(nil) end)
ok, e = resume(co)
assert(ok == false and e == nil)

-- runtime errors have positions; the coroutine is dead afterwards
co = create(function() local t = {} return t.x.y end)
ok, e = resume(co)
assert(not ok and e:find(":%d+: attempt to index a nil value %(field 'x'%)"))
assert(select(2, resume(co)) == "cannot resume dead coroutine")

-- resuming itself, a running and a dead one gives false and goes on
co = create(function()
  local ok, e = resume(co)
  assert(not ok and e:find("cannot resume non-suspended", 1, true))
  return "went on"
end)
assert(select(2, resume(co)) == "went on")
local w
w = wrap(function() return pcall(w) end)
ok, e = w()
assert(ok == false and e:find("cannot resume non-suspended", 1, true))

-- an iterator that fails ends the loop
local seen = {}
ok, e = pcall(function()
  for v in wrap(function() yield(1) yield(2) error("no more", 0) end) do seen[#seen + 1] = v end
end)
assert(not ok and tostring(e):find("no more", 1, true) and #seen == 2)

-- asserts with and without messages
co = create(function() assert(yield("x"), "was false") end)
resume(co)
ok, e = resume(co, false)
assert(not ok and e:find("was false", 1, true))
co = create(function() assert(nil) end)
ok, e = resume(co)
assert(not ok and e:find("assertion failed!", 1, true))

-- a scheduler that restarts what fails
local function scheduler(make, limit)
  local restarts, task = 0, create(make(0))
  while true do
    local ok, v = resume(task)
    if not ok then
      restarts = restarts + 1
      if restarts > limit then return restarts, v end
      task = create(make(restarts))
    elseif status(task) == "dead" then
      return restarts, v
    end
  end
end
local function flaky(attempt)
  return function()
    for i = 1, 3 do
      yield()
      if attempt < 2 and i == 2 then error("attempt " .. attempt, 0) end
    end
    return "done in attempt " .. attempt
  end
end
local restarts, result = scheduler(flaky, 5)
assert(restarts == 2 and result == "done in attempt 2")
restarts, result = scheduler(function(k) return function() error("always " .. k, 0) end end, 3)
assert(restarts == 4 and result == "always 3")

-- close gives the error that ended a coroutine, once
local close = coroutine.close
local reason = { code = 1 }
co = create(function() yield() error(reason) end)
resume(co)
assert(select(2, resume(co)) == reason and status(co) == "dead")
ok, e = resume(co)
assert(not ok and e == "cannot resume dead coroutine")
ok, e = close(co)
assert(ok == false and e == reason)
assert(select("#", close(co)) == 1 and close(co) == true)
co = create(function() local t = nil return t.x end)
e = select(2, resume(co))
assert(select(2, close(co)) == e and e:find("attempt to index a nil value (local 't')", 1, true))
co = create(function() error(nil) end)
resume(co)
assert(select("#", close(co)) == 2 and close(co) == true)
co = create(function() error(false) end)
resume(co)
ok, e = close(co)
assert(ok == false and e == false)

-- nothing is kept of one that ended well, that was closed, or that failed as a function of wrap
co = create(function() return "fine" end)
resume(co)
assert(close(co) == true)
co = create(function() pcall(error, "taken") yield() end)
resume(co)
assert(close(co) == true and close(co) == true)
local own
co = create(function() own = coroutine.running() wrap(function() error(reason) end)() end)
assert(select(2, resume(co)) == reason)
assert(select(2, close(co)) == reason and close(own) == true)
local wrapped = wrap(function() own = coroutine.running() yield() error("wrapped", 0) end)
wrapped()
assert(not pcall(wrapped) and close(own) == true)
