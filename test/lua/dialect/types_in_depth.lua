-- Dialect: recursive types, data in circles, unions with several ways, generics, annotations, reflection, order.
type Tree = { value: number, left?: Tree, right?: Tree }
local tree = { value = 1, left = { value = 2 }, right = { value = 3, left = { value = 4 } } }
assert(Tree(tree) == tree)
tree.right.left.value = "x"
assert(not Tree:is(tree))
tree.right.left.value = 4
tree.right.right = tree
assert(Tree:is(tree) == tree)
tree.right.left.right = 1
assert(not Tree:is(tree))

type Json = nil | boolean | number | string | { Json } | { [string]: Json }
assert(Json:is({ a = { 1, 2, { b = "c" } }, d = false }) and Json:is({}) and not Json:is({ a = { 1, print } }) and not Json:is({ [1] = 1, x = 2 }))

-- a hundred thousand levels deep, and as wide
local deep = {}
for _ = 1, 100000 do deep = { deep } end
assert(Json:is(deep))
local wide = {}
for i = 1, 20000 do wide[i] = { tostring(i) } end
assert(Json:is(wide))
wide[20000][2] = print
assert(not Json:is(wide))
type Chain = { next?: Chain, n: integer }
local chain = { n = 0 }
for i = 1, 50000 do chain = { next = chain, n = i } end
assert(Chain:is(chain))
chain.next.next.n = 0.5
assert(not Chain:is(chain))

-- unions that need more than a look: many levels, and the second way is right at each
type Ambiguous = { kids: { Ambiguous }, tag: { a: number } } | { kids: { Ambiguous }, tag: { b: number } }
local many = { kids = {}, tag = { b = 1 } }
for _ = 1, 40 do many = { kids = { many }, tag = { b = 1 } } end
assert(Ambiguous:is(many))
many.kids[1].kids[1].tag = { c = 1 }
assert(not Ambiguous:is(many))

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
assert(not Default:is({ of = { id = "x" } }) and Default:name() == "Default" and tostring(Numbers) == "Numbers")

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

-- annotations
type Age = integer @min(0) @max(150)
type Email = string @pattern("^.+@.+$") @max_len(20)
type User = { age: Age, email?: Email, names: { string @min_len(1) } @max_len(2), scores: { [string]: number @max(10) } }
assert(User:is({ age = 3, email = "a@b", names = { "x" }, scores = { a = 1 } }) and User:is({ age = 0, names = {}, scores = {} }))
local function wrong(user, ...)
  local value, problem = User:is(user)
  assert(value == nil)
  for _, part in ipairs({ ... }) do assert(tostring(problem):find(part, 1, true), tostring(problem)) end
end
wrong({ age = -1, names = {}, scores = {} }, "'age'", "minimum 0")
wrong({ age = 151, names = {}, scores = {} }, "'age'", "maximum 150")
wrong({ age = 1.5, names = {}, scores = {} }, "'age'", "expected integer", "got number")
wrong({ age = 1, email = "nobody", names = {}, scores = {} }, "'email'", "pattern")
wrong({ age = 1, email = "a@" .. ("b"):rep(30), names = {}, scores = {} }, "'email'", "length", "maximum")
wrong({ age = 1, names = { "a", "" }, scores = {} }, "'names[2]'", "length", "minimum")
wrong({ age = 1, names = { "a", "b", "c" }, scores = {} }, "'names'", "length")
wrong({ age = 1, names = {}, scores = { high = 11 } }, "'scores.high'", "maximum 10")
wrong({ age = 1, names = {}, scores = { [1] = 1 } }, "'scores[1]'", "wrong key")
wrong({ age = 1, names = "x", scores = {} }, "'names'", "expected array")
wrong({ age = 1, scores = {} }, "'names'", "got nil")
wrong(5, "expected record User", "got number")
type Id = number @min(1) | string @min_len(1)
assert(Id:is(1) and Id:is("a") and not Id:is(0) and not Id:is("") and not Id:is(true))
type Calls = { run: (number) -> string, more?: () -> () }
assert(Calls:is({ run = tostring }) and not Calls:is({ run = "x" }) and not Calls:is({ run = tostring, more = 1 }))

-- classes: fields are found through __index tables, and nothing of the guest runs
local Class = { greet = function() end }
Class.__index = Class
type Greeter = { greet: () -> (), name: string }
assert(Greeter:is(setmetatable({ name = "x" }, Class)) and not Greeter:is(setmetatable({ name = "x" }, { __index = function() error("never") end })))

-- reflection
type Shown = { name: string, limit?: number, readonly fixed: boolean, is: integer }
local seen = {}
for name, type in Shown:fields() do seen[#seen + 1] = name .. "=" .. type:kind() end
assert(table.concat(seen, " ") == "name=string limit=optional fixed=boolean is=integer", table.concat(seen, " "))
assert(Shown.name == String and Shown:name() == "Shown" and Shown.is == Integer and Shown:is({ name = "", fixed = true, is = 1 }))
assert(Shown.kind ~= nil and Shown.nothing == nil and Shown.limit:inner() == Number and type(Shown) == "userdata")
assert(tostring(Shown.limit) == "number?" and Number:name() == "number" and getmetatable(Shown) == "type")
type Big = (a: number, b: string?, ...: { boolean }) -> (string, error?)
local kinds = {}
for type in Big:params() do kinds[#kinds + 1] = tostring(type) end
assert(table.concat(kinds, " ") == "number string? {boolean}" and Big:ret() == String and tostring(Big) == "Big")
local texts = {}
type Mixed = "a" | 1 | true | nil | { x: number } | { [string]: any } | { (number) -> () }
for variant in Mixed:variants() do texts[#texts + 1] = tostring(variant) end
assert(table.concat(texts, " ; ") == '"a" ; 1 ; true ; nil ; {x: number} ; {[string]: any} ; {(number) -> ()}', table.concat(texts, " ; "))
assert(Number:elem() == nil and Number:inner() == nil and Number:ret() == nil and Number:fields()() == nil and Number:variants()() == nil)
assert(not pcall(function() return Number < 1 end) and Number ~= 1 and not pcall(Number.is) and not pcall(Number.kind, {}))

-- order and equality by structure
type A = { x: number }
type B = { x: number }
type Wider = { x: number, y: string }
type Narrow = { x: integer }
type Readable = { readonly x: number }
assert(A == B and not rawequal(A, B) and Wider < A and not (A <= Wider) and not (Narrow <= A) and Narrow < Readable and A <= Readable and not (Readable <= A))
type Low = "low"
type Level = "low" | "high"
type OnlyTrue = true
type Flag = true | false
assert(Low < Level and Level < String and Low <= String and not (Level <= Low) and Flag == Boolean and OnlyTrue < Boolean)
type Opt = number?
type OptInt = integer?
assert(Number < Opt and Integer <= Opt and OptInt < Opt and not (Opt <= Number))
type F = (number) -> integer
type G = (integer) -> number
assert(F < G and not (G <= F))
type AtLeast = number @min(1)
type Positive = number @min(0)
assert(AtLeast < Positive and Positive < Number and not (Number <= Positive))
type TreeAgain = { value: number, left?: TreeAgain, right?: TreeAgain }
assert(Tree == TreeAgain and Tree <= TreeAgain and Numbers == Numbers and Tree ~= Numbers)
type Lists = { { number } }
assert(Lists == Lists and Lists:elem():elem() == Number and {} ~= Lists)

-- errors are raised by a cast, and caught like any other
local ok, problem = pcall(Tree, { value = "x" })
assert(not ok and tostring(problem):find("field 'value': expected number, got string", 1, true))
assert(select("#", Tree:is(tree)) == 2 and select("#", Boolean:is(false)) == 2 and (Boolean:is(false)) == false)
assert(not pcall(string, 5) and string("x") == "x" and ("x"):upper() == "X" and string.is == nil and ("x").kind == nil)
