-- Method calls through metatables: classes, inheritance, accessors.
local Shape = {}
Shape.__index = Shape

function Shape.new(class, name)
  return setmetatable({ name = name, moves = 0, x = 0, y = 0 }, class)
end

function Shape:move(dx, dy)
  self.x = self.x + dx
  self.y = self.y + dy
  self.moves = self.moves + 1
  return self
end

function Shape:area() return 0 end
function Shape:get_x() return self.x end
function Shape:describe() return self:area() + self:get_x() end

local function subclass(parent)
  local class = setmetatable({}, { __index = parent })
  class.__index = class
  return class
end

local Rectangle = subclass(Shape)

function Rectangle.new(class, w, h)
  local self = Shape.new(class, "rectangle")
  self.w, self.h = w, h
  return self
end

function Rectangle:area() return self.w * self.h end

local Square = subclass(Rectangle)

function Square.new(class, side)
  return Rectangle.new(class, side, side)
end

function Square:describe()
  return Rectangle.describe(self) + 1
end

local Vector = {}
Vector.__index = Vector
Vector.__add = function(a, b) return setmetatable({ x = a.x + b.x, y = a.y + b.y }, Vector) end
Vector.__eq = function(a, b) return a.x == b.x and a.y == b.y end

local shapes = { Shape:new("point"), Rectangle:new(3, 4), Square:new(5), Rectangle:new(2, 6) }
local total = 0
for i = 1, 1500000 do
  local shape = shapes[i % 4 + 1]
  shape:move(1, -1)
  total = (total + shape:describe()) % 1000003
end

local created = 0
for i = 1, 500000 do
  local square = Square:new(i % 10)
  created = created + square:area()
end

local sum = setmetatable({ x = 0, y = 0 }, Vector)
local step = setmetatable({ x = 1, y = 2 }, Vector)
local equal = 0
for i = 1, 500000 do
  sum = sum + step
  if sum == step then equal = equal + 1 end
end

print(string.format("%d %d %d %d %d", total, created, sum.x, sum.y, equal))
