-- Base functions: type, select, raw access, next, ipairs and pairs, getmetatable, _G, print, assert.
-- all are there, and are functions
for _, name in ipairs({ "type", "tonumber", "tostring", "assert", "error", "pcall", "xpcall", "pairs", "ipairs", "next", "getmetatable", "setmetatable", "rawget", "rawset", "rawequal", "select", "print" }) do
  assert(type(_G[name]) == "function", name)
end
assert(type(_G) == "table" and _G._G == _G and type(_VERSION) == "string")
for _, library in ipairs({ "string", "table", "math", "coroutine", "os" }) do
  assert(_G[library] ~= nil, library)
end
for _, name in ipairs({ "find", "match", "gmatch", "gsub", "upper", "lower", "sub", "len", "byte", "char", "rep", "reverse", "format" }) do
  assert(type(string[name]) == "function", name)
end

-- raw access passes metatables by
local log = {}
local t = setmetatable({ a = 1 }, {
  __index = function(_, k) log[#log + 1] = "index " .. k return "virtual" end,
  __newindex = function(_, k) log[#log + 1] = "newindex " .. k end,
  __eq = function() log[#log + 1] = "eq" return true end,
})
assert(rawget(t, "a") == 1 and rawget(t, "b") == nil and t.b == "virtual")
assert(rawset(t, "c", 3) == t and rawget(t, "c") == 3 and t.c == 3)
t.d = 4
assert(rawget(t, "d") == nil and table.concat(log, ",") == "index b,newindex d")
assert(not rawequal(t, {}) and rawequal(t, t) and rawequal("a", "a") and rawequal(1, 1.0) and not rawequal(1, "1") and #log == 2)
rawset(t, "c", nil)
assert(t.c == "virtual")
assert(not pcall(rawget, 1, "x") and not pcall(rawset, "x", 1, 2) and not pcall(rawset, {}, nil, 1))

-- select
assert(select("#") == 0 and select("#", nil) == 1 and select(1, "a", "b") == "a" and (select(2, "a", "b")) == "b" and select(-1, "a", "b") == "b")
assert(select("#", select(2, 1, 2, 3)) == 2 and select("2", "a", "b") == "b" and not pcall(select, 0) and not pcall(select, "x", 1) and not pcall(select))

-- next, pairs, ipairs
local keys = {}
for k, v in next, { 10, 20, x = 30 } do keys[#keys + 1] = tostring(k) .. "=" .. v end
table.sort(keys)
assert(table.concat(keys, " ") == "1=10 2=20 x=30")
local f, s, c = ipairs({ 7 })
assert(type(f) == "function" and type(s) == "table" and c == 0)
local i, v = f(s, 0)
assert(i == 1 and v == 7 and f(s, 1) == nil)
f, s, c = pairs({ 7 })
assert(type(f) == "function" and type(s) == "table" and c == nil and f(s, nil) == 1)
assert(not pcall(pairs) and not pcall(ipairs) and not pcall(next, nil))

-- ipairs reads through __index
local proxy = setmetatable({}, { __index = function(_, i) if i <= 3 then return i * 10 end end })
local sum = 0
for i, v in ipairs(proxy) do sum = sum + i * v end
assert(sum == 140)

-- metatables
local mt = { __metatable = false }
assert(getmetatable({}) == nil and getmetatable("").__index == string and getmetatable(1) == nil and getmetatable(nil) == nil)
assert(getmetatable(setmetatable({}, mt)) == false and not pcall(setmetatable, setmetatable({}, mt), nil) and not pcall(setmetatable, {}) and not pcall(setmetatable, 1, {}))
local o = {}
assert(setmetatable(o, { x = 1 }) == o and getmetatable(o).x == 1 and setmetatable(o, nil) == o and getmetatable(o) == nil)

-- globals live in _G
fresh_global = 5
assert(_G.fresh_global == 5 and rawget(_G, "fresh_global") == 5)
_G.fresh_global = 6
assert(fresh_global == 6)
rawset(_G, "fresh_global", nil)
assert(fresh_global == nil)
local saved = tostring
tostring = function() return "replaced" end
assert(tostring(1) == "replaced" and saved(1) == "1")
tostring = saved
function global_function(a) return a, global_function ~= nil end
local a, known = global_function(3)
assert(a == 3 and known)
global_function = nil

-- a library table through other names
local str = string
local rep, upper = str.rep, string.upper
assert(rep("a", 2) == "aa" and upper("x") == "X" and ("a").rep == rep)
local lib = { rep = string.rep }
assert(lib.rep("b", 2) == "bb")

-- os
assert(type(os.time()) == "number" and type(os.clock()) == "number" and os.difftime(10, 4) == 6 and type(os.date("%Y")) == "string")
assert(os.clock() <= os.clock() and os.time() > 1600000000)
local day = os.date("!*t", 86400)
assert(day.year == 1970 and day.month == 1 and day.day == 2 and day.hour == 0 and day.min == 0 and day.sec == 0 and day.wday == 6 and day.yday == 2 and day.isdst == false)
assert(os.date("!%Y-%m-%d %H:%M:%S", 0) == "1970-01-01 00:00:00" and os.date("!%d/%m/%y %p %j %A %B", 86400 * 40) == "10/02/70 AM 041 Tuesday February")
assert(os.time({ year = 2000, month = 1, day = 1, hour = 12 }) - os.time({ year = 2000, month = 1, day = 1, hour = 11 }) == 3600)
assert(os.time({ year = 2000, month = 1, day = 2, hour = 0 }) - os.time({ year = 2000, month = 1, day = 1, hour = 0 }) == 86400)

-- a key that was never there, after a traversal that did not come to its end
local listed = { 1, 2, a = 3 }
assert(next(listed) == 1)
for _, key in ipairs({ "x", 0.5, -1, true, print }) do
  local ok, err = pcall(next, listed, key)
  assert(not ok and err == "invalid key to 'next'")
end

-- which errors of library functions have a position
local function message(f) return select(2, pcall(f)) end
assert(message(function() rawset({}, nil, 1) end) == "table index is nil" and message(function() rawset({}, 0 / 0, 1) end) == "table index is NaN")
local wordless = setmetatable({}, { __tostring = function() return {} end })
assert(string.find(message(function() local text = tostring(wordless) return text end), "base_library.lua:%d+: '__tostring' must return a string$"))
assert(string.find(message(function() local text = string.format("%s", wordless) return text end), "base_library.lua:%d+: '__tostring' must return a string$"))

-- What is missing is told, and is not nil.
local function refused(f, ...) return select(2, pcall(f, ...)) end
assert(refused(rawget, {}) == "bad argument #2 to 'rawget' (value expected)")
assert(rawget({ 5 }, 1) == 5 and rawget({}, nil) == nil)
assert(refused(rawequal, 1) == "bad argument #2 to 'rawequal' (value expected)")
assert(refused(ipairs) == "bad argument #1 to 'ipairs' (table expected, got no value)")
