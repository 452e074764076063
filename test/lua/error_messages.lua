-- Messages of runtime errors: kind of value, name and kind of variable, position.
local function message(f, ...)
  local ok, e = pcall(f, ...)
  assert(not ok, "expected an error")
  return e
end
local function says(part, f, ...)
  local e = message(f, ...)
  assert(tostring(e):find(part, 1, true), "got: " .. tostring(e) .. "\nexpected: " .. part)
  return e
end

-- calls
says("attempt to call a nil value (global 'undefined_function')", function() undefined_function() end)
says("attempt to call a nil value (local 'f')", function() local f f() end)
says("attempt to call a number value (local 'f')", function() local f = 5 f() end)
says("attempt to call a string value (local 'f')", function(f) f() end, "text")
local up
says("attempt to call a nil value (upvalue 'up')", function() up() end)
says("attempt to call a nil value (field 'missing')", function() local t = {} t.missing() end)
says("attempt to call a nil value (method 'missing')", function() local t = {} t:missing() end)
says("attempt to call a nil value (method 'nothing')", function() return ("x"):nothing() end)
says("attempt to call a table value", function() return ({})() end)
says("attempt to call a boolean value (field 'flag')", function() local t = { flag = true } t.flag() end)
says("attempt to call a nil value (field 'deep')", function() local t = { a = { b = {} } } t.a.b.deep() end)
says("attempt to call a nil value (global 'undefined_function')", function() return undefined_function(1, 2) end)

-- index
says("attempt to index a nil value (local 'x')", function() local x return x.y end)
says("attempt to index a nil value (local 'x')", function() local x return x[1] end)
says("attempt to index a nil value (local 'x')", function(x) x.y = 1 end)
says("attempt to index a nil value (global 'undefined_table')", function() return undefined_table.x end)
says("attempt to index a nil value (global 'undefined_table')", function() undefined_table.x = 1 end)
says("attempt to index a nil value (upvalue 'up')", function() return up.x end)
says("attempt to index a nil value (field 'b')", function() local a = {} return a.b.c end)
says("attempt to index a nil value (field 'b')", function() local a = {} a.b.c = 1 end)
says("attempt to index a nil value (field 'c')", function() local a = { b = {} } return a.b.c.d end)
says("attempt to index a number value (local 'n')", function() local n = 1 return n.x end)
says("attempt to index a boolean value (field 'flag')", function() local t = { flag = false } return t.flag.x end)
says("attempt to index a function value (local 'f')", function() local f = function() end return f.x end)
says("attempt to index a nil value", function() return (nil).x end)
says("attempt to index a nil value (local 'x')", function() local x x:method() end)
says("attempt to index a nil value (field 'obj')", function() local t = {} t.obj:method() end)

-- arithmetic
says("attempt to perform arithmetic on a nil value (local 'x')", function() local x return x + 1 end)
says("attempt to perform arithmetic on a nil value (local 'x')", function() local x return 1 - x end)
says("attempt to perform arithmetic on a nil value (global 'undefined_number')", function() return undefined_number * 2 end)
says("attempt to perform arithmetic on a nil value (field 'y')", function() local t = {} return t.y / 2 end)
says("attempt to perform arithmetic on a nil value (upvalue 'up')", function() return up % 2 end)
says("attempt to perform arithmetic on a table value (local 't')", function() local t = {} return t ^ 2 end)
says("attempt to perform arithmetic on a boolean value (local 'b')", function() local b = true return b // 2 end)
says("attempt to perform arithmetic on a nil value (local 'x')", function() local x return -x end)
says("attempt to perform arithmetic on a function value (local 'f')", function() local f = function() end return f + f end)
says("attempt to perform arithmetic on a nil value (field 'count')", function() local t = {} t.count = t.count + 1 end)
says("attempt to perform arithmetic on a nil value (local 'b')", function(a, b) return a + b end, 1)

-- bitwise
says("attempt to perform bitwise operation on a nil value (local 'x')", function() local x return x & 1 end)
says("attempt to perform bitwise operation on a table value (local 't')", function() local t = {} return 1 | t end)
says("attempt to perform bitwise operation on a nil value (field 'bits')", function() local t = {} return t.bits << 1 end)
says("attempt to perform bitwise operation on a boolean value (local 'b')", function() local b = false return ~b end)
says("has no integer representation", function() local x = 1.5 return x & 1 end)
says("has no integer representation", function() return 1 << 0.5 end)

-- concatenation and length
says("attempt to concatenate a nil value (local 'x')", function() local x return "a" .. x end)
says("attempt to concatenate a nil value (local 'x')", function() local x return x .. "a" end)
says("attempt to concatenate a nil value (field 'name')", function() local t = {} return "name: " .. t.name end)
says("attempt to concatenate a table value (local 't')", function() local t = {} return "a" .. t .. "b" end)
says("attempt to concatenate a boolean value (local 'b')", function() local b = true return b .. "" end)
says("attempt to concatenate a nil value (global 'undefined_text')", function() return "a" .. undefined_text end)
says("attempt to concatenate a function value (upvalue 'says')", function() return "a" .. says end)
says("attempt to get length of a nil value (local 'x')", function() local x return #x end)
says("attempt to get length of a number value (local 'n')", function() local n = 5 return #n end)
says("attempt to get length of a nil value (field 'list')", function() local t = {} return #t.list end)

-- comparison
says("attempt to compare number with nil", function() local x return 1 < x end)
says("attempt to compare nil with number", function() local x return x < 1 end)
says("attempt to compare two nil values", function() local x, y return x < y end)
says("attempt to compare two table values", function() return {} < {} end)
says("attempt to compare number with string", function() return 1 < "2" end)
says("attempt to compare string with number", function() return "1" <= 2 end)
says("attempt to compare two boolean values", function() return true <= false end)
says("attempt to compare function with number", function() return print >= 1 end and function() return 1 <= 2 and says <= 1 end)

-- integer division and keys
says("attempt to ", function() local zero = 0 return 1 // zero end)
says("attempt to perform 'n%", function() local zero = 0 return 1 % zero end)
says("index is nil", function() local t = {} t[nil] = 1 end)
says("index is NaN", function() local t = {} t[0 / 0] = 1 end)

-- the right side of a constant
says("(local 'x')", function() local x = {} return 1 + (nil or x) end)
says("(field 'y')", function() local x = {} return (true and x.y).z end)
says("(local 'x')", function() local x = {} return (not false and (1 and x))() end)
assert(not message(function() local x, y = {}, {} return 1 + (x and y) end):find("(", 1, true))

-- arguments of library functions
says("bad argument #1 to 'upper'", function() string.upper() end)
says("bad argument #1 to 'insert'", function() table.insert(nil, 1) end)
says("bad argument #2 to 'rep'", function() string.rep("x", {}) end)
says("bad argument #1 to 'floor'", function() math.floor("x") end)
says("number expected", function() math.floor() end)
says("table expected, got nil", function() table.concat(nil) end)
says("bad argument #1 to 'ipairs'", function() ipairs() end)
says("bad argument #1 to 'setmetatable'", function() setmetatable(1, {}) end)
says("bad argument #2 to 'format'", function() string.format("%d", "x") end)
says("bad argument #2 to 'format' (no value)", function() string.format("%s") end)

-- positions: name:line: before the text
local first = message(function() local x return x.y end)
local second = message(function()
  local x

  return x.y
end)
local line1, line2 = first:match(":(%d+): attempt"), second:match(":(%d+): attempt")
assert(line1 and line2 and line2 - line1 == 4)
local plain = message(function() error("text") end)
local lined = message(function()
  local t = {
    a = 1,
    b = nil + 1,
  }
end)
assert(plain:match(":(%d+): text$") and lined:match(":(%d+): ") - plain:match(":(%d+): ") == 4)
local call_line = message(function()
  local t = {}
  t.f(
    1,
    2
  )
end)
assert(call_line:match(":(%d+): ") - lined:match(":(%d+): ") == 6)
assert(first:match("^(.-):%d+:") == second:match("^(.-):%d+:"))

-- The iterator is called at the line of what stands behind `in`; text that is a number is not to blame.
do
  local ok, e = pcall(function()
    for k in
      3
    do end
  end)
  local line = tonumber(e:match(":(%d+):"))
  local _, here = pcall(function() error("here") end)
  assert(not ok and line == tonumber(here:match(":(%d+):")) - 4)
  local _, blamed = pcall(function() local a, b = "2", nil return a * b end)
  assert(blamed:find("nil value (local 'b')", 1, true) or blamed:find("'string' with a 'nil'", 1, true))
end
