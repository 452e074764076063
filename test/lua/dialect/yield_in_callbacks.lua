-- Dialect: coroutines yield inside comparators, gsub callbacks, __tostring, __index seen by library functions, handlers.
local yield, wrap, create, resume, status = coroutine.yield, coroutine.wrap, coroutine.create, coroutine.resume, coroutine.status
local function collect(f, ...)
  local co, events = create(f), 0
  local result = { resume(co, ...) }
  while status(co) ~= "dead" do
    events = events + 1
    result = { resume(co, result[2]) }
  end
  assert(result[1], result[2])
  return events, result[2], result[3]
end

-- table.sort
local events, list = collect(function()
  local t = { 5, 3, 9, 1, 7, 2 }
  table.sort(t, function(a, b) yield(a) return a < b end)
  return table.concat(t, " ")
end)
assert(events >= 5 and list == "1 2 3 5 7 9")
events, list = collect(function()
  local V = { __lt = function(a, b) yield() return a.v < b.v end }
  local t = {}
  for i, v in ipairs({ 3, 1, 2 }) do t[i] = setmetatable({ v = v }, V) end
  table.sort(t)
  return t[1].v * 100 + t[2].v * 10 + t[3].v
end)
assert(events >= 2 and list == 123)
local ok, e = pcall(collect, function() table.sort({ 3, 2, 1 }, function() yield() error("in comparator", 0) end) end)
assert(not ok and tostring(e):find("in comparator", 1, true))

-- gsub with functions and with tables that answer by __index
events, list = collect(function() return (("a b c"):gsub("%a", function(c) return yield(c) .. c:upper() end)) end)
assert(events == 3 and list == "aA bB cC")
local count
events, list, count = collect(function()
  local t = setmetatable({}, { __index = function(_, k) return yield(k .. "!") end })
  return ("x y"):gsub("%a", t)
end)
assert(events == 2 and list == "x! y!" and count == 2)
events, list = collect(function()
  return (("1 2"):gsub("%d", function(d)
    return (("ab"):gsub("%a", function(c) return yield(d .. c) end))
  end))
end)
assert(events == 4 and list == "1a1b 2a2b")

-- gmatch and its body, string functions on yielded values
events, list = collect(function()
  local out = {}
  for w in ("one two"):gmatch("%a+") do out[#out + 1] = yield(w):upper() end
  return table.concat(out, yield("-"))
end)
assert(events == 3 and list == "ONE-TWO")

-- tostring and format
local named = setmetatable({}, { __tostring = function() return yield("text") end })
events, list = collect(function() return tostring(named) .. ("%s|%s"):format(named, 1) end)
assert(events == 2 and list == "texttext|1")

-- pcall, xpcall, handlers, error
events, list = collect(function()
  local ok, e = xpcall(function() error(yield("e"), 0) end, function(m) return yield(m .. "h") end)
  return tostring(ok) .. e
end)
assert(events == 2 and list == "falseeh")

-- iterators from library functions over tables with metamethods
events, list = collect(function()
  local proxy = setmetatable({}, { __index = function(_, i) if i <= 3 then return yield(i * 10) end end })
  local sum = 0
  for _, v in ipairs(proxy) do sum = sum + v end
  return sum
end)
assert(events == 3 and list == 60)

-- sort inside gsub inside sort, in a coroutine inside a coroutine
events, list = collect(function()
  local inner = wrap(function()
    local t = { "cab", "bca" }
    table.sort(t, function(a, b)
      local function normal(s)
        local letters = {}
        local _ = s:gsub(".", function(c) letters[#letters + 1] = yield(c) end)
        table.sort(letters, function(x, y) yield(x) return x < y end)
        return table.concat(letters)
      end
      return normal(a) .. a < normal(b) .. b
    end)
    return table.concat(t, " ")
  end)
  local value = inner()
  while #value == 1 do value = inner(yield(value)) end
  return value
end)
assert(events > 8 and list == "bca cab")

-- coroutine.wrap as a comparator, as a callback, as a handler
local flip = wrap(function(a, b) while true do a, b = yield(a < b) end end)
local t = { 2, 3, 1 }
table.sort(t, flip)
assert(table.concat(t) == "123")
local numbered = wrap(function(c) local n = 0 while true do n = n + 1 c = yield(c .. n) end end)
assert((("abc"):gsub("%a", numbered)) == "a1b2c3")
