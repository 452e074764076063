-- Dialect: annotations of types, and the errors that checks give.
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

-- errors are raised by a cast, and caught like any other
type Tree = { value: number, left?: Tree, right?: Tree }
local tree = { value = 1 }
local ok, problem = pcall(Tree, { value = "x" })
assert(not ok and tostring(problem):find("field 'value': expected number, got string", 1, true))
assert(select("#", Tree:is(tree)) == 2 and select("#", Boolean:is(false)) == 2 and (Boolean:is(false)) == false)
assert(not pcall(string, 5) and string("x") == "x" and ("x"):upper() == "X" and string.is == nil and ("x").kind == nil)
