-- Protected calls, handlers, and errors on their way out through all that may stand between.
local log = {}
local function note(...)
  local out = {}
  for i = 1, select('#', ...) do out[i] = tostring((select(i, ...))) end
  log[#log + 1] = table.concat(out, ',')
end
local function thrower(what) local before = what error(before, 0) end
note(pcall(thrower, 'plain'))
note(pcall(pcall, thrower, 'inner'))
note(xpcall(thrower, function(m) local function deep(x) return x .. ' handled' end return deep(m) end, 'given'))
note(select('#', xpcall(function(...) return ... end, thrower, 1, 2, 3)))
note(xpcall(thrower, function(m) thrower(m .. '+') end, 'x'))
local E = setmetatable({}, { __tostring = function(e) return 'E' .. (e.n or '') end })
E.__index = E
local ok, e = pcall(function() local held = { 1, 2 } error(setmetatable({ n = #held }, E)) end)
note(ok, e.n)
local function level(n) if n == 0 then error('bottom', 0) end local ok2, m = pcall(level, n - 1) error(m .. n, 0) end
note(pcall(level, 3))
local through = setmetatable({}, { __index = function(_, k) error('index ' .. k, 0) end, __lt = function() error('lt', 0) end })
note(pcall(function() return through.field end))
note(pcall(function() return through < through end))
note(pcall(table.sort, { 2, 1, 3 }, function() error('sort', 0) end))
note(pcall(string.gsub, 'abc', '%w', function(c) if c == 'b' then error('gsub', 0) end end))
note(pcall(coroutine.wrap(function() coroutine.yield() end)))
note(coroutine.resume(coroutine.create(function() note(pcall(thrower, 'in co')) thrower('out of co') end)))
note(pcall(function() for k in pairs({ 1 }) do local f = function() return k end error(f(), 0) end end))
note(pcall(assert, false, 'asserted')) note(pcall(assert, nil)) note(select('#', assert(1, 2, 3)))
note((select(2, pcall(function() local t = nil; return t.x end)):gsub('^.-:%d+: ', '')))
note(pcall(error)) note(pcall(error, nil))
local function cleanup(f, ...) local r = { pcall(f, ...) } note('cleanup') return table.unpack(r) end
note(cleanup(thrower, 'late')) note(cleanup(function(x) return x, x end, 4))
return table.concat(log, '|')
