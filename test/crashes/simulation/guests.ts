/** What runs in a simulation: a bank with flaky audits, and runs that wait for all that a durable process can wait for. */

/** Numbers of a simulation's work. */
export interface Work {
  readonly accounts: number;
  readonly tellers: number;
  readonly transfers: number;
}

export const BALANCE = 1000;

/** Runs that end, by what they do, with what they end with. */
export const jobs: Readonly<Record<string, unknown>> = {
  row: 20,
  waits: 'after the timer 40,slept 20',
  family: { answer: 42, exit: 42, sum: 3, named: true },
  errors: ['no luck 1', false, 'no luck 2', 'the child broke'],
  cancel: 'asked to stop',
  links: { down: 'the child broke', exit: 'the child broke' },
  signals: 15,
  stream: 60,
  replaced: 'asked to stop',
  joined: 3,
  watches: 'ended once',
  reused: { first: 3, again: 'AlreadyExists' },
};

/** Drawn after all others, so that what a seed gave before this one was there is what it gives. */
export const lastJob = 'reused';

/** Those of them that may have their children in another store. */
export const farJobs = ['family', 'errors', 'cancel', 'links', 'signals', 'stream'];

const start = `
local function start(name, entry, options, ...)
  return assert(process.with_options(options):with_name(name):spawn(entry, "sim:durable", ...))
end
local once = { ["workflow.id_reuse_policy"] = "reject_duplicate" }
`;

/** Ids, modules and texts; those in \`workflows\` are durable. */
export const sources: Readonly<Record<string, string>> = {
  account: `
return { main = function(balance)
  local inbox, handled = process.inbox(), 0
  while true do
    local message = inbox:receive()
    local order = message:payload():data()
    balance = balance + order.amount
    handled = handled + 1
    assert(process.send(message:from(), "done", { balance = balance, handled = handled, number = order.number }))
  end
end }`,

  teller: `${start}
return { main = function(own, count, transfers)
  local accounts = {}
  for i = 1, count do accounts[i] = start("account " .. i, "sim:account", {}, ${BALANCE}) end
  local answers = process.listen("done")
  local audit = funcs.new():with_options({
    ["activity.retry_policy"] = { maximum_attempts = 0, initial_interval = 1, maximum_interval = 5 },
  })
  local function ask(account, amount, number)
    assert(process.send(account, "order", { amount = amount, number = number }))
    local answer = answers:receive()
    assert(answer.number == number, "an answer to another order")
  end
  for i = 1, transfers do
    local from = accounts[(own * 7 + i * 3) % #accounts + 1]
    local to = accounts[(own * 5 + i * 11) % #accounts + 1]
    local amount = (own * 13 + i * 17) % 50 + 1
    ask(from, -amount, i)
    assert(audit:call("sim:audit", own, i))
    time.sleep((own * 31 + i * 57) % 400 .. "ms")
    ask(to, amount, -i)
  end
  assert(process.send(start("bank", "sim:director", {}), "finished", transfers))
  process.inbox():receive()
end }`,

  director: `${start}
return { main = function(count, tellers)
  local finished, answers = process.listen("finished"), process.listen("done")
  local made = 0
  for _ = 1, tellers do made = made + finished:receive() end
  local sum, handled = 0, 0
  for i = 1, count do
    assert(process.send(start("account " .. i, "sim:account", {}, ${BALANCE}), "order", { amount = 0, number = 0 }))
    local answer = answers:receive()
    sum = sum + answer.balance
    handled = handled + answer.handled
  end
  assert(funcs.call("sim:report", "bank", { sum = sum, made = made, handled = handled }))
  process.inbox():receive()
end }`,

  job: `
local flows = {}
local children = "sim:durable"

-- In another store, which may be away for a while.
local function there(act, ...)
  while true do
    local made, err = act(...)
    if made ~= nil then return made end
    if children == "sim:durable" or not ({ Unavailable = true, NotFound = true })[err:kind()] then return nil, err end
    time.sleep("50ms")
  end
end

function flows.row()
  local total = 0
  for i = 1, 4 do total = total + assert(funcs.call("sim:act", i)) end
  return total
end

function flows.waits()
  local done = channel.new(2)
  coroutine.spawn(function()
    time.sleep("700ms")
    done:send("slept " .. assert(funcs.call("sim:act", 10)))
  end)
  coroutine.spawn(function()
    channel.select({ time.after("1h"):case_receive(), time.after("300ms"):case_receive() })
    done:send("after the timer " .. assert(funcs.call("sim:act", 20)))
  end)
  local heard = { (done:receive()), (done:receive()) }
  table.sort(heard)
  return table.concat(heard, ",")
end

function flows.child(parent)
  local order = process.inbox():receive():payload():data()
  process.send(parent, "answer", order * 2)
  return assert(funcs.call("sim:act", order))
end

function flows.sum() return assert(funcs.call("sim:act", 1)) + 1 end

function flows.family()
  local name = "parent of " .. process.pid()
  assert(process.registry.register(name))
  local events, answers = process.events(), process.listen("answer")
  local child = assert(there(process.spawn_monitored, "sim:job", children, "child", process.pid()))
  assert(process.send(child, "order", 21))
  local answer = answers:receive()
  local exit = events:receive()
  local sum = assert(there(process.exec, "sim:job", children, "sum"))
  return { answer = answer, exit = exit.result.value, sum = sum, named = process.registry.lookup(name) == process.pid() }
end

function flows.reused()
  local made = process.with_options({ ["workflow.id_reuse_policy"] = "reject_duplicate" }):with_name("sum of " .. process.pid())
  local function sum() return made:exec("sim:job", children, "sum") end
  local first = assert(there(sum))
  local _, err = there(sum)
  return { first = first, again = err:kind() }
end

function flows.broken() error("the child broke") end

function flows.errors()
  local _, refused = funcs.call("sim:fails", 1)
  local ok, caught = pcall(function() assert(funcs.call("sim:fails", 2)) end)
  local _, broken = there(process.exec, "sim:job", children, "broken")
  return { tostring(refused):match("no luck %d"), ok, tostring(caught):match("no luck %d"), tostring(broken):match("the child broke") }
end

function flows.stoppable(parent)
  local events = process.events()
  process.send(parent, "ready", true)
  local result = channel.select({ events:case_receive(), time.after("10h"):case_receive() })
  return result.value.kind == process.event.CANCEL and "asked to stop" or "not asked"
end

function flows.cancel()
  local events, ready = process.events(), process.listen("ready")
  local child = assert(there(process.spawn_monitored, "sim:job", children, "stoppable", process.pid()))
  ready:receive()
  time.sleep("100ms")
  assert(process.cancel(child, "enough"))
  local exit = events:receive()
  assert(exit.kind == process.event.EXIT and exit.from == child)
  return exit.result.value
end

function flows.links()
  process.set_options({ trap_links = true })
  local events = process.events()
  local child = assert(there(process.spawn_linked, "sim:job", children, "broken"))
  -- It is a child and linked: the one and the other is told once.
  local told = {}
  for _ = 1, 2 do
    local event = events:receive()
    assert(event.from == child and told[event.kind] == nil, "an end was told twice")
    told[event.kind] = tostring(event.result.error):match("the child broke")
  end
  local more = channel.select({ events:case_receive(), time.after("500ms"):case_receive() })
  assert(more.channel ~= events, "an end was told once more")
  return { down = told[process.event.LINK_DOWN], exit = told[process.event.EXIT] }
end

function flows.replaced()
  local events, ready = process.events(), process.listen("ready")
  local place = process.with_options({ ["workflow.id_conflict_policy"] = "terminate_existing" }):with_name("place of " .. process.pid())
  local first = assert(place:spawn("sim:job", children, "stoppable", process.pid()))
  ready:receive()
  local second = assert(place:spawn("sim:job", children, "stoppable", process.pid()))
  assert(second ~= first and events:receive().from == first)
  ready:receive()
  assert(process.cancel(second, "enough"))
  local exit = events:receive()
  assert(exit.from == second)
  return exit.result.value
end

function flows.echo(parent)
  local said = process.listen("say")
  for _ = 1, 2 do assert(process.send(parent, "told", (said:receive()))) end
end

function flows.joined()
  local told = process.listen("told")
  local named = process.with_options({}):with_name("echo of " .. process.pid())
  local one = assert(named:with_message("say", 1):spawn("sim:job", children, "echo", process.pid()))
  local other = assert(named:with_message("say", 2):spawn("sim:job", children, "echo", process.pid()))
  assert(one == other, "the name has two processes")
  return told:receive() + told:receive()
end

function flows.watches()
  local events, visitor = process.events(), nil
  -- It is started at most once, so a start that was under way is made again.
  while visitor == nil do visitor = process.spawn_monitored("sim:visitor", "sim:host") end
  assert(events:receive().from == visitor)
  local more = channel.select({ events:case_receive(), time.after("600ms"):case_receive() })
  assert(more.channel ~= events, "an end was told twice")
  return "ended once"
end

function flows.signaller(parent)
  local told = process.listen("told")
  for i = 1, 5 do
    assert(process.send(parent, "signal", i))
    assert(told:receive() == i)
    time.sleep("50ms")
  end
end

function flows.signals()
  local signals, sum = process.listen("signal"), 0
  local child = assert(there(process.spawn, "sim:job", children, "signaller", process.pid()))
  while sum < 15 do
    local result = channel.select({ signals:case_receive(), time.after("50ms"):case_receive() })
    if result.channel == signals then
      sum = sum + result.value
      assert(process.send(child, "told", result.value))
    end
  end
  return sum
end

function flows.source(sink)
  for i = 1, 20 do
    assert(process.send(sink, "number", { from = process.pid(), number = i }))
    if i % 5 == 0 then time.sleep("40ms") end
  end
end

function flows.stream()
  local numbers, last, count = process.listen("number"), {}, 0
  for _ = 1, 3 do assert(there(process.spawn, "sim:job", children, "source", process.pid())) end
  while count < 60 do
    local one = numbers:receive()
    assert(one.number == (last[one.from] or 0) + 1, "a message is lost, doubled or out of order")
    last[one.from] = one.number
    count = count + 1
  end
  return count
end

return { main = function(flow, report, ...)
  if flow:match("^far ") then flow, children = flow:sub(5), "sim:far" end
  if flows[flow] == nil then error("there is no flow " .. tostring(flow)) end
  if report ~= "report" then return flows[flow](report, ...) end
  local result = flows[flow]()
  assert(funcs.call("sim:report", children == "sim:far" and "far " .. flow or flow, result))
  return result
end }`,

  leader: `
return { main = function(own)
  local ok = process.registry.register("leader") == true
  assert(funcs.call("sim:report", "candidate " .. own, ok))
  process.inbox():receive()
end }`,

  mailbox: `
return { main = function()
  local inbox, last = process.inbox(), {}
  while true do
    local message = inbox:receive()
    local from = message:from()
    if message:topic() == "ask" then assert(process.send(from, "seen", last))
    else
      local number = message:payload():data()
      assert(number == (last[from] or 0) + 1, "a letter is lost, doubled or out of order")
      last[from] = number
    end
  end
end }`,

  audit: `
return { main = function(teller, number)
  if math.random() < 0.2 then
    return nil, errors.new({ kind = errors.UNAVAILABLE, message = "the auditor is busy", retryable = true })
  end
  ledger.effect("audit " .. teller .. " " .. number, ctx.get("idempotency_key"))
  if math.random() < 0.3 then time.sleep("20ms") end
  return true
end }`,

  act: `
return { main = function(n)
  ledger.effect("act " .. n, ctx.get("idempotency_key"))
  if math.random() < 0.5 then time.sleep("30ms") end
  return n * 2
end }`,

  visitor: `
return { main = function()
  time.sleep("300ms")
  return "seen"
end }`,

  fails: 'return { main = function(n) return nil, errors.new("no luck " .. n) end }',

  report: `
return { main = function(what, value)
  ledger.effect("report " .. what, ctx.get("idempotency_key"))
  ledger.report(what, value)
  return true
end }`,

  door: `${start}
return { main = function(flows, accounts, tellers, transfers, leaders, letters)
  local todo = {}
  for i = 1, accounts do
    todo[#todo + 1] = function() return process.with_options({}):with_name("account " .. i):spawn("sim:account", "sim:durable", ${BALANCE}) end
  end
  todo[#todo + 1] = function() return process.with_options({}):with_name("bank"):spawn("sim:director", "sim:durable", accounts, tellers) end
  for i = 1, tellers do
    todo[#todo + 1] = function() return process.with_options({}):with_name("teller " .. i):spawn("sim:teller", "sim:durable", i, accounts, transfers) end
  end
  for i = 1, leaders do
    todo[#todo + 1] = function() return process.with_options({}):with_name("candidate " .. i):spawn("sim:leader", "sim:durable", i) end
  end
  for i, flow in ipairs(flows) do
    todo[#todo + 1] = function()
      return process.with_options(once):with_name("job " .. flow):spawn("sim:job", "sim:durable", flow, "report")
    end
  end
  todo[#todo + 1] = function() return process.with_options({}):with_name("mailbox"):spawn("sim:mailbox", "sim:durable") end
  -- The bank is there before its tellers look for it.
  local first = math.random(#todo)
  for i = accounts + 1, 1, -1 do todo[i]() end
  for i = 1, #todo do
    local _, err = todo[(first + i) % #todo + 1]()
    if err ~= nil and err:kind() ~= errors.ALREADY_EXISTS then ledger.report("door", tostring(err)) end
  end
  local mailbox = assert(process.with_options({}):with_name("mailbox"):spawn("sim:mailbox", "sim:durable"))
  for i = 1, letters do
    if not process.send(mailbox, "letter", i) then return end
    ledger.acknowledged(process.pid(), i)
    time.sleep(math.random(300) .. "ms")
  end
end }`,

  closer: `
return { main = function()
  local seen = process.listen("seen")
  local mailbox = assert(process.with_options({}):with_name("mailbox"):spawn("sim:mailbox", "sim:durable"))
  assert(process.send(mailbox, "ask", true))
  ledger.report("letters", (seen:receive()))
end }`,
};

export const workflows = ['account', 'teller', 'director', 'job', 'leader', 'mailbox'];
