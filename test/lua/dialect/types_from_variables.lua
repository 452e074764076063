-- Dialect: types that take types from variables, globals and other types; where declarations are seen.
type Config = { name: string, port?: number @min(1) @max(65535) }
type Pair<A, B> = { first: A, second: B }
local lib = { Config = Config, Pair = Pair, Deep = { Config = Config } }

type Holder = { config: lib.Config, more: { lib.Config } }
assert(Holder:is({ config = { name = "a" }, more = { { name = "b", port = 80 } } }))
assert(not Holder:is({ config = { name = 1 }, more = {} }) and not Holder:is({ config = { name = "a" }, more = { { name = "b", port = 0 } } }))
assert(Holder.config == Config and Holder.more:elem() == Config and Holder.config:name() == "Config")

-- a variable that holds a type, and an alias of it
local Kept = lib.Config
type Renamed = Kept
type Listed = { Kept }
assert(Renamed:is({ name = "x" }) and not Renamed:is({}) and Listed:is({ { name = "x" } }) and not Listed:is({ 1 }))
assert(Renamed:name() == "Renamed" and Renamed == Config and Renamed:kind() == "record")

-- generic types from elsewhere
type Both = lib.Pair<string, { lib.Config }>
assert(Both:is({ first = "a", second = { { name = "n" } } }) and not Both:is({ first = "a", second = { 1 } }) and not Both:is({ first = 1, second = {} }))
assert(Pair:is({ first = 1, second = "anything" }) and not Pair:is(1))

-- globals, which are read when the declaration is reached
settings = { Level = (function() type Level = "low" | "high" return Level end)() }
do
  type Logged = { level: settings.Level, text: string }
  assert(Logged:is({ level = "low", text = "" }) and not Logged:is({ level = "mid", text = "" }))
end
setmetatable(_G, { __index = function(_, name)
  if name ~= "late" then return nil end
  type Late = { n: integer }
  return { Type = Late }
end })
local function from_late()
  type Uses = { late: late.Type }
  return Uses
end
assert(from_late():is({ late = { n = 1 } }) and not from_late():is({ late = { n = "1" } }) and rawequal(from_late(), from_late()))

-- what nothing declares takes everything
type Loose = { a: nowhere.Type, b: Unheard }
assert(Loose:is({ a = 1, b = "x" }) and Loose.b:kind() == "unknown" and Loose.b:name() == "Unheard")

-- an open type in functions, loops, captured, and after a goto
local function check(values)
  type One = lib.Config
  local good = 0
  for _, value in ipairs(values) do
    type Inner = { One }
    if not One:is(value) then goto continue end
    good = good + (Inner:is({ value }) and 1 or 0)
    ::continue::
  end
  return good, function(x) return One:is(x) ~= nil end
end
local good, later = check({ { name = "a" }, 1, { name = "b", port = 70000 }, { name = "c" } })
assert(good == 2 and later({ name = "z" }) and not later({}))

-- seen in the whole block, before the declaration too
local function early(x) return Early:is(x) ~= nil end
assert(Early:kind() == "record" and early({ next = { next = {} } }) and not early({ next = 1 }))
type Early = { next?: Early, other?: Other }
type Other = { back: Early }
assert(Early:is({ other = { back = {} } }) and not Early:is({ other = {} }))
local outer = Config
do
  type Config = number
  assert(Config:kind() == "number" and outer ~= Config and Config(5) == 5)
end
assert(Config:kind() == "record")

-- a local of the same name hides the type from there on; a type can be assigned like any local
do
  type Shape = { kind: string }
  assert(Shape:kind() == "record")
  local Shape = { new = function() return { kind = "circle" } end }
  assert(Shape.new().kind == "circle" and Shape.is == nil)
end
do
  type Replaced = string
  local function get() return Replaced end
  Replaced = 5
  assert(Replaced == 5 and get() == 5)
end

-- typeof: what was declared, otherwise what can be seen
local opt: number? = nil
local list: { lib.Config } = {}
local map: { [string]: integer } = {}
local untyped = 5
local function add(a: number, b: string?): boolean return a == b end
local function of_parameter(x: Config) return typeof(x) end
assert(typeof(opt):kind() == "optional" and typeof(opt):inner() == Number and typeof(list):elem() == Config)
assert(typeof(map):key() == String and typeof(map):val() == Integer and typeof(untyped) == Number and typeof((opt)):kind() == "optional")
assert(typeof(add):kind() == "function" and typeof(add):ret() == Boolean and of_parameter(nil) == Config and typeof(untyped :: Config) == Config)
assert(typeof({}):kind() == "table" and typeof(print):kind() == "function" and typeof(nil):kind() == "nil" and typeof("x") == String)
local same: typeof(list) = list
assert(typeof(same) == typeof(list))
local said = {} as { lib.Config }
for i: integer = 1, 1 do assert(typeof(i) == Integer) end
for key: string, value: any in pairs({ a = 1 }) do assert(typeof(key) == String and typeof(value) == Any) end
assert(typeof(said):elem() == Config and typeof(add):params()() == Number)
do
  local typeof = function(x) return x end
  assert(typeof(opt) == nil)
end
local handlers = { [Number] = "number", [String] = "string", [Config] = "config" }
assert(handlers[typeof(untyped)] == "number" and handlers[typeof("s")] == "string" and handlers[Holder.config] == "config" and handlers[Integer] == nil)
