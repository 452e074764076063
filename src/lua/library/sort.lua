-- table.sort with a comparator, or for values that `<` has to ask their metatables about.
--
-- Lua, because the comparator may suspend. A merge sort: stable, O(n log n) comparisons whatever the comparator says,
-- and always at an end. `items` is the caller's own copy of the list, so that an error leaves the list as it was.
--
-- Each run of insertion asks the comparator once in both directions; when both are true it is no order.

local RUN = 8

local error = error

local function less(a, b)
  return a < b
end

local function sort_run(items, low, high, before)
  local asked = false
  for i = low + 1, high do
    local value = items[i]
    local at = i - 1
    while at >= low do
      local other = items[at]
      if not before(value, other) then break end
      if not asked then
        asked = true
        if before(other, value) then error("invalid order function for sorting", 3) end
      end
      items[at + 1] = other
      at = at - 1
    end
    items[at + 1] = value
  end
end

-- Merges from[low .. middle - 1] and from[middle .. high - 1] into the same places of `to`.
local function merge(from, to, low, middle, high, before)
  local left, right = low, middle
  if middle < high and before(from[middle], from[middle - 1]) then
    for at = low, high - 1 do
      if left >= middle then
        to[at] = from[right]
        right = right + 1
      elseif right < high and before(from[right], from[left]) then
        to[at] = from[right]
        right = right + 1
      else
        to[at] = from[left]
        left = left + 1
      end
    end
  else
    for at = low, high - 1 do to[at] = from[at] end
  end
end

return function(list, items, n, before)
  before = before or less
  for low = 1, n, RUN do
    local high = low + RUN - 1
    sort_run(items, low, high < n and high or n, before)
  end
  local from, to = items, {}
  local width = RUN
  while width < n do
    for low = 1, n, 2 * width do
      local middle, high = low + width, low + 2 * width
      if middle > n + 1 then middle = n + 1 end
      if high > n + 1 then high = n + 1 end
      merge(from, to, low, middle, high, before)
    end
    from, to = to, from
    width = 2 * width
  end
  for i = 1, n do list[i] = from[i] end
end
