/** The Lua of a process as workflows are: three libraries of 300 lines, a state of 20 fields, two coroutines. */

const LIBRARIES = 3;
const LINES = 300;

export interface Workflow {
  readonly libraries: readonly { readonly name: string; readonly source: string }[];
  /** Gives the function to run; the libraries are globals. It waits for ever, and changes one field each time. */
  readonly main: string;
}

export function generateWorkflow(): Workflow {
  const names = Array.from({ length: LIBRARIES }, (_, i) => `library_${i + 1}`);
  return { libraries: names.map((name) => ({ name, source: library(name) })), main: MAIN };
}

function library(name: string): string {
  const lines = ['local M = {}', `local calls, limit, name = 0, 100, '${name}'`, 'local cache = {}'];
  for (let n = 1; lines.length < LINES - 11; n++) {
    lines.push(
      `function M.step_${n}(order, amount)`,
      '  calls = calls + 1',
      "  if amount == nil then return nil, name .. ': no amount' end",
      `  local key = order.id .. ':${n}'`,
      '  if calls > limit then cache = {} calls = 0 end',
      `  cache[key] = { amount = amount * ${n}, at = calls }`,
      '  return cache[key].amount',
      'end',
    );
  }
  lines.push(
    'local Account = {}',
    'Account.__index = Account',
    'function M.account(owner) return setmetatable({ owner = owner, total = 0 }, Account) end',
    'function Account:add(n)',
    '  self.total = self.total + n',
    '  return self',
    'end',
    'function M.waiting(order, wait)',
    '  return wait(order)',
    'end',
    'return M',
  );
  while (lines.length < LINES) lines.splice(3, 0, '');
  return lines.join('\n');
}

const MAIN = `
local function watch(state, every)
  while true do
    local seen = state.step
    coroutine.yield(seen + every)
  end
end
local function approve(state, account)
  for i = 1, 10 do account:add(i) coroutine.yield(state.customer, i) end
end
return function(id)
  local state = {
    id = id, customer = 'customer ' .. id, step = 0, status = 'waiting', amount = 129.5, currency = 'EUR',
    created = 1763800000123, updated = 1763800000456, attempts = 0, approved = false, reviewer = 'nobody yet',
    priority = 3, channel = 'web', country = 'DE', discount = 0.15, tax = 0.19, total = 154.1, note = '',
    invoice = 'INV-2026-0001', reference = 'a9f3c1e07b',
  }
  local account = library_1.account(state.customer)
  local first = coroutine.create(watch)
  local second = coroutine.create(approve)
  coroutine.resume(first, state, 5)
  coroutine.resume(second, state, account)
  library_2.step_3(state, 7)
  while true do
    library_3.waiting(state, wait)
    state.step = state.step + 1
    if state.step % 1000 == 0 then coroutine.resume(first) coroutine.resume(second) end
  end
end
`;
