-- goto: continue, backward loops, exits of nested loops and blocks, labels at block ends, closures in loops.
local out = {}
local function add(v) out[#out + 1] = v end
local function text()
  local s = table.concat(out, " ")
  out = {}
  return s
end

-- continue in every loop
for i = 1, 5 do
  if i % 2 == 0 then goto continue end
  add(i)
  ::continue::
end
assert(text() == "1 3 5")
for _, v in ipairs({ "a", "b", "c" }) do
  if v == "b" then goto continue end
  add(v)
  ::continue::
end
assert(text() == "a c")
local n = 0
while n < 5 do
  n = n + 1
  if n == 3 then goto continue end
  add(n)
  ::continue::
end
assert(text() == "1 2 4 5")
n = 0
repeat
  n = n + 1
  if n == 2 then goto continue end
  add(n)
  ::continue::
until n == 4
assert(text() == "1 3 4")

-- a label after an expression that could go on
for i = 1, 3 do
  local x = i
  if i ~= 2 then add(x) end
  local y = x
  ::continue::
end
assert(text() == "1 3")

-- backward
do
  local i = 1
  ::top::
  add(i)
  i = i + 1
  if i <= 4 then goto top end
end
assert(text() == "1 2 3 4")

-- nested backward loops
do
  local i = 1
  ::outer::
  local j = 1
  ::inner::
  add(i .. j)
  j = j + 1
  if j <= 2 then goto inner end
  i = i + 1
  if i <= 3 then goto outer end
end
assert(text() == "11 12 21 22 31 32")

-- out of nested loops and blocks
for i = 1, 3 do
  for j = 1, 3 do
    do
      if i * j == 4 then goto done end
    end
    add(i * j)
  end
end
::done::
assert(text() == "1 2 3 2")

-- to the next turn of the outer loop
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto next_i end
    add(i .. j)
  end
  ::next_i::
end
assert(text() == "11 21 31")
do
  local i = 0
  while true do
    i = i + 1
    repeat
      for _ in pairs({ 1 }) do
        if i < 3 then goto next_turn end
        goto out_of_all
      end
    until true
    ::next_turn::
    add("turn" .. i)
  end
  ::out_of_all::
  add("out" .. i)
end
assert(text() == "turn1 turn2 out3")

-- forward over statements, with several labels in a row
do
  goto second
  ::first::
  add("first")
  goto third
  ::second:: ::also::
  add("second")
  goto first
  ::third::
end
assert(text() == "second first")

-- the same name in different blocks and functions
do
  goto label
  add("skipped")
  ::label::
end
do
  goto label
  add("skipped")
  ::label::
end
local function own()
  goto label
  add("skipped")
  ::label::
  return "own"
end
assert(own() == "own" and text() == "")

-- fresh locals at each pass, captured by closures
do
  local list, i = {}, 1
  ::again::
  local captured = i
  list[i] = function() captured = captured + 10 return captured end
  i = i + 1
  if i <= 3 then goto again end
  assert(list[1]() == 11 and list[1]() == 21 and list[2]() == 12 and list[3]() == 13)
end
do
  local list = {}
  for i = 1, 4 do
    local captured = i
    if i == 2 then goto continue end
    list[#list + 1] = function() captured = captured * 2 return captured end
    ::continue::
  end
  assert(#list == 3 and list[1]() == 2 and list[2]() == 6 and list[2]() == 12 and list[3]() == 8)
end
do
  local kept
  do
    local x = 1
    ::back::
    local y = x
    if not kept then
      kept = function() return x, y end
      x = x + 1
      goto back
    end
    local x1, y1 = kept()
    assert(x1 == 2 and y1 == 1 and y == 2)
  end
end

-- a repeat whose condition sees the body's locals, left by goto
do
  local i = 0
  repeat
    local stop = i >= 3
    i = i + 1
    if i == 10 then goto never end
  until stop
  ::never::
  assert(i == 4)
end

-- a state machine
local function machine(input)
  local at, state = 1, {}
  ::start::
  local c = input:sub(at, at)
  at = at + 1
  if c == "" then goto finish end
  if c:match("%d") then goto digit end
  if c:match("%a") then goto letter end
  state[#state + 1] = "?"
  goto start
  ::digit::
  state[#state + 1] = "d"
  goto start
  ::letter::
  state[#state + 1] = "l"
  goto start
  ::finish::
  return table.concat(state)
end
assert(machine("a1 b22") == "ld?ldd")

-- jumps with calls, protected calls and early returns between
local function search(grid, wanted)
  local found
  for y, row in ipairs(grid) do
    for x, value in ipairs(row) do
      local ok, same = pcall(function() return value == wanted end)
      if not ok then goto continue end
      if same then found = x .. "," .. y goto found_it end
      ::continue::
    end
  end
  do return "nothing" end
  ::found_it::
  return found
end
assert(search({ { 1, 2 }, { 3, 4 } }, 3) == "1,2")
assert(search({ { 1, 2 } }, 9) == "nothing")

-- a loop that is only gotos, with a break inside
do
  local count = 0
  ::loop::
  while true do
    count = count + 1
    if count % 3 == 0 then break end
    goto loop
  end
  if count < 9 then goto loop end
  assert(count == 9)
end

-- goto as the last statement before a label at the end of a function
local function at_end(flag)
  if flag then goto finish end
  add("body")
  ::finish::
end
at_end(true)
at_end(false)
assert(text() == "body")

-- A label of a block inside hides one of the blocks around it (Lua 5.3; Lua 5.4 refuses it).
do
  local trace = {}
  local function note(x) trace[#trace + 1] = x end
  local n = 0
  ::again::
  n = n + 1
  do
    goto again
    note("never")
    ::again::
    note("inner " .. n)
  end
  do
    local m = 0
    ::again::
    m = m + 1
    if m < 3 then goto again end
    note("m " .. m)
  end
  if n < 2 then goto again end
  assert(table.concat(trace, ",") == "inner 1,m 3,inner 2,m 3")
end

-- A goto over the beginning of a loop to the end of the block passes by variables that stand between.
do
  local made = {}
  for i = 1, 2 do
    local f
    goto make
    ::keep::
    made[i] = f
    goto done
    ::make::
    local plain, counted = i * 10, i
    f = function() counted = counted + plain return counted end
    goto keep
    ::done::
  end
  assert(made[1]() == 11 and made[1]() == 21 and made[2]() == 22)
end
