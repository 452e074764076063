local function call()
  local calls = 0
  calls = calls + 1
  return calls
end

return { call = call }
