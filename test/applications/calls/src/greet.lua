local function call(person)
  return "Hello, " .. person.name .. "!"
end

return { call = call }
