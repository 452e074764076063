shared_by_mistake = 1
local loads = (rawget(_G, "loads") or 0) + 1
local count = 0

return {
  loads = loads,
  below = function()
    return below.name
  end,
  next = function()
    count = count + 1
    return count
  end,
}
