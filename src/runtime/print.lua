-- Completes `print`: values are written as `tostring` shows them, with blanks between.
local module = ...
local write = module.print
local concat, select, tostring = table.concat, select, tostring

function module.print(...)
  local texts = { ... }
  local count = select("#", ...)
  for i = 1, count do
    texts[i] = tostring(texts[i])
  end
  write(concat(texts, " ", 1, count))
end

return module
