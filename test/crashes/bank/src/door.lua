-- The bank is opened once; after that its name stands for the one that is there.
return { main = function()
  local pid = assert(process.with_options({}):with_name("bank"):spawn("bank:director", "bank:durable", 8, 6, 12))
  assert(process.send(pid, "report"))
end }
