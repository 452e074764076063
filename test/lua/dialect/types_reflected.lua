-- Dialect: looking into types, order and equality by structure.
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
type Tree = { value: number, left?: Tree, right?: Tree }
type List<T> = { head: T, tail?: List<T> }
type Numbers = List<number>
type TreeAgain = { value: number, left?: TreeAgain, right?: TreeAgain }
assert(Tree == TreeAgain and Tree <= TreeAgain and Numbers == Numbers and Tree ~= Numbers)
type Lists = { { number } }
assert(Lists == Lists and Lists:elem():elem() == Number and {} ~= Lists)

-- every form of type, as its text
type Words = { readonly: boolean, type: string, as: number, typeof?: any, readonly x: integer, }
type Forms = {
  lead: | "a" | "b",
  numbers: -1 | 2.5 | 0x10,
  none: () -> (),
  rest: (number, ...: string) -> (number, string?),
  nested: ((number) -> string) | nil,
  generic: <T>(x: T) -> { T },
  maps: { [string]: { [integer]: boolean } },
  fixed: readonly { number },
  sealed: readonly { [string]: number },
  empty: {},
  optional: (number | string)?,
  noted: number @min(-1.5) @custom("x", 1, true),
  all: { a: number } & { b: string },
}
local function forms()
  local found = {}
  for name, type in Words:fields() do found[#found + 1] = name .. " " .. tostring(type) end
  for name, type in Forms:fields() do found[#found + 1] = name .. " " .. tostring(type) end
  return table.concat(found, "\n")
end
assert(forms() == [[
readonly boolean
type string
as number
typeof any?
x integer
lead "a" | "b"
numbers -1 | 2.5 | 16
none () -> ()
rest (number, ...: string) -> (number, string?)
nested ((number) -> string) | nil
generic (any) -> {any}
maps {[string]: {[integer]: boolean}}
fixed readonly {number}
sealed readonly {[string]: number}
empty {}
optional (number | string)?
noted number @min(-1.5) @custom("x", 1, true)
all {a: number} & {b: string}]], forms())
