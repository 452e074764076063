-- while, repeat, break and scope: nested breaks, repeat-until scope, shadowing, blocks.
local out = {}
local function text()
  local s = table.concat(out, " ")
  out = {}
  return s
end
local function add(v) out[#out + 1] = v end

-- while
local i = 0
while i < 3 do i = i + 1 add(i) end
assert(text() == "1 2 3")
while false do add("never") end
while nil do add("never") end
assert(text() == "")
i = 0
while true do
  i = i + 1
  if i > 3 then break end
  add(i)
end
assert(text() == "1 2 3")

-- repeat: at least once, the condition sees the body's locals
repeat local x = 1 add(x) until true
repeat
  local done = #out >= 3
  add("r")
until done
assert(text() == "1 r r r")
i = 0
repeat
  local k = i
  i = i + 1
  local f = function() return k end
until f() == 2
assert(i == 3)
local done = true
repeat local done = false i = i + 1 until not done
assert(i == 4)
i = 0
repeat
  i = i + 1
  if i == 2 then break end
  local after = i
until after > 5
assert(i == 2)

-- breaks leave only their own loop
for a = 1, 2 do
  while true do
    repeat
      for _ in ipairs({ 1, 2 }) do
        add("in" .. a)
        break
      end
      add("repeat" .. a)
      if a == 2 then break end
    until true
    add("while" .. a)
    break
  end
  add("for" .. a)
end
assert(text() == "in1 repeat1 while1 for1 in2 repeat2 while2 for2")
for a = 1, 5 do
  if a == 2 then
    -- nothing
  elseif a == 4 then
    break
  else
    do
      add(a)
    end
  end
end
assert(text() == "1 3")

-- a break that is not the last statement of its block
for a = 1, 3 do
  do break end
  add("after break " .. a)
end
assert(text() == "")

-- scope
local x = 1
do
  local x = x + 1
  do
    local x = x + 1
    add(x)
  end
  add(x)
end
add(x)
assert(text() == "3 2 1")
local function scopes(a)
  local a = a or 5
  if a > 3 then
    local a = "big"
    return a
  else
    local a = "small"
    return a
  end
end
assert(scopes() == "big" and scopes(1) == "small")
local a, a, a = 1, 2, 3
assert(a == 3)
local function duplicate(p, p) return p end
assert(duplicate(1, 2) == 2)

-- globals
global_value = 10
local function read_global() return global_value end
assert(read_global() == 10)
global_value = nil
assert(read_global() == nil and _G.global_value == nil)
_G["other" .. "_global"] = "set"
assert(other_global == "set")
other_global = nil
local print = nil
assert(print == nil and _G.print ~= nil)

-- if chains
local function grade(n)
  if n >= 90 then return "a"
  elseif n >= 80 then return "b"
  elseif n >= 70 then return "c"
  else return "d" end
end
assert(grade(95) .. grade(85) .. grade(75) .. grade(5) == "abcd")
local function only_elseif(v) if v == 1 then return 1 elseif v == 2 then return 2 end end
assert(only_elseif(1) == 1 and only_elseif(2) == 2 and only_elseif(3) == nil)
if 0 then add("0") end
if "" then add("empty") end
if nil then add("nil") elseif false then add("false") else add("else") end
assert(text() == "0 empty else")

-- empty statements and blocks
;;; do end; if true then end; while false do end; for _ = 1, 0 do end;
local function empty() end
assert(empty() == nil and select("#", empty()) == 0)
local function returns_early() do return 1 end error("not reached") end
assert(returns_early() == 1)

-- deep nesting
local depth = 0
for b = 1, 2 do if b then while true do repeat do for c = 1, 2 do if c == 2 then
  depth = depth + b * c
end end end until true break end end end
assert(depth == 6)

-- two hundred locals
local function many_locals()
  local a1, a2, a3, a4, a5, a6, a7, a8, a9, a10 = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  local b1, b2, b3, b4, b5, b6, b7, b8, b9, b10 = a1, a2, a3, a4, a5, a6, a7, a8, a9, a10
  local c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 = b10, b9, b8, b7, b6, b5, b4, b3, b2, b1
  local d = a1 + b2 + c3 + a4 + b5 + c6 + a7 + b8 + c9 + a10
  local function use() return c1 + c10 + b3 + d + a6 + a2 + a3 + a5 + a8 + a9 + b1 + b4 + b6 + b7 + b9 + b10 + c2 + c4 + c5 + c7 + c8 end
  return use()
end
assert(many_locals() == 165)
