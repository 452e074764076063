--- The agent: it writes code, asks for it to be applied under a guard, and looks what becomes of it.

--- Code that knows the prices of some weights by heart, made of what the code of today answers.
local function table_of_prices(heaviest: integer): string
  local lines = { "local prices = {" }
  for weight = 1, heaviest do
    lines[#lines + 1] = string.format("  [%d] = %d,", weight, assert(funcs.call("shop:quote", weight)))
  end
  lines[#lines + 1] = "}"
  lines[#lines + 1] = "return function(weight) return prices[weight] end"
  return table.concat(lines, "\n")
end

--- Code that is right for two seconds, and then fails at every third call.
local function time_bomb(): string
  return string.format([[
local calls = 0
return function(weight)
  calls = calls + 1
  if time.now():unix() >= %d and calls %% 3 == 0 then error("out of ideas") end
  return weight * 100
end]], time.now():unix() + 2)
end

--- The time of a hundred quotes, in milliseconds.
local function hundred_quotes(): number
  local started = time.now()
  for _ = 1, 100 do funcs.call("shop:quote", 30) end
  return time.now():sub(started):milliseconds()
end

--- Asks for a change of some entries under a guard, and says what became of it.
local function attempt(what: string, window: string, change, tests)
  io.print(what)
  local changes = change(registry.snapshot():changes())
  local version, err = changes:apply({
    message = what,
    -- A busy machine makes calls slower, too: here errors count, and not milliseconds.
    guard = { tests = tests, window = window, latency_ratio = 1000, reason = what, wait = true },
  })
  if version then
    io.print("  " .. version:string() .. " is kept: " .. version:verdict().summary)
    return
  end
  local back = err:details() and err:details().taken_back
  if back then
    io.print("  taken back by v" .. back.version .. ": " .. err:details().summary)
  else
    io.print("  refused: " .. err:message())
  end
end

local function with_source(id: string, source: string)
  return function(changes)
    local entry = assert(registry.get(id))
    entry.data.source = source
    return changes:update(entry)
  end
end

return function()
  local before = hundred_quotes()
  io.print("100 quotes take " .. before .. " ms")

  attempt("A table of prices up to 20 kg.", "3s", with_source("shop:quote", table_of_prices(20)), "shop:quote_test")
  attempt("A table of prices up to 30 kg.", "3s", with_source("shop:quote", table_of_prices(30)), "shop:quote_test")

  local after = hundred_quotes()
  io.print("100 quotes take " .. after .. " ms: " .. (after < before and "faster" or "no faster"))

  attempt("A simpler formula.", "6s", with_source("shop:quote", time_bomb()))
  io.print("30 kg cost " .. funcs.call("shop:quote", 30) .. " cents")

  attempt("A test that everything passes.", "1s", with_source("shop:quote_test", "return function() end"))

  attempt("A function that was not there before, with its test.", "1s", function(changes)
    changes:create({
      id = "shop:gift",
      kind = "function.lua",
      data = {
        source = "return function(weight) return funcs.call('shop:quote', weight) + 250 end",
        modules = { "funcs" },
      },
    })
    return changes:create({
      id = "shop:gift_test",
      kind = "function.lua",
      meta = { type = "test" },
      data = { source = "return function() assert(funcs.call('shop:gift', 1) == 3248) end", modules = { "funcs" } },
    })
  end, { "shop:gift_test", "shop:quote_test" })
  io.print("30 kg as a gift cost " .. funcs.call("shop:gift", 30) .. " cents")
end
