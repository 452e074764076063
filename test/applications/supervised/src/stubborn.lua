local function main()
  local events = process.events()
  while true do
    events:receive()
  end
end

return { main = main }
