-- Programs that take what they can. Each must end in an error of its own.
local json = require("json")
local time = require("time")

local programs = {}

-- Does nothing: what the others are compared with.
function programs.nothing()
  time.sleep("2s")
  error("slept")
end

function programs.tables()
  local kept = {}
  while true do kept[#kept + 1] = { #kept } end
end

function programs.tables_in_pcall()
  local kept = {}
  while true do pcall(function() while true do kept[#kept + 1] = {} end end) end
end

function programs.string_doubling()
  local text = "x"
  while true do text = text .. text end
end

function programs.strings_kept()
  local kept = {}
  while true do kept[#kept + 1] = ("x"):rep(10000) .. #kept end
end

function programs.sparse_keys()
  local kept, key = {}, 1
  while true do
    key = (key * 7919 + 1) % 2 ^ 50
    kept[key] = true
  end
end

function programs.small_substrings()
  local kept = {}
  for i = 1, 400 do
    local text = ("x"):rep(1000000) .. i
    kept[i] = text:sub(-300)
  end
  error("kept " .. #kept .. " small ones")
end

function programs.large_substrings()
  local kept = {}
  while true do kept[#kept + 1] = (("x"):rep(1000000) .. #kept):sub(2) end
end

function programs.backtracking()
  return (("a"):rep(100000)):find(".-.-.-.-.-b")
end

function programs.optional_backtracking()
  return (("a"):rep(40)):find(("a?"):rep(40) .. ("a"):rep(40) .. "b")
end

function programs.recursion()
  local function down(n) return 1 + down(n + 1) end
  return down(1)
end

function programs.recursion_with_locals()
  local function down(a, b, c, d, e, f, g)
    local t = { a }
    return down(t, a, b, c, d, e, f) .. g
  end
  return down()
end

function programs.deep_data()
  local deep = {}
  while true do deep = { deep } end
end

function programs.deep_message()
  local deep = {}
  for i = 1, 30000 do deep = { deep } end
  process.send(process.pid(), "deep", deep)
  local message = process.inbox():receive()
  assert(message:payload():data()[1][1][1])
  local _, err = json.encode(deep)
  error(err)
end

function programs.coroutine_bomb()
  local kept = {}
  while true do
    local co = coroutine.create(function(...) coroutine.yield(...) end)
    coroutine.resume(co, 1, 2, 3)
    kept[#kept + 1] = co
  end
end

function programs.coroutine_nesting()
  local function nest()
    local ok, err = coroutine.resume(coroutine.create(nest))
    error(err, 0)
  end
  nest()
end

function programs.spawned_coroutines()
  while true do
    coroutine.spawn(function() channel.new(0):receive() end)
  end
end

function programs.index_loop()
  local a, b = {}, {}
  setmetatable(a, { __index = b })
  setmetatable(b, { __index = a })
  return a.x
end

function programs.index_recursion()
  local t = setmetatable({}, { __index = function(self, key) return self[key] + 1 end })
  return t.x
end

function programs.tostring_loop()
  local t = setmetatable({}, { __tostring = function(self) return tostring(self) .. "." end })
  return tostring(t)
end

function programs.errors_in_handlers()
  local function handler() error("again") end
  local ok, err = xpcall(error, handler, "first")
  error(err)
end

function programs.giant_varargs()
  local list = {}
  for i = 1, 90000 do list[i] = i end
  local kept = {}
  while true do kept[#kept + 1] = table.pack(table.unpack(list)) end
end

function programs.too_many_results()
  return table.unpack({}, 1, 1e8)
end

function programs.sort_without_order()
  local list = {}
  for i = 1, 100000 do list[i] = i end
  table.sort(list, function() return true end)
end

function programs.huge_rep()
  return ("x"):rep(1e9)
end

function programs.concat_growth()
  local list = {}
  for i = 1, 1000 do list[i] = ("x"):rep(1000000) end
  return table.concat(list)
end

function programs.gsub_growth()
  local text = ("x"):rep(1000)
  while true do text = text:gsub("x", "xxxx") end
end

function programs.format_growth()
  local text = "x"
  while true do text = ("%s%s%s"):format(text, text, text) end
end

function programs.json_text()
  local text = "[" .. ("[1,2,[3]],"):rep(5000000) .. "1]"
  local value, err = json.decode(text)
  error(err or #value)
end

function programs.json_garbage()
  local text = ("[{"):rep(25000000)
  local _, err = json.decode(text)
  error(err)
end

function programs.json_output()
  local list = {}
  for i = 1, 30000 do list[i] = { i } end
  local kept = {}
  while true do
    list[1] = { #kept }
    kept[#kept + 1] = json.encode(list)
  end
end

function programs.mailbox_flood()
  local me = process.spawn("app:hostile", "app:processes", "sleeper")
  local sent = 0
  while true do
    local ok, err = process.send(me, "flood", sent)
    if not ok then
      process.terminate(me)
      error(err)
    end
    sent = sent + 1
  end
end

function programs.mailbox_weight()
  local me = process.spawn("app:hostile", "app:processes", "sleeper")
  while true do
    local ok, err = process.send(me, "flood", { ("x"):rep(100000) .. "y" })
    if not ok then
      process.terminate(me)
      error(err)
    end
  end
end

function programs.channel_flood()
  local c = channel.new(1000000)
  while true do c:send({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }) end
end

function programs.closures()
  local kept = {}
  while true do
    local n = #kept
    kept[n + 1] = function() n = n + 1 return n end
  end
end

function programs.long_equality()
  local a, b = ("x"):rep(2000000), ("x"):rep(2000000) .. ""
  for i = 1, 300 do assert(a == b and a <= b) end
  error("compared")
end

function programs.long_keys()
  local t = {}
  for round = 1, 3 do
    for i = 1, 200 do t[("x"):rep(20000) .. i] = i end
  end
  error("stored")
end

function programs.front_inserts()
  local list = {}
  for i = 1, 500000 do list[i] = i end
  for i = 1, 300 do table.insert(list, 1, i) table.remove(list, 1) end
  error("moved")
end

function programs.sleeper()
  time.sleep("1h")
end

local function main(name)
  return programs[name]()
end

return { main = main }
