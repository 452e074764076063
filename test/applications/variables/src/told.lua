local function main(name, port)
  process.registry.register("told")
  local asked = process.listen("ask")
  process.send(asked:receive(), "told", name .. " and " .. port)
end

return { main = main }
