local function main(watcher)
  process.send(watcher, "started")
  process.inbox():receive()
  error("crashed")
end

return { main = main }
