-- Each metamethod yields across a coroutine and goes on with what it is given.
local yield = coroutine.yield
local mt = {}
for _, event in ipairs({ "add", "sub", "mul", "div", "mod", "pow", "idiv", "band", "bor", "bxor", "shl", "shr", "concat" }) do
  mt["__" .. event] = function(a, b) return yield(event) end
end
for _, event in ipairs({ "unm", "bnot", "len" }) do
  mt["__" .. event] = function(a) return yield(event) end
end
mt.__eq = function() return yield("eq") end
mt.__lt = function() return yield("lt") end
mt.__le = function() return yield("le") end
mt.__index = function(_, key) return yield("index " .. tostring(key)) end
mt.__newindex = function(t, key, value)
  local stored = yield("newindex " .. tostring(key))
  rawset(t, key, stored or value)
end
mt.__call = function(_, ...) return yield("call", ...) end
local function object() return setmetatable({}, mt) end
local a, b = object(), object()

-- run(f, ...): resumes until the end, answering each yield with the next value
local function run(f, ...)
  local answers, at, events = { ... }, 0, {}
  local co = coroutine.create(f)
  local result = { coroutine.resume(co) }
  while coroutine.status(co) == "suspended" do
    events[#events + 1] = result[2]
    at = at + 1
    result = { coroutine.resume(co, answers[at]) }
  end
  assert(result[1], result[2])
  return table.concat(events, ","), result[2], result[3]
end

local function check(event, answer, expected, f)
  local events, value = run(f, answer)
  assert(events == event and value == expected, event)
end
check("add", 1, 1, function() return a + b end)
check("sub", 2, 2, function() return a - 1 end)
check("mul", 3, 3, function() return 2 * a end)
check("div", 4, 4, function() return a / b end)
check("mod", 5, 5, function() return a % b end)
check("pow", 6, 6, function() return a ^ b end)
check("idiv", 7, 7, function() return a // b end)
check("band", 8, 8, function() return a & 1 end)
check("bor", 9, 9, function() return 1 | a end)
check("bxor", 10, 10, function() return a ~ b end)
check("shl", 11, 11, function() return a << 1 end)
check("shr", 12, 12, function() return a >> 1 end)
check("unm", 13, 13, function() return -a end)
check("bnot", 14, 14, function() return ~a end)
check("len", 15, 15, function() return #a end)
check("concat", "c", "c", function() return a .. "x" end)
check("concat", "c", "c", function() return "x" .. a end)
check("index field", 16, 16, function() return a.field end)
check("index 1", 17, 17, function() return a[1] end)
check("call", 18, 18, function() return (a(1, 2)) end)
check("call", 18, 18, function() return a() end)
check("eq", 1, true, function() return a == b end)
check("eq", nil, false, function() return a == b end)
check("eq", 1, false, function() return a ~= b end)
check("lt", true, true, function() return a < b end)
check("lt", false, false, function() return a > 1 end)
check("le", "x", true, function() return a <= b end)
check("le", nil, false, function() return a >= b end)
check("lt", true, "then", function() if a < b then return "then" else return "else" end end)
check("lt", false, "else", function() if a < b then return "then" else return "else" end end)
check("eq", false, "then", function() if a ~= b then return "then" end return "else" end)

-- stores
check("newindex field", 5, 5, function() local t = object() t.field = 1 return rawget(t, "field") end)
check("newindex 3", 6, 6, function() local t = object() t[3] = 1 return rawget(t, 3) end)
do
  local events, x, y = run(function()
    local t, u = object(), object()
    t.p, u.q = 1, 2
    return rawget(t, "p"), rawget(u, "q")
  end)
  assert(events == "newindex q,newindex p" and x == 1 and y == 2)
end

-- several in one expression, with operands kept over the yields
do
  local events, value = run(function()
    local n = 10
    return n + (a + b) * 2 + #a + -b
  end, 3, 100, 1000)
  assert(events == "add,len,unm" and value == 1116)
  events, value = run(function() return "<" .. a.x .. "|" .. (a .. b) .. ">" end, "X", "Y")
  assert(events == "index x,concat" and value == "<X|Y>")
  events, value = run(function() return { a + 1, x = a.y, a[2], a() } end, 1, 2, 3, 4)
  assert(events == "add,index y,index 2,call")
  assert(value[1] == 1 and value.x == 2 and value[2] == 3 and value[3] == 4)
  events, value = run(function()
    local function f(...) return select("#", ...), (...) end
    local n, first = f(a.x, a + 1, a())
    return n * 1000 + first
  end, 5, 6, 7)
  assert(events == "index x,add,call" and value == 3005)
  events, value = run(function() return (a < b and a.yes) or a.no end, true, false, "no")
  assert(events == "lt,index yes,index no" and value == "no")
end

-- in conditions and loops
do
  local events, value = run(function()
    local n = 0
    while a < n do n = n + 1 end
    repeat n = n + 10 until a == b
    return n
  end, true, true, false, false, true)
  assert(events == "lt,lt,lt,eq,eq" and value == 22)
  events, value = run(function()
    local sum = 0
    for i = 1, 3 do sum = sum + a[i] end
    return sum
  end, 1, 10, 100)
  assert(events == "index 1,index 2,index 3" and value == 111)
  events, value = run(function()
    local list = {}
    for v, w in a do list[#list + 1] = v end
    return table.concat(list, " ")
  end, "p", "q", nil)
  assert(events == "call,call,call" and value == "p q")
end

-- through chains of tables, protected calls, and as methods
do
  local outer = setmetatable({}, { __index = setmetatable({}, { __index = a }) })
  local events, value = run(function() return outer.deep end, 42)
  assert(events == "index deep" and value == 42)
  events, value = run(function()
    local ok, v = pcall(function() return a.x + a.y end)
    assert(ok)
    return v
  end, 40, 2)
  assert(events == "index x,index y" and value == 42)
  events, value = run(function()
    local ok, e = pcall(function() return a.x + 1 end)
    return not ok and "failed"
  end, nil)
  assert(value == "failed")
  events, value = run(function() return a:method(1) end, function(self, n) return self == a and n end)
  assert(events == "index method" and value == 1)
  events, value = run(function() a.f = a.g return rawget(a, "f") end, "G", nil)
  assert(events == "index g,newindex f" and value == "G")
  a.f = nil
end

-- errors thrown after a yield inside a metamethod
do
  local failing = setmetatable({}, { __add = function() yield("before") error("after", 0) end })
  local co = coroutine.create(function()
    local ok, e = pcall(function() return failing + 1 end)
    return ok, e
  end)
  local _, event = coroutine.resume(co)
  local _, ok, e = coroutine.resume(co)
  assert(event == "before" and ok == false and e == "after")
end
