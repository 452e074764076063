local time = require("time")

--- Fails in its first attempts, in line 9.
local function main(attempt)
  time.sleep("50ms")
  if attempt == 3 then
    return attempt
  end
  error("attempt " .. attempt .. " failed")
end

return { main = main }
