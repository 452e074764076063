-- Keeps one phoenix alive: a monitor, and a new one for each that ends.
local function main(watcher)
  local events = process.events()
  while true do
    local _, err = process.spawn_monitored("bench:phoenix", "bench:processes", watcher)
    if err then error(err) end
    local event = events:receive()
    if event.kind ~= process.event.EXIT then return end
  end
end

return { main = main }
