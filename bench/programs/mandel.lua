-- The Mandelbrot set: float arithmetic of locals.
local width, height, limit = 600, 600, 60

local inside, sum = 0, 0
for py = 0, height - 1 do
  local ci = 2.0 * py / height - 1.0
  for px = 0, width - 1 do
    local cr = 2.0 * px / width - 1.5
    local zr, zi, n = 0.0, 0.0, 0
    while n < limit do
      local rr, ii = zr * zr, zi * zi
      if rr + ii > 4.0 then break end
      zi = 2.0 * zr * zi + ci
      zr = rr - ii + cr
      n = n + 1
    end
    if n == limit then inside = inside + 1 end
    sum = sum + n
  end
end

print(string.format("%d %d", inside, sum))
