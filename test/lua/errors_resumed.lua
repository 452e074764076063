-- What a library function raises after it has stopped has the position of its caller, as before it has.
local function message(f, ...) return select(2, pcall(f, ...)) end

local function replaced_by_table() local text = string.gsub("abc", "[abc]", { b = true }) return text end
local function replaced_by_function() local text = string.gsub("abc", "[abc]", function() return {} end) return text end
local expected = "^errors_resumed.lua:%d+: invalid replacement value %(a "
for _ = 1, 2 do
  assert(message(replaced_by_table):find(expected .. "boolean%)$"), message(replaced_by_table))
  assert(message(replaced_by_function):find(expected .. "table%)$"), message(replaced_by_function))
end
assert(message(replaced_by_table):find(":4: "))
assert(message(replaced_by_function):find(":5: "))

-- In a coroutine the caller is in the coroutine.
local inside = coroutine.wrap(function()
  coroutine.yield()
  return replaced_by_table()
end)
inside()
assert(message(inside):find(":4: invalid replacement"))
local _, err = coroutine.resume(coroutine.create(replaced_by_function))
assert(err:find(":5: invalid replacement"), err)
