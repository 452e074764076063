-- Reading and writing of fields, elements, globals and methods, on the object, by functions and by tables behind it.
local log = {}
local function note(...) log[#log + 1] = table.concat({ ... }, ',') end
local store = {}
local object = setmetatable({ own = 1, [1] = 'first' }, {
  __index = function(_, key) return store[key] or 'no ' .. tostring(key) end,
  __newindex = function(_, key, value) store[key] = tostring(value) .. '!' end,
})
note(object.own, object.missing, object[1], object[2], object['k' .. 1])
object.own = 2
object.added = 3
object[1], object[5] = 'one', 'five'
local key = 'computed'
object[key .. 's'] = 4
note(object.own, object.added, object[1], object[5], object.computeds)
local Base = { kind = 'base' }
Base.__index = Base
function Base.new(n) return setmetatable({ n = n }, Base) end
function Base:get(by) return self.n * (by or 1) end
local Derived = setmetatable({ kind = 'derived' }, { __index = Base })
Derived.__index = Derived
local d = setmetatable({ n = 5 }, Derived)
note(d.kind, d:get(), d:get(d:get(2)), Base.new(3):get(4), ('text'):rep(2), ('%d'):format(7))
counter = 0
function count(by) counter = counter + by return counter end
note(count(1), count(count(2)), counter, _G.counter, tostring(undefined_global))
counter = 0
local space = { inner = { deep = {} } }
function space.inner.f(x) return x + 1 end
function space.inner.deep:m(x) self.x = x return self end
note(space.inner.f(1), space.inner.deep:m(9).x, space['inner']['deep']['x'])
local t = { count(1) , n = count(2), ['k' .. count(3)] = count(4), [count(5)] = d:get(), d:get(2), count(6) }
note(t[1], t.n, t.k6, t[2], t[3], t[15])
t.x, t.y, t.z = t.n, d:get(), count(7)
t[1], t[2] = t[2], t[1]
note(t.x, t.y, t.z, t[1], t[2])
local viaLoop = setmetatable({}, { __index = setmetatable({}, { __index = function(_, k) return k .. k end }) })
note(viaLoop.a, viaLoop['b'])
return table.concat(log, '|')
