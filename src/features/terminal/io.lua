-- Completes the module `io`: values are written as `tostring` shows them.
local io = ...
local write, write_error = io.write, io.eprint
local concat, select, tostring = table.concat, select, tostring

local function joined(separator, ...)
  local texts = { ... }
  local count = select("#", ...)
  for i = 1, count do
    texts[i] = tostring(texts[i])
  end
  return concat(texts, separator, 1, count)
end

function io.write(...)
  return write(joined("", ...))
end

function io.print(...)
  return write(joined("\t", ...) .. "\n")
end

function io.eprint(...)
  return write_error(joined("\t", ...) .. "\n")
end

return io
