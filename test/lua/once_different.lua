-- Programs that once gave something else than PUC Lua 5.4, found by test/fuzz and made small.

local function message(f, ...)
  local ok, text = pcall(f, ...)
  assert(not ok)
  return text
end

-- a <= b without __le is not (b < a), also when __lt suspends
do
  local mt = { __lt = function(a, b) return coroutine.yield(a.n, b.n) or a.n < b.n end }
  local small, large = setmetatable({ n = 1 }, mt), setmetatable({ n = 2 }, mt)
  local co = coroutine.wrap(function() return small <= large, large <= small, small >= large end)
  local a, b = co()
  assert(a == 2 and b == 1)
  a, b = co()
  assert(a == 1 and b == 2)
  a, b = co(false)
  assert(a == 1 and b == 2)
  local x, y, z = co("yes")
  assert(x == true and y == false and z == false)
  local failing = setmetatable({}, { __lt = function() error("less", 0) end })
  assert(message(function() return failing <= 1 end) == "less")
end

-- __name stands for the type in messages
do
  local named = setmetatable({}, { __name = "Money" })
  assert(message(function() return named + 1 end):find("arithmetic on a Money value (upvalue 'named')", 1, true))
  assert(message(function() return named < named end):find("compare two Money values", 1, true))
  assert(message(function() named() end):find("call a Money value", 1, true))
  assert(message(function() return ("x"):rep(named) end):find("number expected, got Money", 1, true))
end

-- operands in parentheses and elements of tables have names too
do
  local t = {}
  assert(message(function() return (t) + 1 end):find("(upvalue 't')", 1, true))
  assert(message(function() local i = 7 return t[i].x end):find("(field '?')", 1, true))
end

-- wording of arguments and operands that do not fit
assert(message(function() return 1 // 0 end):find("attempt to divide by zero", 1, true))
assert(message(function() return 1 % 0 end):find("attempt to perform 'n%0'", 1, true) or
  message(function() return 1 % 0 end):find("attempt to perform 'n%%0'", 1, true))
assert(message(function() for _ = 1, {} do end end):find("bad 'for' limit (number expected, got table)", 1, true))
assert(message(function() xpcall(print) end):find("bad argument #2 to 'xpcall' (function expected", 1, true))
assert(message(function() error("x", {}) end):find("bad argument #2 to 'error' (number expected, got table)", 1, true))
assert(message(function() coroutine.status(1) end):find("(thread expected, got number)", 1, true))
assert(message(function() assert(false, "text") end):match("^[^:]+:%d+: text$"))
assert(message(function() assert(nil) end):match("^[^:]+:%d+: assertion failed!$"))
assert(message(function() assert(false, 12) end) == 12)

-- an error deep within the library has the line of the call
assert(message(function() return ("x"):find("[a") end):match("^[^:]+:%d+: malformed pattern"))
assert(message(function() return (select(setmetatable({}, { __name = "Named" }))) end):find("number expected, got Named", 1, true))
-- Where the search begins behind the text, nobody looks at the pattern.
assert(("x"):find("[a", 3) == nil and ("x"):match("[a", 3) == nil)

-- a length event gets its operand twice
assert(#setmetatable({}, { __len = function(...) return select("#", ...) end }) == 2)

-- a literal number reaches __concat as a number
do
  local mt = { __concat = function(a, b) return type(a) .. " " .. type(b) end }
  local o = setmetatable({}, mt)
  assert(o .. 1 == "table number" and 2.5 .. o == "number table" and o .. "1" == "table string")
  assert("a" .. 1 .. 2 .. 9007199254740993 == "a129007199254740993")
end

-- the base comes before the text
assert(message(function() tonumber(nil, {}) end):find("bad argument #2 to 'tonumber' (number expected", 1, true))
assert(tonumber("11", "2") == 3)

-- what is indexed or assigned is read when its parts and its value are there
do
  local t = { 1, n = 1 }
  local old = t
  local function renew(x) t = { 5, 6, 7, n = x } return 2 end
  assert(t[renew(3)] == 6)
  t.x = renew(4)
  assert(t.x == 2 and old.x == nil)
  t[renew(5)] = renew(6)
  assert(t[2] == 2 and t.n == 6)
  local function inner()
    assert(t[renew(7)] == 6)
    t.x = renew(8)
    assert(t.x == 2 and t.n == 8)
    local last = t
    last, t.y, t = nil, renew(9), last
    assert(last == nil and t.y == 2 and t.n == 8)
  end
  inner()
  local k = 1
  local function next() k = k + 1 return k end
  old[k] = next()
  assert(old[1] == 1 and old[2] == 2)
  assert((k) + next() == 6)
end

-- the length of what has none
assert(message(function() return #1 end):find("attempt to get length of a number value", 1, true))

-- what follows a loop of the chunk whose bounds suspend, and a chain of conditions that do
local first
for i = math.mininteger, 1 do first = i break end
assert(first == math.mininteger)
for n = 1, 3 do
  local which
  if math.huge < n then which = "none" elseif math.abs(n) == 2 then which = "two" elseif n > math.abs(-2) then which = "more" else which = "one" end
  assert(which == ({ "one", "two", "more" })[n])
end
