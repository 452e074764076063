-- Richards: a small operating system kernel, after Martin Richards' benchmark.
local IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = 1, 2, 3, 4, 5, 6
local KIND_DEVICE, KIND_WORK = 0, 1

local function append(packet, queue)
  packet.link = nil
  if not queue then return packet end
  local last = queue
  while last.link do
    last = last.link
  end
  last.link = packet
  return queue
end

local function new_packet(link, identity, kind)
  return { link = link, identity = identity, kind = kind, datum = 0, data = { 0, 0, 0, 0 } }
end

local Task = {}
Task.__index = Task

function Task:can_run()
  if self.held then return false end
  return self.pending or not self.waiting
end

function Task:add(packet, current)
  if not self.queue then
    self.queue = packet
    self.pending = true
    if self.priority > current.priority then return self end
  else
    append(packet, self.queue)
  end
  return current
end

function Task:run_once()
  local packet
  if self.waiting and self.pending then
    packet = self.queue
    self.queue = packet.link
    self.waiting = false
    self.pending = self.queue ~= nil
  end
  return self:run(packet)
end

local Kernel = {}
Kernel.__index = Kernel

function Kernel.new()
  return setmetatable({ tasks = {}, list = nil, current = nil, queued = 0, held = 0 }, Kernel)
end

function Kernel:install(class, identity, priority, queue, fields)
  local task = setmetatable(fields, class)
  task.kernel = self
  task.identity = identity
  task.priority = priority
  task.queue = queue
  task.link = self.list
  task.held = false
  task.waiting = true
  task.pending = queue ~= nil
  self.list = task
  self.tasks[identity] = task
  return task
end

function Kernel:schedule()
  self.current = self.list
  while self.current do
    local task = self.current
    if task:can_run() then
      self.current = task:run_once()
    else
      self.current = task.link
    end
  end
end

function Kernel:wait()
  self.current.waiting = true
  return self.current
end

function Kernel:hold()
  self.held = self.held + 1
  self.current.held = true
  return self.current.link
end

function Kernel:release(identity)
  local task = self.tasks[identity]
  task.held = false
  if task.priority > self.current.priority then return task end
  return self.current
end

function Kernel:send(packet)
  local task = self.tasks[packet.identity]
  self.queued = self.queued + 1
  packet.link = nil
  packet.identity = self.current.identity
  return task:add(packet, self.current)
end

local function class()
  local c = setmetatable({}, { __index = Task })
  c.__index = c
  return c
end

local Idle = class()
function Idle:run()
  self.count = self.count - 1
  if self.count == 0 then return self.kernel:hold() end
  if self.control % 2 == 0 then
    self.control = self.control / 2
    return self.kernel:release(DEVICE_A)
  end
  local half = (self.control - 1) / 2
  -- exclusive or with 0xd008, without bit operators
  local mixed, bit = 0, 1
  local a, b = half, 53256
  for _ = 1, 16 do
    local x, y = a % 2, b % 2
    if x ~= y then mixed = mixed + bit end
    a, b = (a - x) / 2, (b - y) / 2
    bit = bit * 2
  end
  self.control = mixed
  return self.kernel:release(DEVICE_B)
end

local Worker = class()
function Worker:run(packet)
  if not packet then return self.kernel:wait() end
  self.destination = self.destination == HANDLER_A and HANDLER_B or HANDLER_A
  packet.identity = self.destination
  packet.datum = 0
  for i = 1, 4 do
    self.count = self.count + 1
    if self.count > 26 then self.count = 1 end
    packet.data[i] = 64 + self.count
  end
  return self.kernel:send(packet)
end

local Handler = class()
function Handler:run(packet)
  if packet then
    if packet.kind == KIND_WORK then
      self.work = append(packet, self.work)
    else
      self.device = append(packet, self.device)
    end
  end
  local work = self.work
  if work then
    local count = work.datum
    if count >= 4 then
      self.work = work.link
      return self.kernel:send(work)
    end
    local device = self.device
    if device then
      self.device = device.link
      device.datum = work.data[count + 1]
      work.datum = count + 1
      return self.kernel:send(device)
    end
  end
  return self.kernel:wait()
end

local Device = class()
function Device:run(packet)
  if not packet then
    local waiting = self.stored
    if not waiting then return self.kernel:wait() end
    self.stored = nil
    return self.kernel:send(waiting)
  end
  self.stored = packet
  return self.kernel:hold()
end

local function queue_of(n, identity, kind)
  local queue
  for _ = 1, n do
    queue = new_packet(queue, identity, kind)
  end
  return queue
end

local function richards()
  local kernel = Kernel.new()
  local idle = kernel:install(Idle, IDLE, 0, nil, { control = 1, count = 10000 })
  idle.waiting = false
  kernel:install(Worker, WORKER, 1000, queue_of(2, WORKER, KIND_WORK), { destination = HANDLER_A, count = 0 })
  kernel:install(Handler, HANDLER_A, 2000, queue_of(3, DEVICE_A, KIND_DEVICE), {})
  kernel:install(Handler, HANDLER_B, 3000, queue_of(3, DEVICE_B, KIND_DEVICE), {})
  kernel:install(Device, DEVICE_A, 4000, nil, {})
  kernel:install(Device, DEVICE_B, 5000, nil, {})
  kernel:schedule()
  return kernel.queued, kernel.held
end

local queued, held = 0, 0
for _ = 1, 20 do
  queued, held = richards()
end
print(string.format("queued %d, held %d", queued, held))
