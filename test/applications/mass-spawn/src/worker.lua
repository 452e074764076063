local function main(parent)
  local events = process.events()
  local asked = process.listen("ask")
  while true do
    local got = channel.select({ asked:case_receive(), events:case_receive() })
    if got.channel == events then
      return "bye"
    end
    process.send(parent, "answer", got.value)
  end
end

return { main = main }
