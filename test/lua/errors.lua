-- pcall, xpcall, error and assert: levels, values of every type, nesting, rethrowing, handlers.
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, " ")
end

-- results pass through
assert(show(pcall(function() end)) == "true")
assert(show(pcall(function() return nil end)) == "true nil")
assert(show(pcall(function(...) return ... end, 1, nil, 3, nil)) == "true 1 nil 3 nil")
assert(show(pcall(math.max, 1, 5)) == "true 5")
assert(show(xpcall(function(...) return select("#", ...), ... end, print, nil, 2)) == "true 2 nil 2")
assert(show(pcall(pcall, error)) == "true false nil")
assert(show(pcall(pcall)):find("^false"))
assert(show(pcall(nil)):find("^false attempt to call a nil value"))
assert(show(pcall({})):find("^false attempt to call a table value"))

-- as many arguments as were given, also of what is called by __call
local callable = setmetatable({}, { __call = function(_, ...) return select("#", ...), ... end })
for _, f in ipairs({ callable, function(...) return select("#", ...), ... end }) do
  assert(show(pcall(f)) == "true 0")
  assert(show(pcall(f, nil)) == "true 1 nil")
  assert(show(pcall(f, 1, nil)) == "true 2 1 nil")
  assert(show(pcall(f, 1, 2, nil)) == "true 3 1 2 nil")
  assert(show(pcall(f, 1, 2, 3, nil)) == "true 4 1 2 3 nil")
  assert(show(xpcall(f, print)) == "true 0")
  assert(show(xpcall(f, print, 1, nil, nil)) == "true 3 1 nil nil")
  assert(show(xpcall(f, print, 1, 2, nil, 4, nil)) == "true 5 1 2 nil 4 nil")
end

-- values of every type
for _, value in ipairs({ "text", 42, 1.5, true, false, {}, print, coroutine.create(print) }) do
  local ok, e = pcall(error, value, 0)
  assert(ok == false and e == value)
end
local ok, e = pcall(error)
assert(ok == false and e == nil)
ok, e = pcall(error, nil)
assert(ok == false and e == nil)
ok, e = pcall(error, setmetatable({}, { __tostring = function() return "custom" end }))
assert(ok == false and tostring(e) == "custom")

-- positions: level 1 is where error was called, level 2 where its function was called, 0 none
local function line(message) return tonumber(message:match(":(%d+):")) end
local function thrower(level) error("message", level) end
local _, at0 = pcall(thrower, 0)
assert(at0 == "message")
local _, at1 = pcall(thrower, 1)
local _, at_default = pcall(thrower)
assert(at1:match(":%d+: message$") and line(at1) == line(at_default))
-- the same text again and again, from two places in turn
local function elsewhere() error("message") end
for _ = 1, 5 do
  local _, here = pcall(thrower)
  local _, there = pcall(elsewhere)
  assert(here == at1 and there == here:gsub(":%d+:", ":" .. line(at1) + 7 .. ":"))
  assert(select(2, pcall(elsewhere)) == there)
end
local _, at2 = pcall(function()
  thrower(2)
end)
local _, here = pcall(function()
  error("here")
end)
assert(line(here) == line(at2) + 3)
local function middle() thrower(3) end
local _, at3 = pcall(function()
  middle()
end)
assert(line(at3) == line(here) + 5)
local _, number = pcall(error, 42)
assert(number == 42)
local _, tagged = pcall(function() error({ "no position" }) end)
assert(tagged[1] == "no position")

-- nested
local log = {}
ok, e = pcall(function()
  local ok, e = pcall(function()
    local ok, e = pcall(error, "one", 0)
    log[#log + 1] = e
    error("two", 0)
  end)
  log[#log + 1] = e
  error("three", 0)
end)
assert(not ok and e == "three" and table.concat(log, " ") == "one two")

-- rethrowing keeps the value
local original = { code = 404 }
ok, e = pcall(function()
  local ok, e = pcall(error, original)
  e.seen = true
  error(e, 0)
end)
assert(e == original and e.seen)
local function retry(times, f)
  local last
  for i = 1, times do
    local ok, value = pcall(f, i)
    if ok then return value, i end
    last = value
  end
  error(last, 0)
end
assert(show(retry(5, function(i) if i < 3 then error("not yet") end return "ok" end)) == "ok 3")
ok, e = pcall(retry, 2, function(i) error("try " .. i, 0) end)
assert(not ok and e == "try 2")

-- xpcall: the handler sees the error and its results are returned
assert(show(xpcall(error, function(m) return "handled " .. m end, "x", 0)) == "false handled x")
assert(show(xpcall(function() error({ 1 }) end, function(t) return t[1] + 1 end)) == "false 2")
assert(show(xpcall(function() error() end, function(m) return m == nil end)) == "false true")
local handled = 0
xpcall(function() pcall(error, "inner") end, function() handled = handled + 1 end)
assert(handled == 0)
ok, e = xpcall(function() local x = nil x() end, function(m) return "H:" .. m end)
assert(not ok and e:match("^H:.*attempt to call a nil value %(local 'x'%)"))
ok = xpcall(function() error("first") end, function() error("in the handler") end)
assert(ok == false)
ok, e = xpcall(function()
  local ok, e = xpcall(error, function(m) return m .. " inner" end, "a", 0)
  error(e, 0)
end, function(m) return m .. " outer" end)
assert(not ok and e == "a inner outer")
ok, e = xpcall(function() return pcall(error, "kept", 0) end, print)
assert(ok == true and e == false)

-- assert
assert(show(assert(1, 2, nil)) == "1 2 nil")
assert(show(assert("value", "unused")) == "value unused")
ok, e = pcall(assert, false)
assert(not ok and e:find("assertion failed!", 1, true))
ok, e = pcall(assert, nil, "message")
assert(not ok and e:find("message", 1, true))
ok, e = pcall(assert, false, original)
assert(not ok and e == original)
ok, e = pcall(assert, nil, nil)
assert(not ok and e == nil)
assert(not pcall(assert))

-- locals, loops and closures around errors
local total = 0
for i = 1, 10 do
  local ok = pcall(function()
    total = total + i
    if i % 3 == 0 then error(i) end
    total = total + i
  end)
  if not ok then total = total + 1000 end
end
assert(total == 3092, total)
local function cleanup(f, ...)
  local log = {}
  local function finish(ok, ...)
    log[#log + 1] = "closed"
    if not ok then log[#log + 1] = "failed" return nil, ..., log end
    return ..., log
  end
  return finish(pcall(f, log, ...))
end
local value, result = cleanup(function(log, v) log[#log + 1] = "body" return v end, 5)
assert(value == 5)
local none, message = cleanup(function() error("oops", 0) end)
assert(none == nil and message == "oops")

-- errors with methods and inheritance
local Failure = {}
Failure.__index = Failure
Failure.__tostring = function(self) return self.kind .. ": " .. self.message end
local function raise(kind, message) error(setmetatable({ kind = kind, message = message }, Failure), 2) end
ok, e = pcall(raise, "NotFound", "no key")
assert(not ok and getmetatable(e) == Failure and e.kind == "NotFound" and tostring(e) == "NotFound: no key")

-- an error does not undo what was done, and stops what was to do
local done = {}
ok = pcall(function()
  done[1] = "a"
  done[2] = (function() done[3] = "c" error("stop") end)()
  done[4] = "d"
end)
assert(not ok and done[1] == "a" and done[2] == nil and done[3] == "c" and done[4] == nil)
local t = { 1, 2 }
ok = pcall(function() t[1], t[2] = 10, error("before stores") end)
assert(not ok and t[1] == 1 and t[2] == 2)

-- nested protected calls
local function nest(n)
  if n == 0 then error("bottom", 0) end
  local ok, e = pcall(nest, n - 1)
  assert(not ok)
  error(e .. ".", 0)
end
ok, e = pcall(nest, 50)
assert(not ok and e == "bottom" .. string.rep(".", 50))

-- Positions further out than a protected call, whether it is suspended or not.
do
  local function at(...) local _, text = pcall(...) return (text:gsub("^.*%.lua:%d+: ", "line ")) end
  assert(at(error, "m", 1) == "m")
  assert(at(error, "m", 2) == "line m")
  assert(at(function() error("m", 2) end) == "m")
  assert(at(function() error("m", 3) end) == "line m")
  local function out(level) error("m", level) end
  local function inner(level) out(level) end
  local function outer(level) local _, text = pcall(inner, level) return text end
  assert(outer(3) == "m")
  assert(outer(4):match(":%d+: m$") and outer(4) == outer(4))
end

-- The same inside a coroutine, whose levels end with it.
do
  local co = coroutine.wrap(function()
    local _, one = pcall(error, "m", 2)
    local _, two = pcall(function() error("m", 3) end)
    local _, none = pcall(error, "m", 3)
    return one, two, none
  end)
  local one, two, none = co()
  assert(one:match(":%d+: m$") and two:match(":%d+: m$") and none == "m")
end
