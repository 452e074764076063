-- Dialect: annotations on locals, parameters and results are accepted everywhere and change nothing.
local n: integer, s: string = 3, "x"
assert(n == 3 and s == "x")
local untyped, typed: number, last = 1, 2, 3
assert(untyped + typed + last == 6)
local none: string?
assert(none == nil)
local any_value: any, unknown_value: unknown, nothing: nil = {}, 1, nil
assert(type(any_value) == "table" and unknown_value == 1 and nothing == nil)

-- parameters, varargs, results
local function add(a: number, b: number): number
  return a + b
end
assert(add(1, 2) == 3)
local function optional(a: number, b: number?): number return a + (b or 10) end
assert(optional(1) == 11 and optional(1, 2) == 3)
local function rest(first: string, ...: number): (string, integer)
  return first, select("#", ...)
end
local name, count = rest("a", 1, 2, 3)
assert(name == "a" and count == 3)
local function two(): (number, string?) return 1, "two" end
local function listed(): number, string return 3, "three" end
local function nothing_returned(): () end
local first, second = two()
assert(first == 1 and second == "two" and select(2, listed()) == "three" and select("#", nothing_returned()) == 0)
local function mixed(a, b: string, c, ...: any) return a, b, c, select("#", ...) end
assert(select(4, mixed(1, "b", 3, nil, nil)) == 2)

-- function expressions, methods, fields
local double = function(x: number): number return x * 2 end
local Object = {}
Object.__index = Object
function Object.new(v: number): { v: number } return setmetatable({ v = v }, Object) end
function Object:get(extra: number?): number return self.v + (extra or 0) end
assert(double(4) == 8 and Object.new(5):get() == 5 and Object.new(5):get(2) == 7)
local handlers = {
  on_event = function(event: { kind: string, data: any }): boolean return event.kind == "x" end,
  [1] = function(...: string): integer return select("#", ...) end,
}
assert(handlers.on_event({ kind = "x" }) and handlers[1]("a", "b") == 2)
assert((function(x: number): number return x + 1 end)(1) == 2)

-- every form of type
local array: { number } = { 1, 2, 3 }
local map: { [string]: number } = { a = 1 }
local record: { id: string, port?: number, tags: { string }, limits?: { [string]: number } } = { id = "r", tags = { "t" } }
local trailing: { x: number, y: number, } = { x = 1, y = 2 }
local empty: {} = {}
local union: string | number | nil = 1
local both: { a: number } & { b: number } = { a = 1, b = 2 }
local literal: "low" | "high" = "low"
local flag: true | false, nil_type: nil = true, nil
local fn: (number, string?) -> boolean = function() return true end
local named: (id: string, note: string?) -> (boolean, error?) = function() return true end
local no_args: () -> () = function() end
local higher: ((number) -> number) -> { number } = function(f) return { f(1) } end
local nested: { { [string]: { (number) -> string } } } = { { k = { tostring } } }
local maybe_list: { string }? = nil
local optional_union: (string | number)? = nil
local dotted: time.Time? = nil
local generic: Outcome<Sensor, string>? = nil
local of: typeof(array) = array
local ranged: number @min(0) @max(100) = 5
local text: string @min_len(1) @pattern("^.+@.+$") = "a@b"
local tagged: { celsius: number @min(-90) @max(60), label: string @min_len(1) } = { celsius = 20, label = "in" }
local deep: { a: { b: { c: { d: number? }? }? }? } = {}
assert(#array == 3 and map.a == 1 and record.id == "r" and trailing.y == 2 and next(empty) == nil and union == 1 and both.b == 2)
assert(literal == "low" and flag and nil_type == nil and fn(1) and named("x") and no_args() == nil and higher(double)[1] == 2 and nested[1].k[1](5) == "5")
assert(maybe_list == nil and optional_union == nil and dotted == nil and generic == nil and of == array and ranged == 5 and text == "a@b" and tagged.celsius == 20 and deep.a == nil)

-- aliases, at the top, in functions, generic, with bounds, referring to each other
type Level = "low" | "high"
type Sensor = { id: string, level: Level, tags: { string }, limits?: { [string]: number } }
type Outcome<V, F> = { done: true, item: V } | { done: false, why: F }
type Handler = (sensor: Sensor, note: string?) -> (boolean, error?)
type Pair<A, B> = { first: A, second: B }
type Tree = { value: number, left: Tree?, right: Tree? }
local function with_alias(x: number): number
  type Inner = { n: number }
  local box: Inner = { n = x }
  return box.n
end
local outcome: Outcome<Sensor, string> = { done = false, why = "no" }
local tree: Tree = { value = 1, left = { value = 2 } }
local pair: Pair<number, Pair<string, { number }>> = { first = 1, second = { first = "a", second = { 5 } } }
assert(with_alias(4) == 4 and outcome.why == "no" and tree.left.value == 2 and pair.second.second[1] == 5)

-- generic functions
local function first_of<T>(items: { T }): T?
  return items[1]
end
local function tag<T: { id: string }>(item: T, ...: string): string
  return item.id .. table.concat({ ... })
end
function Object.map<A, B>(list: { A }, f: (A) -> B): { B }
  local out: { B } = {}
  for i, v in ipairs(list) do out[i] = f(v) end
  return out
end
local identity = function<T>(x: T): T return x end
assert(first_of({ 7, 8 }) == 7 and tag({ id = "i" }, "a", "b") == "iab" and Object.map({ 1, 2 }, double)[2] == 4 and identity("same") == "same")

-- closures and captured variables under annotations
local function counter(start: integer): () -> integer
  local value: integer = start
  return function(): integer
    value = value + 1
    return value
  end
end
local next_value: () -> integer = counter(10)
assert(next_value() == 11 and next_value() == 12)
local list: { () -> number } = {}
for i = 1, 3 do
  local own: number = i * 10
  list[i] = function(): number own = own + 1 return own end
end
assert(list[1]() == 11 and list[1]() == 12 and list[3]() == 31)
