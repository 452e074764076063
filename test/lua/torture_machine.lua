-- Torture: a virtual machine with an assembler, an actor system on it, links, restarts and a trace, step by step.
local create, resume, yield, status = coroutine.create, coroutine.resume, coroutine.yield, coroutine.status
local unpack = table.unpack or unpack

-- an assembler with labels
local function assemble(source)
  local code, labels, fixes = {}, {}, {}
  for line in source:gmatch("[^\n]+") do
    line = line:gsub("%s*#.*", "")
    local label = line:match("^%s*([%w_]+):%s*$")
    if label then labels[label] = #code + 1 goto continue end
    local op, rest = line:match("^%s*([%w_]+)%s*(.-)%s*$")
    if not op then goto continue end
    local instruction = { op = op }
    for argument in rest:gmatch("[^,%s]+") do
      local number = tonumber(argument)
      if not number and not argument:match("^r%d$") then fixes[#fixes + 1] = { #code + 1, #instruction + 1, argument } end
      instruction[#instruction + 1] = number or argument
    end
    code[#code + 1] = instruction
    ::continue::
  end
  for _, fix in ipairs(fixes) do
    local at, index, name = unpack(fix)
    if labels[name] then code[at][index] = labels[name] end
  end
  return code, labels
end

-- the machine: registers through a metatable, a stack, traps as errors
local Machine = {}
Machine.__index = Machine
local registers = {
  __index = function(_, k) error({ trap = "register " .. tostring(k) }) end,
}
function Machine.new(code, labels, system)
  local r = setmetatable({}, registers)
  for i = 0, 7 do rawset(r, "r" .. i, 0) end
  return setmetatable({ code = code, labels = labels, r = r, stack = {}, at = 1, steps = 0, system = system }, Machine)
end
function Machine:value(x) if type(x) == "string" and x:match("^r%d$") then return self.r[x] end return x end
local arithmetic = {
  add = function(a, b) return a + b end, sub = function(a, b) return a - b end, mul = function(a, b) return a * b end,
  div = function(a, b) if b == 0 then error({ trap = "division" }) end return a // b end, mod = function(a, b) return a % b end,
  ["and"] = function(a, b) return a & b end, ["or"] = function(a, b) return a | b end, xor = function(a, b) return a ~ b end,
  shl = function(a, b) return a << b end, shr = function(a, b) return a >> b end,
}
local ops = setmetatable({
  set = function(m, i) m.r[i[1]] = m:value(i[2]) end,
  push = function(m, i) m.stack[#m.stack + 1] = m:value(i[1]) end,
  pop = function(m, i) if #m.stack == 0 then error({ trap = "stack" }) end m.r[i[1]] = table.remove(m.stack) end,
  jmp = function(m, i) m.at = i[1] end,
  jz = function(m, i) if m:value(i[1]) == 0 then m.at = i[2] end end,
  jlt = function(m, i) if m:value(i[1]) < m:value(i[2]) then m.at = i[3] end end,
  call = function(m, i) m.stack[#m.stack + 1] = m.at m.at = i[1] end,
  ret = function(m) if #m.stack == 0 then return "halt" end m.at = table.remove(m.stack) end,
  halt = function() return "halt" end,
  trap = function(_, i) error({ trap = i[1] }) end,
  send = function(m, i) m.system:send(m:value(i[1]), m:value(i[2])) end,
  recv = function(m, i) m.r[i[1]] = yield("receive") end,
  self = function(m, i) m.r[i[1]] = m.pid end,
  pause = function() yield("pause") end,
  spawn = function(m, i) m.r[i[1]] = m.system:spawn(i[2], m:value(i[3]), m.pid) end,
}, { __index = function(_, name)
  local f = arithmetic[name]
  if not f then error({ trap = "instruction " .. tostring(name) }) end
  return function(m, i) m.r[i[1]] = f(m:value(i[2]), m:value(i[3])) end
end })
function Machine:run(limit)
  while true do
    local i = self.code[self.at]
    if not i then error({ trap = "address " .. self.at }) end
    self.at = self.at + 1
    self.steps = self.steps + 1
    if limit and self.steps > limit then error({ trap = "limit" }) end
    if ops[i.op](self, i) == "halt" then return self.r.r0, self.steps end
  end
end

-- the actor system: mailboxes, round robin, supervision of children by parents
local System = {}
System.__index = System
function System.new(source)
  local code, labels = assemble(source)
  return setmetatable({ code = code, labels = labels, actors = {}, next = 0, log = {}, results = {} }, System)
end
function System:spawn(entry, argument, parent)
  self.next = self.next + 1
  local machine = Machine.new(self.code, self.labels, self)
  machine.at, machine.pid, machine.r.r1 = type(entry) == "number" and entry or self.labels[entry], self.next, argument
  self.actors[self.next] = { pid = self.next, machine = machine, mailbox = {}, parent = parent, entry = machine.at, argument = argument, restarts = 0,
    co = create(function() return machine:run(5000) end) }
  return self.next
end
function System:send(pid, value)
  local actor = self.actors[pid]
  if not actor then error({ trap = "no actor " .. tostring(pid) }) end
  actor.mailbox[#actor.mailbox + 1] = value
end
function System:finish(actor, ok, value)
  self.actors[actor.pid] = nil
  if ok then self.results[actor.pid] = value return end
  local trap = type(value) == "table" and value.trap or value
  self.log[#self.log + 1] = actor.pid .. ":" .. tostring(trap)
  if actor.parent and actor.restarts < 2 then
    local again = self.actors[self:spawn(actor.entry, actor.argument + 1, actor.parent)]
    again.restarts = actor.restarts + 1
  end
end
function System:run()
  local progress = true
  while progress do
    progress = false
    local pids = {}
    for pid in pairs(self.actors) do pids[#pids + 1] = pid end
    table.sort(pids)
    for _, pid in ipairs(pids) do
      local actor = self.actors[pid]
      if actor.waiting == "receive" and #actor.mailbox == 0 then goto continue end
      progress = true
      local input
      if actor.waiting == "receive" then input = table.remove(actor.mailbox, 1) end
      local ok, what = resume(actor.co, input)
      if status(actor.co) == "dead" then self:finish(actor, ok, what) else actor.waiting = what end
      ::continue::
    end
  end
  return self
end

-- loops and calls
local system = System.new([[
main:                     # sum of 1..r1 into r0
  set r2, 0
loop:
  jlt r1, 1, done
  add r2, r2, r1
  sub r1, r1, 1
  jmp loop
done:
  set r0, r2
  halt
fact:                     # recursive factorial
  jlt r1, 2, one
  push r1
  sub r1, r1, 1
  call fact
  pop r1
  mul r0, r0, r1
  ret
one:
  set r0, 1
  ret
bits:                     # number of bits, with pauses
  set r0, 0
next:
  jz r1, end
  and r2, r1, 1
  add r0, r0, r2
  shr r1, r1, 1
  pause
  jmp next
end:
  halt
]])
local a, b, c = system:spawn("main", 100), system:spawn("fact", 10), system:spawn("bits", 0xf0f)
system:run()
assert(system.results[a] == 5050 and system.results[b] == 3628800 and system.results[c] == 8 and #system.log == 0)

-- messages: a ring that counts down
system = System.new([[
main:
  spawn r2, node, 3
  self r3
  send r2, r3
  send r2, 20
  recv r0
  halt
node:                     # r1: how many more nodes to make
  recv r4                 # the pid that gets the last message
  jz r1, last
  sub r1, r1, 1
  spawn r2, node, r1
  send r2, r4
  jmp forward
last:
  set r2, r4
forward:
  recv r3
  sub r3, r3, 1
  send r2, r3
  halt
]])
local main = system:spawn("main", 0)
system:run()
assert(system.results[main] == 16 and #system.log == 0 and next(system.actors) == nil)

-- traps, restarts with another argument, limits, bad registers and instructions
system = System.new([[
main:
  spawn r2, worker, 0
  halt
worker:
  pause
  jlt r1, 2, fail
  set r0, r1
  halt
fail:
  trap broken
zero:
  div r0, 1, 0
  halt
endless:
  jmp endless
bad:
  set r9, 1
  add r0, r9, 1
unknown:
  frobnicate r0
stack:
  pop r0
]])
system:spawn("main", 0)
for _, entry in ipairs({ "zero", "endless", "unknown", "stack" }) do system:spawn(entry, 0) end
system:run()
table.sort(system.log)
assert(table.concat(system.log, " ") == "2:division 3:limit 4:instruction frobnicate 5:stack 6:broken 7:broken", table.concat(system.log, " "))
local restarted
for _, value in pairs(system.results) do if value == 2 then restarted = true end end
assert(restarted)
local ok, e = pcall(function() Machine.new(assemble("add r0, r9, 1\n"), {}, nil):run() end)
assert(not ok and e.trap == "register r9")

-- a sieve in assembly that keeps its table in the stack, against the same in Lua
local lua_primes = {}
for n = 2, 60 do
  for _, p in ipairs(lua_primes) do if n % p == 0 then goto composite end end
  lua_primes[#lua_primes + 1] = n
  ::composite::
end
system = System.new([[
main:
  set r2, 2               # candidate
outer:
  jlt 60, r2, end
  set r3, 2
inner:
  mul r4, r3, r3
  jlt r2, r4, prime
  mod r5, r2, r3
  jz r5, composite
  add r3, r3, 1
  jmp inner
prime:
  push r2
  mul r0, r0, 31
  add r0, r0, r2
  mod r0, r0, 1000003
  pause
composite:
  add r2, r2, 1
  jmp outer
end:
  halt
]])
main = system:spawn("main", 0)
local actor = system.actors[main]
system:run()
local expected = 0
for i, p in ipairs(lua_primes) do
  assert(actor.machine.stack[i] == p)
  expected = (expected * 31 + p) % 1000003
end
assert(system.results[main] == expected and #actor.machine.stack == #lua_primes)
