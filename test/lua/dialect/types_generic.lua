-- Dialect: generic types, types that are nothing but themselves, intersections, classes.
-- tagged unions name the field that is wrong in the variant that is meant
type Outcome<V, F> = { done: true, item: V } | { done: false, why: F }
type Found = Outcome<{ id: integer }, string>
assert(Found:is({ done = true, item = { id = 1 } }) and Found:is({ done = false, why = "no" }) and not Found:is({ done = false, item = { id = 1 } }))
local _, err = Found:is({ done = true, item = { id = "one" } })
assert(tostring(err):find("field 'item.id': expected integer, got string", 1, true), tostring(err))
local _, at_once = Found:is({ done = false, why = 5 })
assert(tostring(at_once):find("field 'why': expected string, got number", 1, true), tostring(at_once))
type Shape = { kind: "circle", radius: number } | { kind: "square", side: number } | string
local _, side = Shape:is({ kind = "square" })
assert(tostring(side):find("field 'side': expected number, got nil", 1, true), tostring(side))
local _, unknown_tag = Shape:is({ kind = "line", side = 1 })
assert(not tostring(unknown_tag):find("field", 1, true), tostring(unknown_tag))
type Shapes = { shapes: { Shape }, owner?: { of: Shape } | Shape }
local _, deeper = Shapes:is({ shapes = { { kind = "circle", radius = 1 }, { kind = "circle", radius = "1" } } })
assert(tostring(deeper):find("field 'shapes[2].radius': expected number, got string", 1, true), tostring(deeper))
type Kinds = { kind: "a" | "b", v: number } | { kind: "c", v: string }
local _, last = Kinds:is({ kind = "c", v = 1 })
local _, either = Kinds:is({ kind = "b", v = "x" })
assert(tostring(last):find("field 'v': expected string, got number", 1, true), tostring(last))
assert(tostring(either):find("field 'v': expected number, got string", 1, true) and Kinds:is({ kind = "b", v = 1 }), tostring(either))
-- nothing tells these apart
type Twice = { tag: "a", x: number } | { tag: "a", y: number }
local _, none = Twice:is({ tag = "a" })
assert(not tostring(none):find("field", 1, true) and Twice:is({ tag = "a", y = 1 }), tostring(none))

-- generics in circles, and those that grow by themselves
type List<T> = { head: T, tail?: List<T> }
type Numbers = List<number>
assert(Numbers:is({ head = 1, tail = { head = 2 } }) and not Numbers:is({ head = 1, tail = { head = "2" } }))
local ring = { head = 1 }
ring.tail = ring
assert(Numbers:is(ring))
type Grows<T> = { item: T, next?: Grows<{ T }> }
type Growing = Grows<number>
assert(Growing:is({ item = 1, next = { item = { 1 }, next = { item = { { 1 } } } } }) and not Growing:is({ item = 1, next = { item = 1 } }))
local endless = { item = {} }
endless.next = endless
assert(not Growing:is(endless))
type Bounded<T: { id: string }> = { of: T }
assert(Bounded:is({ of = { id = "x" } }) and not Bounded:is({ of = { id = 1 } }))
type Default = Bounded<{ id: string, n: number }>
assert(not Bounded:is({ of = {} }) and not Default:is({ of = { id = "x" } }) and Default:name() == "Default" and tostring(Numbers) == "Numbers")

-- types that are nothing but themselves end
type Itself = Itself
type Maybe = Maybe?
type Either = Either | number
type Noted = (Noted @min(1)) | string
type Crossed = Crossed & { a: number }
assert(Either:is(1) and Noted:is("x") and Maybe:is(nil) == nil and not Either:is("x") and Itself ~= Number)
pcall(Maybe, 1) pcall(Noted, 5) pcall(Noted, {}) pcall(Crossed, {}) pcall(Either, {})
assert(Itself == Itself and Maybe == Maybe and (Either <= Number or true))

-- intersections
type Named = { name: string }
type Aged = { age: number }
type Person = Named & Aged
assert(Person:is({ name = "a", age = 1 }) and not Person:is({ name = "a" }) and not Person:is({ age = 1 }) and Person:kind() == "intersection")
assert(Person.name == String and Person.age == Number and Person <= Named and not (Named <= Person))

-- classes: fields are found through __index tables, and nothing of the guest runs
local Class = { greet = function() end }
Class.__index = Class
type Greeter = { greet: () -> (), name: string }
assert(Greeter:is(setmetatable({ name = "x" }, Class)) and not Greeter:is(setmetatable({ name = "x" }, { __index = function() error("never") end })))

-- an annotation around itself ends too
type Wound = Wound @min(1)
type WoundMaybe = (WoundMaybe?) @max_len(1)
type WoundBoth = (WoundBoth @min(1)) & (WoundBoth | number)
type WoundBound<x: WoundBound> = x
for _, T in ipairs({ Wound, WoundMaybe, WoundBoth, WoundBound }) do
  assert(T == T and T <= T and not (T < T) and T:kind() and T:name() and (T <= Number or true) and (Number <= T or true))
  for _, value in ipairs({ 1, "x", {}, print }) do T:is(value) end
  T:is(nil)
end
