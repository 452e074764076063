-- Runs the items one after another, each in a process of its own, and prints their results as JSON lines.
local io = require("io")

local items = {
  "roundtrips", "ring", "spawn", "fan_in", "calls", "function_calls", "restarts", "mass_spawn", "idle_bytes",
  "hibernated_bytes",
}

local function main(...)
  local asked = {}
  for _, name in ipairs({ ... }) do
    asked[name] = true
  end

  local failed = 0
  for _, name in ipairs(items) do
    if next(asked) == nil or asked[name] then
      local results, err = process.exec("bench:" .. name, "bench:processes")
      if err then
        io.eprint(name .. " failed: " .. tostring(err))
        failed = failed + 1
      else
        for _, result in ipairs(results) do
          io.print(string.format('{"name":"%s","value":%.3f,"unit":"%s"}', result.name, result.value, result.unit))
        end
      end
    end
  end
  return failed == 0 and 0 or 1
end

return { main = main }
