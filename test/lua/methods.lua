-- Methods and classes: self, inheritance over levels, mixins, multiple dispatch, static and instance state.
local Class = {}
Class.__index = Class
function Class.extend(parent, name)
  local class = setmetatable({ name = name, super = parent }, parent)
  class.__index = class
  class.__tostring = parent.__tostring
  class.__call = parent.__call
  return class
end
function Class.new(class, ...)
  local self = setmetatable({}, class)
  if class.init then class.init(self, ...) end
  return self
end
function Class:is(class)
  local c = getmetatable(self)
  while c do
    if c == class then return true end
    c = rawget(c, "super")
  end
  return false
end
Class.__tostring = function(self) return "a " .. self.name end

local Animal = Class:extend("animal")
function Animal:init(legs, sound) self.legs, self.sound = legs, sound end
function Animal:speak(times) return (self.sound .. " "):rep(times or 1):sub(1, -2) end
function Animal:count() return self.legs end
local Dog = Animal:extend("dog")
function Dog:init(sound) Animal.init(self, 4, sound or "woof") self.tricks = {} end
function Dog:learn(...)
  for i = 1, select("#", ...) do self.tricks[#self.tricks + 1] = (select(i, ...)) end
  return self
end
function Dog:show() return table.concat(self.tricks, ",") end
local Puppy = Dog:extend("puppy")
function Puppy:speak(...) return self.super.super.speak(self, ...):lower() .. "?" end
function Puppy:count() return Dog.count(self) - 0.5 end

local dog, puppy = Dog:new(), Puppy:new("Yip")
assert(dog:speak() == "woof" and dog:speak(2) == "woof woof" and dog:count() == 4 and tostring(dog) == "a dog")
assert(puppy:speak(2) == "yip yip?" and puppy:count() == 3.5 and tostring(puppy) == "a puppy")
assert(dog:learn("sit", "roll"):learn():learn("beg"):show() == "sit,roll,beg" and puppy:show() == "")
assert(dog:is(Dog) and dog:is(Animal) and dog:is(Class) and not dog:is(Puppy) and puppy:is(Dog))

-- state on the instance hides state on the class
Animal.kingdom = "animals"
assert(puppy.kingdom == "animals")
puppy.kingdom = "own"
assert(puppy.kingdom == "own" and dog.kingdom == "animals")
puppy.kingdom = nil
assert(puppy.kingdom == "animals")
Dog.speak = function(self) return "changed " .. self.sound end
assert(dog:speak() == "changed woof" and puppy:speak(1) == "yip?")
dog.speak = function() return "single" end
assert(dog:speak() == "single" and Dog:new():speak() == "changed woof")

-- methods as values
local learn = dog.learn
assert(learn(puppy, "one") == puppy and puppy:show() == "one")
local function bind(object, name) return function(...) return object[name](object, ...) end end
local bound = bind(puppy, "learn")
bound("two", "three")
assert(puppy:show() == "one,two,three")
local by_name = { "show", "count" }
local results = {}
for i, name in ipairs(by_name) do results[i] = tostring(puppy[name](puppy)) end
assert(table.concat(results, " ") == "one,two,three 3.5")

-- self is evaluated once
local calls = 0
local function object() calls = calls + 1 return puppy end
object():learn("four")
assert(calls == 1)
object():show():upper():len()
assert(calls == 2)
local list = { { puppy } }
local at = 0
local function index() at = at + 1 return 1 end
assert(list[index()][index()]:count() == 3.5 and at == 2)

-- mixins and multiple parents
local Comparable = { max = function(a, b) if a:compare(b) >= 0 then return a end return b end }
local Printable = { text = function(self) return "<" .. self.v .. ">" end }
local function mix(class, ...) for _, mixin in ipairs({ ... }) do for k, v in pairs(mixin) do class[k] = v end end return class end
local Number = mix(Class:extend("number"), Comparable, Printable)
function Number:init(v) self.v = v end
function Number:compare(other) return self.v - other.v end
assert(Number:new(3):max(Number:new(5)):text() == "<5>")
local A, B = { fa = function() return "a" end, both = function() return "from a" end }, { fb = function() return "b" end, both = function() return "from b" end }
local child = setmetatable({}, { __index = function(_, k) return A[k] or B[k] end })
assert(child.fa() == "a" and child:fb() == "b" and child.both() == "from a")

-- private state in closures
local function account(balance)
  local self = {}
  local function check(n) if n > balance then error("insufficient funds", 3) end end
  function self.deposit(n) balance = balance + n return self end
  function self.withdraw(n) check(n) balance = balance - n return self end
  function self.balance() return balance end
  return self
end
local acc = account(100)
assert(acc.deposit(50).withdraw(30).balance() == 120 and acc.check == nil)
local ok, e = pcall(acc.withdraw, 1000)
assert(not ok and e:find("insufficient funds", 1, true) and acc.balance() == 120)

-- properties through __index and __newindex
local function property(class)
  class.__index = function(self, k)
    local getter = class["get_" .. k]
    if getter then return getter(self) end
    return class[k]
  end
  class.__newindex = function(self, k, v)
    local setter = class["set_" .. k]
    if setter then setter(self, v) else rawset(self, k, v) end
  end
  return class
end
local Temperature = property({})
function Temperature.new(c) return setmetatable({ c = c }, Temperature) end
function Temperature:get_f() return self.c * 9 / 5 + 32 end
function Temperature:set_f(f) self.c = (f - 32) * 5 / 9 end
function Temperature:warm(d) self.c = self.c + d return self end
local temp = Temperature.new(100)
assert(temp.f == 212)
temp.f = 32
assert(temp.c == 0 and temp:warm(10).f == 50 and rawget(temp, "f") == nil)
temp.note = "n"
assert(rawget(temp, "note") == "n")

-- methods with the names of operators of the host
local odd = { constructor = function() return "c" end, toString = function(self) return "t" .. self.n end, n = 1, __proto__ = "p", length = 5, code = "x", s = 1, arr = 2, hash = 3, mt = 4 }
assert(odd.constructor() == "c" and odd:toString() == "t1" and odd.__proto__ == "p" and odd.length == 5 and #odd == 0 and odd.hasOwnProperty == nil)
assert(odd.code == "x" and odd.s + odd.arr + odd.hash + odd.mt == 10)
