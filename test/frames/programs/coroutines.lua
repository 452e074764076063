-- Coroutines inside coroutines, in protected calls, callbacks and metamethods, in every state.
local log = {}
local function note(...)
  local out = {}
  for i = 1, select('#', ...) do out[i] = tostring((select(i, ...))) end
  log[#log + 1] = table.concat(out, ',')
end
local yield, resume, wrap, create, status = coroutine.yield, coroutine.resume, coroutine.wrap, coroutine.create, coroutine.status
local function counter(from) return create(function(step) local n = from while true do local got, more = yield(n, step) n = n + step step = got or more or 1 end end) end
local a, b = counter(1), counter(100)
note(resume(a, 1)) note(resume(b, 10)) note(resume(a, 2)) note(resume(a)) note(resume(b, nil, 3)) note(resume(b))
local inner = wrap(function(...) local x = ... for i = 1, 3 do x = yield(x * i) end return 'inner done', x end)
local outer = create(function(y) for _ = 1, 3 do y = yield(inner(y) + 1, status(a)) end return inner(y) end)
for i = 1, 4 do note(resume(outer, i)) end
note(status(outer), resume(outer))
local protected = create(function()
  local ok, e = pcall(function() yield('in pcall') error({ code = 5 }) end)
  yield(ok, e.code)
  local ok2, e2 = xpcall(function() local v = yield('in xpcall') return v .. nil end, function(m) yield('in handler') return 'handled' end)
  return ok2, e2
end)
while status(protected) ~= 'dead' do note(resume(protected, 'v')) end
local meta = setmetatable({}, { __index = function(_, k) return yield(k) end, __add = function(x, y) return yield('add') end, __call = function(_, v) return yield(v) end })
local operators = create(function() local s = meta.field .. '' return (meta + 1) + meta(5) + #s end)
note(resume(operators)) note(resume(operators, 'value')) note(resume(operators, 2)) note(resume(operators, 3))
local sorter = create(function() local t = { 3, 1, 2 } table.sort(t, function(x, y) return yield(x .. '<' .. y) end) return table.concat(t) end)
local ok, asked = resume(sorter)
while status(sorter) ~= 'dead' do
  local x, y = asked:match('(%d)<(%d)')
  ok, asked = resume(sorter, x < y)
end
note(ok, asked)
local replaced = wrap(function() return (('abc'):gsub('.', function(c) return yield(c) end)) end)
note(replaced(), replaced('1'), replaced('2'), replaced('3'))
local function tree(t) if t then tree(t[1]) yield(t[2]) tree(t[3]) end end
local walk = {}
for value in wrap(function() tree({ { nil, 1 }, 2, { { nil, 3 }, 4 } }) end) do walk[#walk + 1] = value end
note(table.concat(walk))
local failing = create(function() yield() local t = nil return t.x end)
note(resume(failing)) note(select('#', resume(failing))) note(status(failing))
note(coroutine.close(failing)) note(coroutine.close(failing))
local closed = create(function() yield(1) end)
resume(closed) note(coroutine.close(closed), status(closed))
note(pcall(wrap(function() error('out', 0) end)))
note(coroutine.isyieldable(), wrap(function() return coroutine.isyieldable(), status(coroutine.running()) end)())
return table.concat(log, '|')
