-- Multiple results: calls in the middle and at the end, parentheses, nils, adjustment everywhere.
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do
    parts[i] = tostring((select(i, ...)))
  end
  return table.concat(parts, " ")
end
local function none() end
local function one() return 1 end
local function three() return 1, 2, 3 end
local function nils() return nil, nil end
local function pass(...) return ... end

-- as arguments
assert(show(none()) == "")
assert(show((none())) == "nil")
assert(show(three()) == "1 2 3")
assert(show((three())) == "1")
assert(show(three(), three()) == "1 1 2 3")
assert(show(three(), (three())) == "1 1")
assert(show(none(), none()) == "nil")
assert(show(none(), 1) == "nil 1")
assert(show(nils()) == "nil nil")
assert(show(nils(), nils()) == "nil nil nil")
assert(show(pass(three())) == "1 2 3")
assert(show(pass(three(), 4)) == "1 4")
assert(show(pass(pass(pass()))) == "")
assert(show(0, pass(three())) == "0 1 2 3")

-- in returns
local function tail() return three() end
local function paren() return (three()) end
local function mixed() return 0, three() end
local function middle() return three(), 9 end
local function empty() return none() end
local function empty_paren() return (none()) end
assert(show(tail()) == "1 2 3")
assert(show(paren()) == "1")
assert(show(mixed()) == "0 1 2 3")
assert(show(middle()) == "1 9")
assert(select("#", empty()) == 0)
assert(select("#", empty_paren()) == 1)

-- in assignments and declarations
local a, b, c, d = three()
assert(a == 1 and b == 2 and c == 3 and d == nil)
a, b = three()
assert(a == 1 and b == 2)
a, b, c = 0, three()
assert(a == 0 and b == 1 and c == 2)
a, b, c = three(), 10
assert(a == 1 and b == 10 and c == nil)
a, b, c = (three())
assert(a == 1 and b == nil and c == nil)
a, b, c = none()
assert(a == nil and b == nil and c == nil)
local p, q = 1
assert(p == 1 and q == nil)
local r, s = 1, 2, error
assert(r == 1 and s == 2)
local calls = 0
local function count() calls = calls + 1 return calls end
a = count(), count(), count()
assert(a == 1 and calls == 3)
local t = {}
t.x, t.y, t.z = three()
assert(t.x == 1 and t.y == 2 and t.z == 3)
t[1], t[2] = pass(nil, 5)
assert(t[1] == nil and t[2] == 5)

-- in constructors
assert(#{ three() } == 3)
assert(#{ three(), three() } == 4)
assert(#{ (three()) } == 1)
assert(#{ three(), nil } == 1)
assert(#{ none() } == 0)
local list = { 0, three() }
assert(list[1] == 0 and list[4] == 3 and #list == 4)
local keyed = { three(), x = three(), three() }
assert(keyed.x == 1 and #keyed == 4)
local last_keyed = { three(), x = 1 }
assert(#last_keyed == 1 and last_keyed.x == 1)
local trailing = { three(), }
assert(#trailing == 3)
local by_key = { [1] = three() }
assert(#by_key == 1)

-- in expressions only the first counts
assert(three() + three() == 2)
assert(three() .. three() == "11")
assert(not none())
assert((three() == 1) and (-three() == -1))
assert(#pass("abc", "d") == 3)
if none() then error("none is nil") end
assert((three() and three()) == 1)
assert(show(three() or 5) == "1")
assert(show(none() or three()) == "1")
assert(show(one() and three()) == "1")
local index = { "first", "second" }
assert(index[three()] == "first")

-- methods, fields and values as functions
local object = { n = 3 }
function object:many(...) return self.n, ... end
function object.new(...) return pass(...) end
assert(show(object:many()) == "3")
assert(show(object:many(three())) == "3 1 2 3")
assert(show((object:many(three()))) == "3")
assert(show(object.new(object:many(three()), object:many(7))) == "3 3 7")
assert(show((function(...) return select("#", ...), ... end)(nil, nil)) == "2 nil nil")

-- through conditions of loops
local rounds = 0
while pass(rounds < 3, true) do rounds = rounds + 1 end
assert(rounds == 3)
repeat rounds = rounds - 1 until pass(rounds == 0, false)
assert(rounds == 0)
local seen = {}
for k, v in pass(next, { 10, 20 }, nil) do seen[k] = v end
assert(seen[1] == 10 and seen[2] == 20)
for i = pass(1, 100), 2 do rounds = rounds + i end
assert(rounds == 3)

-- many
local function many(n)
  local values = {}
  for i = 1, n do values[i] = i end
  return (table.unpack or unpack)(values)
end
for _, n in ipairs({ 0, 1, 2, 3, 4, 5, 10, 50, 200 }) do
  assert(select("#", many(n)) == n)
  assert(#{ many(n) } == n)
  assert(select("#", pass(many(n))) == n)
  assert(select("#", 0, many(n)) == n + 1)
  assert((select(n > 0 and n or 1, many(n))) == (n > 0 and n or nil))
end
