local funcs = require("funcs")

-- A conversation that grows with each call, kept whole: 80 bytes, some 20 tokens, a call.
return { main = function(calls, every)
  local conversation = {}
  for n = 1, calls do
    conversation[n] = { role = "assistant", content = assert(funcs.call("bench:reply", n)) }
    if n % every == 0 then process.send("watcher", "so far", n) end
  end
  process.send("watcher", "said", #conversation)
  process.inbox():receive()
end }
