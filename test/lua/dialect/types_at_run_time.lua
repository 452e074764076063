-- Dialect: types as values: validation with T(x) and T:is(x), reflection, equality, subtypes. Needs run-time types.
type Level = "low" | "high"
type Sensor = { id: string, level: Level, port?: number, tags: { string } }
type Names = { string }
type Scores = { [string]: number }
type Maybe = string?
type Handler = (id: string, n: number) -> boolean
type Ranged = { celsius: number @min(-90) @max(60), label: string @min_len(1) @max_len(5) }

-- validation: the value itself, or an error
local good = { id = "a", level = "low", tags = { "x" } }
assert(Sensor(good) == good)
assert(not pcall(Sensor, { id = 1, level = "low", tags = {} }) and not pcall(Sensor, { id = "a", level = "mid", tags = {} }) and not pcall(Sensor, nil) and not pcall(Sensor, { id = "a", level = "low", tags = { 1 } }))
local value, err = Sensor:is(good)
assert(value == good and err == nil)
value, err = Sensor:is({ id = "a" })
assert(value == nil and err ~= nil)
assert(Level("low") == "low" and not pcall(Level, "none") and Maybe(nil) == nil and Maybe("x") == "x" and not pcall(Maybe, 1))
assert(#Names({ "a", "b" }) == 2 and not pcall(Names, { "a", 2 }) and Scores({ a = 1 }).a == 1 and not pcall(Scores, { a = "x" }))
assert(Ranged:is({ celsius = 20, label = "ok" }) and not Ranged:is({ celsius = 99, label = "ok" }) and not Ranged:is({ celsius = 0, label = "" }) and not Ranged:is({ celsius = 0, label = "too long" }))

-- the built-in names
assert(string("x") == "x" and integer(3) == 3 and boolean(false) == false and number(1.5) == 1.5)
assert(not pcall(string, 1) and not pcall(integer, 1.5) and not pcall(integer, "1") and not pcall(boolean, nil) and not pcall(number, "1"))

-- reflection
assert(Sensor:kind() == "record" and Sensor:name() == "Sensor" and Number:kind() == "number" and String:kind() == "string" and Maybe:kind() == "optional")
local fields = {}
for name, of in Sensor:fields() do fields[name] = of:kind() end
assert(fields.id == "string" and fields.tags ~= nil)
assert(Sensor.id:kind() == "string" and Names:elem():kind() == "string" and Scores:key():kind() == "string" and Scores:val():kind() == "number" and Maybe:inner():kind() == "string")
local variants = 0
for _ in Level:variants() do variants = variants + 1 end
assert(variants == 2)
local params = 0
for _ in Handler:params() do params = params + 1 end
assert(params == 2 and Handler:ret():kind() == "boolean")

-- equality, order, keys
assert(Sensor == Sensor and Sensor ~= Names and Integer <= Number and Integer < Number and not (Number <= Integer) and Number <= Number and not (Number < Number))
local by_type = { [Sensor] = "sensor", [String] = "string" }
assert(by_type[Sensor] == "sensor" and by_type[String] == "string" and by_type[Names] == nil)

-- narrowing does not change what runs
local function describe(x: unknown): string
  if type(x) == "string" then return x end
  if Sensor:is(x) then return x.id end
  return "?"
end
assert(describe("s") == "s" and describe(good) == "a" and describe(5) == "?")
