-- The queens puzzle by backtracking: booleans in arrays, recursion.
local function queens(n)
  local columns, rising, falling = {}, {}, {}
  for i = 1, n do
    columns[i] = false
  end
  for i = 1, 2 * n do
    rising[i] = false
    falling[i] = false
  end
  local solutions = 0

  local function place(row)
    if row > n then
      solutions = solutions + 1
      return
    end
    for column = 1, n do
      local up, down = row + column, row - column + n
      if not columns[column] and not rising[up] and not falling[down] then
        columns[column], rising[up], falling[down] = true, true, true
        place(row + 1)
        columns[column], rising[up], falling[down] = false, false, false
      end
    end
  end

  place(1)
  return solutions
end

for n = 8, 12 do
  print(string.format("%d queens: %d", n, queens(n)))
end
