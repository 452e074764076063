-- Types as values: declared, taken from variables, checked, walked over.
local log = {}
local function note(...)
  local out = {}
  for i = 1, select('#', ...) do out[i] = tostring((select(i, ...))) end
  log[#log + 1] = table.concat(out, ',')
end
type Point = { x: number, y: number }
type Shape = { kind: "circle", at: Point, r: number } | { kind: "line", from: Point, to: Point }
type Tree = { value: integer, children: {Tree}? }
type Names = { [string]: Point }
type Op = (number, string) -> boolean
local lib = setmetatable({}, { __index = function(_, k) if k == 'Config' then return Point end end })
imported = { Part = Shape }
local point = Point({ x = 1, y = 2 })
note(Point:is(point), Point:is({ x = 1 }), point.x)
note(Shape:is({ kind = 'circle', at = point, r = 1 }), Shape:is({ kind = 'square' }))
local tree = { value = 1, children = { { value = 2 }, { value = 3, children = { { value = 4 } } } } }
note(Tree:is(tree), (Tree:is({ value = 1, children = { { value = 'x' } } })))
local names = {}
for i = 1, 40 do names['n' .. i] = { x = i, y = -i } end
note(Names:is(names), Tree:is({ value = 1.5 }))
names.n40.y = 'wrong'
local ok, e = pcall(function() return Names(names) end)
note(ok, type(e), (Names:is(names)))
for name, of in Point:fields() do note(name, of) end
for variant in Shape:variants() do note(variant:kind()) end
for parameter in Op:params() do note(parameter) end
do
  type Made = imported.Part
  type Both = { one: Made, two: Point }
  note(Both:kind(), Both:is({ one = { kind = 'line', from = point, to = point }, two = point }))
end
do
  setmetatable(_G, { __index = function(_, k) if k == 'late' then return { Part = Point } end end })
  type Late = late.Part
  note(Late:kind(), (Late:is({ x = 1 })))
end
local cast = point :: Point
local same = typeof(cast)
note(same, same == Point, number(5), pcall(integer, 1.5))
note(tostring(Point), string('text'), Point.x)
return table.concat(log, '|')
