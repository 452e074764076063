/** The Lua of a program: the source of its workflow, the library that it imports, and the functions that it calls. */
import type { Code } from '../../../src/plugin/index.ts';
import { HOST } from './life.ts';
import {
  ATTEMPTS,
  type Block,
  type Expression,
  MODULUS,
  type Peer,
  type Program,
  type Statement,
} from './program.ts';

/** Duration of what takes a while, and of what takes too long. */
export const WHILE = 50;
export const TOO_LONG = 60_000;

const library = `
local funcs, time = require("funcs"), require("time")
local kit, topics, seen, events = {}, {}, {}, nil
kit.patient = { ["activity.retry_policy"] = { maximum_attempts = 5, initial_interval = 20 } }
kit.hopeless = { ["activity.retry_policy"] = { maximum_attempts = ${ATTEMPTS}, initial_interval = 20 } }
kit.hasty = { timeout = "${TOO_LONG}ms" }
kit.again = { ["workflow.retry_policy"] = { initial_interval = 1000, maximum_attempts = 6 } }
kit.later = { ["workflow.start_delay"] = "1h" }
function kit.ids(path)
  local n = 0
  return function() n = n + 1 return path .. "." .. n end
end
function kit.topic(name)
  topics[name] = topics[name] or process.listen(name)
  return topics[name]
end
function kit.result(future)
  local payload = future:channel():receive()
  return payload:data()
end
function kit.shown(value, err)
  return err and "failed: " .. tostring(err) or value
end
function kit.kind(value, err)
  return err and "failed: " .. err:kind() or value
end
function kit.outcome(value, err)
  return err and "failed: " .. tostring(err) or value.sum
end
function kit.caught(ok, value)
  return ok and value or "caught: " .. tostring(value)
end
local function hear()
  events = events or process.events()
  local event = events:receive()
  if event.kind == process.event.CANCEL then seen.cancel = event.reason
  else seen[event.from] = kit.outcome(event.result.value, event.result.error) end
end
function kit.exit(pid)
  while seen[pid] == nil do hear() end
  return seen[pid]
end
function kit.canceled()
  while seen.cancel == nil do hear() end
  return seen.cancel
end
function kit.gather(names)
  local got, left = {}, {}
  for i, name in ipairs(names) do left[i] = { kit.topic(name), i } end
  while #left > 0 do
    local cases = {}
    for i, one in ipairs(left) do cases[i] = one[1]:case_receive() end
    local result = channel.select(cases)
    for i, one in ipairs(left) do
      if one[1] == result.channel then
        got[one[2]] = result.value
        table.remove(left, i)
        break
      end
    end
  end
  return got
end
function kit.join(trace, results)
  for _, one in ipairs(results) do
    for _, value in ipairs(one) do trace[#trace + 1] = value end
  end
end
function kit.named(name)
  local ok, err = process.registry.register(name)
  if not ok then return tostring(err) end
  return process.registry.lookup(name) == process.pid() and "named" or "not named"
end
return kit
`;

const act = (body: string) => `local ctx, outside, time = require("ctx"), require("outside"), require("time")
return function(call, n)
  local before = outside.happened(call, ctx.get("idempotency_key"))
  ${body}
end`;
const acted = `return (n * 7 + 3) % ${MODULUS}`;
const again = `return nil, errors.new({ message = "not now", kind = errors.UNAVAILABLE, retryable = true })`;

const functions: Readonly<Record<string, string>> = {
  act: act(acted),
  slow: act(`time.sleep("${WHILE}ms") ${acted}`),
  flaky: act(`if before < 1 + n % 2 then ${again} end ${acted}`),
  hopeless: act(again),
  fails: act('return nil, errors.new("no luck with " .. n)'),
  raises: act('error("raised " .. n, 0)'),
  never: act(`time.sleep("30h") ${acted}`),
};

const code = (id: string, text: string, modules: readonly string[]): Code => ({
  id: `app:${id}`,
  text,
  file: `${id}.lua`,
  modules,
  imports: {},
});

/** The entries that all applications have: the library, and what is called. */
export const standingEntries: readonly Code[] = [
  code('kit', library, ['funcs', 'time']),
  ...Object.entries(functions).map(([id, text]) => code(id, text, ['ctx', 'outside', 'time'])),
];

/** The entry of the program itself. */
export function flowOf(program: Program): Code {
  return {
    ...code('flow', sourceOf(program), ['funcs', 'time', 'workflow']),
    imports: { kit: 'app:kit' },
    method: 'main',
    workflow: 'flow',
  };
}

export function sourceOf({ roles }: Program): string {
  const lines = [
    'local funcs, time, workflow, kit = require("funcs"), require("time"), require("workflow"), require("kit")',
    'local roles, again, note = {}, {}, table.insert',
    ...roles.flatMap(({ failing }, i) => (failing === undefined ? [] : [`again[${i}] = kit.again`])),
  ];
  for (const [i, { body, value, failing }] of roles.entries()) {
    lines.push(`roles[${i}] = function(P, T, N, a)`);
    if (failing !== undefined) {
      lines.push(`if workflow.info().attempt <= ${failing.runs} then`);
      for (const line of block(failing.body)) lines.push(`  ${line}`);
      lines.push(
        '  error(errors.new({ message = "this run fails", kind = errors.UNAVAILABLE, retryable = true }))',
      );
      lines.push('end');
    }
    for (const line of block(body)) lines.push(`  ${line}`);
    lines.push(`  return ${expression(value)}`, 'end');
  }
  lines.push(`return { main = function(role, path, parent, a)
  local attempt = workflow.info().attempt
  workflow.attrs({ search = { path = path } })
  local T = {}
  local sum = roles[role]({ parent = parent }, T, kit.ids(path .. "#" .. attempt), a)
  return { path = path, trace = T, sum = sum }
end }`);
  return `${lines.join('\n')}\n`;
}

function block({ body }: Block): string[] {
  return body.flatMap((one) => statement(one));
}

function indented({ body }: Block): string[] {
  return block({ id: 0, body }).map((line) => `  ${line}`);
}

function expression(e: Expression): string {
  switch (e.type) {
    case 'number':
      return String(e.value);
    case 'name':
      return e.name;
    case 'sum':
      return `(${expression(e.left)} + ${expression(e.right)}) % ${MODULUS}`;
    case 'product':
      return `(${expression(e.left)}) * (${expression(e.right)}) % ${MODULUS}`;
    case 'item':
      return `(${e.list}[(${expression(e.at)}) % (#${e.list} + 1)] or 0)`;
    case 'length':
      return `#${e.list}`;
  }
}

const peer = (to: Peer): string => (to.type === 'parent' ? 'P.parent' : to.name);

/** What a child is started with. */
const child = (role: number, value: Expression): string =>
  `"app:flow", "${HOST}", ${role}, N(), process.pid(), ${expression(value)}`;

function statement(s: Statement): string[] {
  switch (s.type) {
    case 'local':
      return [`local ${s.name} = ${expression(s.value)}`];
    case 'assign':
      return [`${s.name} = ${expression(s.value)}`];
    case 'list':
      return [`local ${s.name} = { ${s.items.map(expression).join(', ')} }`];
    case 'alias':
      return [`local ${s.name} = ${s.list}`];
    case 'push':
      return [`${s.list}[#${s.list} + 1] = ${expression(s.value)}`];
    case 'log':
      return [`T[#T + 1] = ${expression(s.value)}`];
    case 'chance':
      return [`T[#T + 1] = math.random(1, 6) <= 6 and ${expression(s.value)} or "luck"`];
    case 'call':
      return call(s);
    case 'sleep':
      return [`time.sleep("${s.millis}ms")`];
    case 'send':
      return [`process.send(${peer(s.to)}, "${s.topic}", ${expression(s.value)})`];
    case 'receive':
      return [`local ${s.name} = kit.topic("${s.topic}"):receive()`];
    case 'first': {
      const cases = ['one:case_receive()', `time.after("${s.millis}ms"):case_receive()`];
      if (s.isTimerFirst) cases.reverse();
      return [
        'do',
        `  local one = kit.topic("${s.topic}")`,
        `  local result = channel.select({ ${cases.join(', ')} })`,
        '  T[#T + 1] = result.channel == one and result.value or "nothing came"',
        'end',
      ];
    }
    case 'race': {
      const made = [`local fast = time.after("${s.fast}ms")`, `local slow = time.after("${s.slow}ms")`];
      if (s.isSwapped) made.reverse();
      return [
        'do',
        ...made.map((line) => `  ${line}`),
        '  local result = channel.select({ slow:case_receive(), fast:case_receive() })',
        '  T[#T + 1] = result.channel == fast and "fast" or "slow"',
        'end',
      ];
    }
    case 'contest':
      return [
        'do',
        `  local future = funcs.async("app:${s.style}", N(), ${expression(s.value)})`,
        `  local timer = time.after("${s.millis}ms")`,
        '  local result = channel.select({ future:channel():case_receive(), timer:case_receive() })',
        '  T[#T + 1] = result.channel == timer and "too late" or result.value:data()',
        ...(s.style === 'never' ? ['  future:cancel()'] : []),
        'end',
      ];
    case 'gather':
      return [
        `for _, one in ipairs(kit.gather({ ${s.topics.map((topic) => `"${topic}"`).join(', ')} })) do T[#T + 1] = one end`,
      ];
    case 'spawn':
      return spawn(s);
    case 'exec':
      return [
        s.by === 'process'
          ? `note(T, kit.outcome(process.exec(${child(s.role, s.value)})))`
          : `note(T, kit.outcome(workflow.exec("app:flow", ${s.role}, N(), process.pid(), ${expression(s.value)})))`,
      ];
    case 'await':
      return [`note(T, kit.exit(${s.child}))`];
    case 'cancel':
      return [`process.cancel(${s.child}, "enough")`];
    case 'terminate':
      return [`kit.topic("${s.topic}"):receive()`, `process.terminate(${s.child})`];
    case 'canceled':
      return ['note(T, kit.canceled())'];
    case 'forever':
      return [`process.send(P.parent, "${s.topic}", 0)`, 'kit.topic("nobody sends this"):receive()'];
    case 'register':
      return ['note(T, kit.named(N()))'];
    case 'yield':
      return [`coroutine.yield(${expression(s.value)})`];
    case 'invoke':
      return [`local ${s.name} = ${s.callee}(${expression(s.value)})`];
    case 'error':
      return [`error("${s.message}", 0)`];
    default:
      return nested(s);
  }
}

type Nested = Extract<
  Statement,
  { type: 'fork' | 'generate' | 'if' | 'for' | 'each' | 'while' | 'repeat' | 'function' | 'pcall' }
>;

function nested(s: Nested): string[] {
  switch (s.type) {
    case 'fork':
      return fork(s.branches, s.room);
    case 'generate':
      return [
        `for ${s.name} in coroutine.wrap(function()`,
        ...indented(s.maker),
        'end) do',
        ...indented(s.body),
        'end',
      ];
    case 'if':
      return [
        `if (${expression(s.value)}) % 2 == 0 then`,
        ...indented(s.body),
        ...(s.otherwise.body.length === 0 ? [] : ['else', ...indented(s.otherwise)]),
        'end',
      ];
    case 'for':
      return [`for ${s.name} = 1, ${s.times} do`, ...indented(s.body), 'end'];
    case 'each':
      return [`for _, ${s.name} in ipairs({ table.unpack(${s.list}) }) do`, ...indented(s.body), 'end'];
    case 'while':
      return [
        `local ${s.name} = 0`,
        `while ${s.name} < ${s.times} do`,
        `  ${s.name} = ${s.name} + 1`,
        ...indented(s.body),
        'end',
      ];
    case 'repeat':
      return [
        `local ${s.name} = 0`,
        'repeat',
        `  ${s.name} = ${s.name} + 1`,
        ...indented(s.body),
        `until ${s.name} >= ${s.times}`,
      ];
    case 'function':
      return [
        `local function ${s.name}(${s.parameter})`,
        ...indented(s.body),
        `  return ${expression(s.value)}`,
        'end',
      ];
    case 'pcall':
      return [
        'note(T, kit.caught(pcall(function()',
        ...indented(s.body),
        s.error === undefined ? `  return ${expression(s.value)}` : `  error("${s.error}", 0)`,
        'end)))',
      ];
  }
}

function fork(branches: readonly Block[], room: number): string[] {
  const lines = ['do', `  local done, results = channel.new(${room}), {}`];
  for (const [i, branch] of branches.entries()) {
    lines.push(
      '  do',
      '    local T, N = {}, kit.ids(N())',
      '    coroutine.spawn(function()',
      ...indented(branch).map((line) => `    ${line}`),
      `      results[${i + 1}] = T`,
      '      done:send(true)',
      '    end)',
      '  end',
    );
  }
  lines.push(`  for _ = 1, ${branches.length} do done:receive() end`, '  kit.join(T, results)', 'end');
  return lines;
}

function call({ name, style, value }: Extract<Statement, { type: 'call' }>): string[] {
  const given = `N(), ${expression(value)}`;
  switch (style) {
    case 'plain':
      return [`local ${name} = assert(funcs.call("app:act", ${given}))`];
    case 'slow':
      return [`local ${name} = assert(funcs.call("app:slow", ${given}))`];
    case 'async':
      return [`local ${name} = kit.result(funcs.async("app:act", ${given}))`];
    case 'flaky':
      return [`local ${name} = assert(funcs.new():with_options(kit.patient):call("app:flaky", ${given}))`];
    case 'fails':
      return [`note(T, kit.shown(funcs.call("app:fails", ${given})))`];
    case 'raises':
      return [`note(T, kit.caught(pcall(function() return assert(funcs.call("app:raises", ${given})) end)))`];
    case 'gives up':
      return [`note(T, kit.shown(funcs.new():with_options(kit.hopeless):call("app:hopeless", ${given})))`];
    case 'late':
      return [`note(T, kit.kind(funcs.new():with_options(kit.hasty):call("app:never", ${given})))`];
  }
}

function spawn({ name, role, how, value }: Extract<Statement, { type: 'spawn' }>): string[] {
  const given = child(role, value);
  switch (how) {
    case 'plain':
      return [`local ${name} = assert(process.with_options(again[${role}] or {}):spawn(${given}))`];
    case 'monitored':
      return [`local ${name} = assert(process.with_options(again[${role}] or {}):spawn_monitored(${given}))`];
    case 'linked':
      return [
        'process.set_options({ trap_links = true })',
        `local ${name} = assert(process.with_options(again[${role}] or {}):spawn_linked_monitored(${given}))`,
      ];
    case 'late':
      return [
        `local ${name} = assert(process.with_options(again[${role}] or {}):with_options(kit.later):spawn(${given}))`,
      ];
    case 'named':
      return [
        `local ${name}_name = N()`,
        `local ${name} = assert(process.with_options(again[${role}] or {}):with_name(${name}_name):spawn(${given}))`,
        `T[#T + 1] = process.registry.lookup(${name}_name) == ${name} and "found" or "not found"`,
      ];
  }
}
