local function returns()
  return nil, errors.new({ kind = errors.NOT_FOUND, message = "no such thing" })
end

-- The line of the error is part of what callers see.
local function raises()
  error("it broke")
end

return { returns = returns, raises = raises }
