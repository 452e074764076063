-- Runs programs on a reference implementation: lua5.4 reference.lua PRELUDE PROGRAMS, or lua5.1
-- PROGRAMS holds texts, each behind a line with its length; so does what is written. A program that does not end is told so.
local prelude, programs = ...

local printed = {}
function out(text) printed[#printed + 1] = text end
local text = assert(io.open(prelude, "rb")):read("*a")

-- Lua 5.1 has these under other names.
table.unpack = table.unpack or unpack
local function compile(source, name, env)
  if not setfenv then return load(source, name, "t", env or _G) end
  local chunk, problem = loadstring(source, name)
  return chunk and setfenv(chunk, env or _G), problem
end
assert(compile(text, "=prelude.lua"))()

local MOST_STEPS = 3000000
local kept = {}
for k, v in pairs(_G) do kept[k] = v end
local create, wrap = coroutine.create, coroutine.wrap

local function stop() error("too many steps", 0) end

-- Whole numbers as integers: the dialect has no whole floats.
local function ending(err)
  if type(err) == "table" then return "table" end
  if type(err) ~= "number" then return tostring(err) end
  return err % 1 == 0 and err > -2 ^ 53 and err < 2 ^ 53 and string.format("%d", err) or "a number"
end

local function run(source)
  local steps = 0
  printed = {}
  local function count()
    steps = steps + 1
    if steps > MOST_STEPS / 1000 then printed = { "too many steps" } stop() end
  end
  local env = {}
  for k, v in pairs(kept) do env[k] = v end
  env._G = env
  local function counted(f)
    if type(f) ~= "function" then return f end
    return function(...)
      debug.sethook(count, "", 1000)
      return f(...)
    end
  end
  coroutine.create = function(f) return create(counted(f)) end
  coroutine.wrap = function(f) return wrap(counted(f)) end
  local chunk, problem = compile(source, "=fuzz.lua", env)
  if not chunk then return problem end
  debug.sethook(count, "", 1000)
  local done, err = pcall(chunk)
  debug.sethook()
  coroutine.create, coroutine.wrap = create, wrap
  if not done then printed[#printed + 1] = "failed: " .. ending(err) end
  return table.concat(printed, "\n")
end

local file = assert(io.open(programs, "rb"))
while true do
  local length = file:read("*l")
  if not length then break end
  local result = run(file:read(tonumber(length)))
  io.write(#result, "\n", result)
  -- Whoever stops this at a program has what came before it.
  io.flush()
end
