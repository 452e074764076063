-- Waiting for the host, at calls of every kind, in coroutines and callbacks; and values of the host.
local log = {}
local function note(...)
  local out = {}
  for i = 1, select('#', ...) do out[i] = tostring((select(i, ...))) end
  log[#log + 1] = table.concat(out, ',')
end
note(wait())
local a, b = wait(), wait() + 1
note(a, b, (wait()))
wait()
local box = make_box('content')
note(box:get(), box.get(box), pcall(box.get, wait()))
local object = { m = function(self, x) return wait() + x end }
note(object:m(wait()))
local co = coroutine.wrap(function() local got = wait() coroutine.yield(got) return wait(), box:get() end)
note(co()) note(co())
local t = { 5, 3, 4, 1 }
table.sort(t, function(x, y) wait() return x < y end)
note(table.concat(t))
note((('ab'):gsub('.', function(c) return c .. wait() end)))
note(pcall(function() local ok, v = pcall(wait) error(v + 1, 0) end))
local lazy = setmetatable({}, { __index = function(_, k) return k .. wait() end, __call = wait, __concat = function() return 'w' .. wait() end })
note(lazy.x, lazy(), lazy .. 'y')
for k, v in pairs({ 1, two = 2 }) do note(k, v, wait()) end
local function tail(n) if n == 0 then return wait() end return tail(n - 1) end
note(tail(3))
for _ = 1, 2 do for i = 1, 2 do note(i * wait()) end end
return table.concat(log, '|')
