-- Every kind of loop, left, repeated and entered again; variables of an iteration that outlive it; gotos.
local log = {}
local function note(x) log[#log + 1] = tostring(x) end
local n = 0
while n < 3 do n = n + 1 if n == 2 then note('two') end end
repeat local last = n n = n - 1 local function see() return last end note(see()) until last <= 2
for i = 1, 3 do note(i) end
for i = 3, 1, -1 do if i == 1 then break end note(i) end
for x = 0.5, 2, 0.5 do note(x) end
local from, to, by = 1, 7, 3
for i = from, to, by do note(i + by) end
for i = 9007199254740990, 9007199254740992 do note(i) end
local made = {}
for i = 1, 3 do local twice = i * 2 made[i] = function(add) twice = twice + add return twice + i end end
note(made[1](1)) note(made[2](2)) note(made[2](3)) note(made[3](0))
local function range(limit) return function(s, i) if i < s then return i + 1, i * i, s, 'fourth' end end, limit, 0 end
for i, square, s, fourth in range(3) do note(i .. square .. s .. fourth) end
local function each(list) local i = 0 return function() i = i + 1 return list[i] end end
for value in each({ 'a', 'b', 'c' }) do if value == 'c' then break end note(value) end
for i, list in ipairs({ { 1, 2 }, { 3 } }) do for j, value in ipairs(list) do note(i * 100 + j * 10 + value) end end
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto continue end
    if i == 3 then goto done end
    note(i .. '-' .. j)
    ::continue::
  end
end
::done::
do
  local k = 0
  ::again::
  k = k + 1
  local held = k
  made[k] = function() return held end
  if k < 3 then goto again end
end
note(made[1]() + made[2]() + made[3]())
do
  if n > 100 then goto past end
  local i = 0
  while true do
    i = i + 1
    if i == 4 then goto past end
    if i % 2 == 0 then goto next_one end
    note('odd ' .. i)
    ::next_one::
  end
end
::past::
local walker = setmetatable({}, { __call = function(self, _, i) i = (i or 0) + 1 if i < 3 then return i end end })
for i in walker do note('walker ' .. i) end
return table.concat(log, '|')
