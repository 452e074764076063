-- Binary trees: making, walking and dropping many small tables.
local function bottom_up(depth)
  if depth == 0 then return {} end
  depth = depth - 1
  return { left = bottom_up(depth), right = bottom_up(depth) }
end

local function check(tree)
  if tree.left then
    return 1 + check(tree.left) + check(tree.right)
  end
  return 1
end

local max_depth = 14
local min_depth = 4

print(string.format("stretch tree of depth %d: %d", max_depth + 1, check(bottom_up(max_depth + 1))))

local long_lived = bottom_up(max_depth)
for depth = min_depth, max_depth, 2 do
  local iterations = 2 ^ (max_depth - depth + min_depth)
  local total = 0
  for _ = 1, iterations do
    total = total + check(bottom_up(depth))
  end
  print(string.format("%d trees of depth %d: %d", iterations, depth, total))
end
print(string.format("long lived tree of depth %d: %d", max_depth, check(long_lived)))
