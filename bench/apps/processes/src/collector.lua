local function main(parent, count)
  local inbox = process.inbox()
  for _ = 1, count do
    inbox:receive()
  end
  process.send(parent, "collected")
end

return { main = main }
