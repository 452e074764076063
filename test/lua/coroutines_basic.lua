-- Coroutines: create, resume, yield, wrap, status, running; values in both directions; ends and errors.
local create, resume, yield, status, wrap = coroutine.create, coroutine.resume, coroutine.yield, coroutine.status, coroutine.wrap
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  return table.concat(parts, " ")
end

-- values go in and out
local co = create(function(a, b)
  local c = yield(a + b)
  local d, e = yield(c * 2)
  return d, e, "end"
end)
assert(type(co) == "thread" and status(co) == "suspended")
assert(show(resume(co, 1, 2)) == "true 3" and status(co) == "suspended")
assert(show(resume(co, 10)) == "true 20")
assert(show(resume(co, "d", nil)) == "true d nil end" and status(co) == "dead")
assert(show(resume(co)) == "false cannot resume dead coroutine")
assert(show(resume(co, 1)) == "false cannot resume dead coroutine")

-- no values, many values, nils
co = create(function(...)
  assert(select("#", ...) == 3)
  local n = select("#", yield())
  n = n * 10 + select("#", yield(nil))
  n = n * 10 + select("#", yield(nil, nil))
  return n
end)
assert(show(resume(co, nil, nil, nil)) == "true")
assert(show(resume(co)) == "true nil")
assert(show(resume(co, nil)) == "true nil nil")
assert(show(resume(co, 1, 2, nil)) == "true 13")
local many = {}
for i = 1, 200 do many[i] = i end
local unpack = table.unpack or unpack
co = wrap(function(...) while true do yield(select("#", ...), ...) end end)
assert(select("#", co(unpack(many))) == 201)

-- status from every side
local inner, outer
outer = create(function()
  inner = create(function()
    assert(status(outer) == "normal" and status(inner) == "running")
    yield()
    assert(status(outer) == "normal")
  end)
  assert(status(outer) == "running" and status(inner) == "suspended")
  resume(inner)
  assert(status(inner) == "suspended")
  resume(inner)
  assert(status(inner) == "dead")
  local ok, message = resume(outer)
  assert(not ok and message == "cannot resume non-suspended coroutine")
end)
assert(resume(outer))
assert(status(outer) == "dead")
outer = create(function()
  inner = create(function()
    local ok, message = resume(outer)
    return ok, message
  end)
  return resume(inner)
end)
assert(show(resume(outer)) == "true true false cannot resume non-suspended coroutine")

-- running
co = create(function() return (coroutine.running()) end)
local _, self = resume(co)
assert(self == co)
local first, second
first = create(function() second = create(function() return (coroutine.running()) end) return (coroutine.running()), select(2, resume(second)) end)
local _, f, s = resume(first)
assert(f == first and s == second and f ~= s)

-- errors
co = create(function() error("bad", 0) end)
assert(show(resume(co)) == "false bad" and status(co) == "dead")
co = create(function() error({ code = 7 }) end)
local ok, e = resume(co)
assert(not ok and e.code == 7)
co = create(function() error() end)
assert(show(resume(co)) == "false nil")
co = create(function() local x = nil return x.y end)
ok, e = resume(co)
assert(not ok and e:find("attempt to index a nil value (local 'x')", 1, true))
co = create(function() yield(1) error("later", 0) end)
assert(show(resume(co)) == "true 1" and show(resume(co)) == "false later")
assert(not pcall(create, nil) and not pcall(create, 1) and not pcall(resume, nil) and not pcall(status, {}))

-- wrap
local gen = wrap(function(a)
  local b = yield(a + 1)
  local c = yield(b + 1)
  return c + 1
end)
assert(gen(1) == 2 and gen(10) == 11 and gen(100) == 101)
ok, e = pcall(gen)
assert(not ok and e:find("cannot resume dead coroutine", 1, true))
gen = wrap(function() error({ 5 }) end)
ok, e = pcall(gen)
assert(not ok and e[1] == 5)
gen = wrap(function() error("text", 0) end)
ok, e = pcall(gen)
assert(not ok and e:find("text", 1, true))
assert(type(gen) == "function")

-- generators in for
local function range(from, to)
  return wrap(function() for i = from, to do yield(i, i * i) end end)
end
local out = {}
for i, square in range(1, 4) do out[#out + 1] = i .. ":" .. square end
assert(table.concat(out, " ") == "1:1 2:4 3:9 4:16")
local function permutations(list, n)
  n = n or #list
  if n <= 1 then yield(table.concat(list)) return end
  for i = 1, n do
    list[n], list[i] = list[i], list[n]
    permutations(list, n - 1)
    list[n], list[i] = list[i], list[n]
  end
end
out = {}
for p in wrap(function() permutations({ "a", "b", "c" }) end) do out[#out + 1] = p end
table.sort(out)
assert(table.concat(out, " ") == "abc acb bac bca cab cba")

-- many coroutines in turn
local tasks, order = {}, {}
for i = 1, 5 do
  tasks[i] = create(function()
    for k = 1, i do
      order[#order + 1] = i .. "." .. k
      yield()
    end
  end)
end
local alive = 5
while alive > 0 do
  for i = 1, 5 do
    if status(tasks[i]) ~= "dead" then
      assert(resume(tasks[i]))
      if status(tasks[i]) == "dead" then alive = alive - 1 end
    end
  end
end
assert(table.concat(order, " ") == "1.1 2.1 3.1 4.1 5.1 2.2 3.2 4.2 5.2 3.3 4.3 5.3 4.4 5.4 5.5")

-- a coroutine is a value: a key, in closures, passed on
local keys = { [tasks[1]] = "first" }
assert(keys[tasks[1]] == "first" and tasks[1] ~= tasks[2])
local shared = 0
local function bump() shared = shared + 1 yield(shared) end
local one, two = wrap(function() bump() bump() end), wrap(function() bump() bump() end)
assert(one() == 1 and two() == 2 and one() == 3 and two() == 4)

-- native functions as bodies
co = wrap(math.max)
assert(co(3, 9, 4) == 9)
co = create(string.rep)
assert(show(resume(co, "ab", 3)) == "true ababab")
co = wrap(pcall)
assert(show(co(error, "e", 0)) == "false e")
co = create(yield)
assert(show(resume(co, 1, 2)) == "true 1 2" and show(resume(co, 3)) == "true 3" and status(co) == "dead")
