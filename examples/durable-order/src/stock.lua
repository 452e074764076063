local log = require("logger")

local function reserve(number, item)
  log:info("reserving", { order = number, item = item })
  return "r-" .. number
end

local function release(number, reservation)
  log:info("released", { order = number, reservation = reservation })
  return true
end

return { reserve = reserve, release = release }
