-- Every kind of value, held across suspensions by locals, cells, tables, keys and coroutines.
local log = {}
local function note(...)
  local out = {}
  for i = 1, select('#', ...) do out[i] = tostring((select(i, ...))) end
  log[#log + 1] = table.concat(out, ',')
end
local function keep(...) return ... end
local big, low, wide = 9223372036854775807, -9223372036854775807 - 1, 1 << 60
local inf, nan, tiny, zero = 1 / 0, 0 / 0, 5e-324, -0.0
local edge, beyond, negative = 9007199254740991, 1e17, -4503599627370497
local empty, short, medium = '', 'a\0b\255\n', ('medium '):rep(60)
local long = ('long text '):rep(200)
local yes, no, none = true, false, nil
note(keep(big, low, wide, inf, nan ~= nan, tiny, zero == 0, edge, beyond, negative))
note(#empty, short:byte(1, -1)) note(#medium, #long, long:sub(-5), yes, no, none)
local cycle = { name = 'cycle' }
cycle.self, cycle[1], cycle[cycle] = cycle, { up = cycle }, 'key'
note(cycle.self == cycle, cycle[1].up.name, cycle[cycle])
local frozen = table.freeze({ 1, 2, inner = table.freeze({ deep = 'ice' }) })
note(frozen[2], frozen.inner.deep, pcall(rawset, frozen, 1, 2))
local holes = { 1, nil, 3, nil, nil, 6, n = 6 }
holes[10], holes[-1], holes[0], holes[2 ^ 53] = 'ten', 'minus', 'zero', 'large'
note(holes[3], holes[6], holes[10], holes[-1], holes[0], holes[9007199254740992])
local keyed = { [1.5] = 'float', [true] = 'bool', [keep] = 'function', [big] = 'big', ['with space'] = 's', [''] = 'empty', __proto__ = 'p', constructor = 'c' }
note(keyed[1.5], keyed[true], keyed[keep], keyed[big], keyed['with space'], keyed[''], keyed.__proto__, keyed.constructor)
local shared = { count = 0 }
local x, y = { ref = shared }, { ref = shared }
x.ref.count = 5
note(y.ref.count, x.ref == y.ref)
local address = tostring(shared)
local other = tostring({})
note(address == tostring(shared), address ~= other)
local co = coroutine.create(function(a) local b = coroutine.yield(a) return a, b, shared end)
note(select(2, coroutine.resume(co, long)) == long)
note(select('#', coroutine.resume(co, medium)))
local mt = { __len = function() return 77 end }
local p, q = setmetatable({}, mt), setmetatable({ 1 }, mt)
note(#p + #q, getmetatable(p) == getmetatable(q), math.type(wide), math.type(beyond), print ~= nil, string.rep == ('').rep)
local record = { a = 1, b = nil, c = keep(3), d = { e = { f = { g = 'deep' } } } }
record.b, record.a = 2, nil
note(record.b, record.a, record.c, record.d.e.f.g)
local made = {}
for i = 1, 40 do made['generated' .. i] = i end
local total = 0
for _, n in pairs(made) do total = total + n end
note(total)
return table.concat(log, '|')
