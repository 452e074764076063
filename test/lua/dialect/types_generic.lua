-- Dialect: generic types, types that are nothing but themselves, intersections, classes.
-- tagged unions name the field that is wrong in the variant that is meant
type Outcome<V, F> = { done: true, item: V } | { done: false, why: F }
type Found = Outcome<{ id: integer }, string>
assert(Found:is({ done = true, item = { id = 1 } }) and Found:is({ done = false, why = "no" }) and not Found:is({ done = false, item = { id = 1 } }))
local _, err = Found:is({ done = true, item = { id = "one" } })
assert(tostring(err):find("field 'item.id': expected integer, got string", 1, true), tostring(err))

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
