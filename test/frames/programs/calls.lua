-- Calls for one value, for all, for none, as tail calls; extra arguments; lists that several results end.
local log = {}
local function note(...)
  local n, out = select('#', ...), {}
  for i = 1, n do out[i] = tostring((select(i, ...))) end
  log[#log + 1] = n .. ':' .. table.concat(out, ',')
end
local function none() end
local function three(x) return x, x + 1, x + 2 end
local function pass(...) return ... end
local function tail(n, ...) if n == 0 then return ... end return tail(n - 1, n, ...) end
local function sum(first, ...) if first == nil then return 0 end return first + sum(...) end
local object = { n = 2 }
function object:add(a, ...) return self.n + a, ... end
function object:same(...) return self:add(...) end
note(none())
note((three(1)))
note(three(1), three(5))
note(pass(three(3)), (pass(three(4))))
note(tail(4, 'end'))
note(sum(three(sum(three(1)))))
note(object:add(1, three(7)), (object:add(three(9))))
note(object:same(three(2)))
note(pcall(pass, three(8)))
none(three(1), object:add(5))
object:add(three(1))
local a, b, c, d = three(10)
a, b, c = c, three(a)
note(a, b, c, d)
local callable = setmetatable({ n = 5 }, { __call = function(self, ...) return self.n, select('#', ...), ... end })
note(callable(1, nil, 3))
note(select(2, three(20)), select('#', pass(three(1))), select(-1, three(30)))
local function outer(...)
  local kept = { ... }
  local function inner(...) return select('#', ...), kept[2], ... end
  return inner(three(#kept), ...)
end
note(outer('a', 'b', 'c'))
local function many() return 1, 2, 3, 4, 5, 6, 7 end
local packed = { many(), many() }
note(#packed, many())
note(table.unpack({ three(1), three(2) }))
local v1, v2, v3, v4, v5, v6, v7, v8 = 1, 2, 3, 4, 5, many()
note(v1 + three(v2) + v3 * three(v4) + sum(v5, v6, v7, v8))
local wanted = callable and three(1) or three(2)
note(wanted, none() or three(3), none() and 1)
return table.concat(log, '|')
