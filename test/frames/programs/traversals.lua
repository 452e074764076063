-- Loops over tables in every part of them, while entries are changed, removed and made room for.
local log = {}
local function note(...) log[#log + 1] = table.concat({ ... }, '=') end
local function shown(v) return tostring(v) end
local t = { 10, 20, 30, x = 'fx', y = 'fy', z = 'fz' }
for i = 1, 6 do t['key' .. i] = i end
t[100], t[true], t[2.5] = 'hundred', 'yes', 'half'
for k, v in pairs(t) do note(shown(k), shown(v)) end
for k in pairs(t) do if shown(k):find('[xy2135]') then t[k] = nil end end
for k, v in next, t do note(shown(k), shown(v)) end
local k, v = next(t)
while k ~= nil do note('n', shown(k), shown(v)) k, v = next(t, k) end
-- the hash part is made anew while it is walked over
local h = {}
for i = 1, 24 do h['h' .. i] = i end
local seen = 0
for key, value in pairs(h) do
  seen = seen + value
  if value > 6 then h[key] = nil end
  if value == 20 then h.later = 1 h['new' .. value] = 2 end
end
note('seen', seen)
-- fields and elements come while it is walked over
local grows = { a = 1 }
for key, value in pairs(grows) do if value == 1 then grows.b, grows[1] = 2, 3 end note(shown(key), value) end
local lazy = setmetatable({ 'one' }, { __index = function(_, i) if i <= 3 then return 'i' .. i end end })
for i, value in ipairs(lazy) do note(i, value) end
local ordered = setmetatable({}, {
  __pairs = function(self) return function(_, i) i = (i or 0) + 1 if i < 4 then return i, i * i end end, self, nil end,
})
for i, value in pairs(ordered) do note('o' .. i, value) end
for i, a in ipairs({ 'p', 'q' }) do for key, b in pairs({ r = 1, s = 2 }) do note(i .. a .. key .. b) end end
local inside = coroutine.wrap(function() for key, value in pairs({ 5, u = 6, [false] = 7 }) do coroutine.yield(shown(key) .. value) end end)
note(inside(), inside(), inside())
return table.concat(log, '|')
