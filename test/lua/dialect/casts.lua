-- Dialect: casts with :: and as, and the assertion !, leave the value as it is.
local raw: any = { id = "s1", n = 5, list = { 1, 2 } }
local sensor = raw :: { id: string, n: number }
assert(sensor == raw)
local same = raw as { id: string }
assert(same == raw)
local number = (raw.n :: number) + 1
assert(number == 6)
local text = tostring(raw.n as number) .. (raw.id :: string)
assert(text == "5s1")
type Sensor = { id: string, n: number }
local aliased = raw :: Sensor
local optional = raw.missing :: string?
local union = raw.n :: string | number
local listed = raw.list :: { number }
local called = (raw :: { n: number }).n
local fn = ((function(x) return x end) :: (number) -> number)(7)
assert(aliased.n == 5 and optional == nil and union == 5 and listed[2] == 2 and called == 5 and fn == 7)

-- in arguments, constructors, returns, conditions, assignments
local function pair(a, b) return a, b end
local x, y = pair(raw.n :: number, raw.id as string)
assert(x == 5 and y == "s1")
local t = { raw.n :: number, key = raw.id as string, [raw.id :: string] = true }
assert(t[1] == 5 and t.key == "s1" and t.s1 == true)
local function returns(): number return raw.n :: number end
local function several() return raw.n as number, raw.id :: string end
assert(returns() == 5 and select(2, several()) == "s1")
if (raw.n :: number) > 4 then t.big = raw as any end
assert(t.big == raw)
t.a, t.b = raw.n :: number, raw.id as string
assert(t.a == 5 and t.b == "s1")
for i = (1 :: integer), (2 as integer) do t[i] = i end
assert(t[2] == 2)

-- a cast takes one value, as parentheses do not change more than that
local function many() return 1, 2, 3 end
local one = many() :: number
assert(one == 1)

-- the assertion: after names, fields, calls, in arguments and before fields
local user: { name: string?, friend: any }? = { name = "Ann", friend = { name = "Bob" } }
assert(user!.name == "Ann" and (user!).name == "Ann" and user!.friend!.name! == "Bob" and #user.name! == 3)
local prefix: string? = "p"
local function length(s: string): integer return #s end
assert(length(prefix!) == 1 and prefix! .. "x" == "px" and prefix! == "p" and (prefix!) ~= "q")
local counts: { [string]: number } = { a = 1 }
counts.a = counts.a! + 1
counts["b"] = (counts["a"]! * 10)!
assert(counts.a == 2 and counts.b == 20)
local maybe = function(): number? return 4 end
assert(maybe()! + 1 == 5 and user!.name!:upper() == "ANN")
local list = { prefix!, user!.name! }
assert(list[1] == "p" and list[2] == "Ann")
local unset: any = nil
local still = unset!
assert(still == nil)
local ok = pcall(function() return unset!.field end)
assert(not ok)

-- casts next to labels and statements
do
  local v = raw :: any
  ::label::
  local w = v as any
  goto after
  ::after::
  assert(v == w)
end
