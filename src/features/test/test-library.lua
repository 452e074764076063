-- The library that tests are written with: blocks of cases, hooks, assertions, and mocks.
--
-- `run_cases(define)` gives a function that runs what `define` declares and returns how it went. Whoever runs the test
-- is told of each case as it begins and ends; nobody has to listen.

local run = require("test_run")
local mocks = require("mocks")
local show = run.show

local test = {}

-- Declaring ---------------------------------------------------------------------------------------------------------

-- The block that is being declared: { name, items, before_all, after_all, before_each, after_each }.
local block

local function new_block(name)
  return {
    name = name, items = {}, before_all = {}, after_all = {}, before_each = {}, after_each = {},
  }
end

local function need_block(what)
  if block == nil then
    error("test." .. what .. " is called outside of the function given to test.run_cases", 3)
  end
  return block
end

local function need_function(what, fn)
  if type(fn) ~= "function" then
    error("test." .. what .. " needs a function, not " .. type(fn), 3)
  end
  return fn
end

function test.describe(name, define)
  local outer = need_block("describe")
  need_function("describe", define)
  local inner = new_block(tostring(name))
  outer.items[#outer.items + 1] = inner
  block = inner
  local ok, problem = pcall(define)
  block = outer
  if not ok then
    error(problem, 0)
  end
end

test.spec = test.describe
test.context = test.describe

function test.it(name, body)
  local items = need_block("it").items
  items[#items + 1] = { name = tostring(name), body = need_function("it", body) }
end

function test.it_skip(name)
  local items = need_block("it_skip").items
  items[#items + 1] = { name = tostring(name) }
end

for _, hook in ipairs({ "before_all", "after_all", "before_each", "after_each" }) do
  test[hook] = function(body)
    local bodies = need_block(hook)[hook]
    bodies[#bodies + 1] = need_function(hook, body)
  end
end

-- Running -----------------------------------------------------------------------------------------------------------

-- What the last assertion that failed knew, told with its case if it is what the case failed with.
local last_failure

-- Runs a body; what is wrong with it as { message, trace, expected, actual }, or nil.
local function problem_of(body)
  last_failure = nil
  local ok, problem = pcall(body)
  if ok then
    return nil
  end
  local known = last_failure
  if known ~= nil and type(problem) == "string" and string.find(problem, known.said, 1, true) then
    return { message = problem, trace = known.trace, expected = known.expected, actual = known.actual }
  end
  local trace
  if type(problem) == "userdata" then
    local has_stack, stack = pcall(function() return problem:stack() end)
    trace = has_stack and stack or nil
  end
  return { message = type(problem) == "table" and getmetatable(problem) == nil and show(problem) or tostring(problem), trace = trace }
end

local function tell_failure(problem)
  run.failed(problem.message, problem.trace, problem.expected, problem.actual)
end

-- The place that a message begins with stays in front.
local function with_note(problem, note)
  local place = string.match(problem.message, "^[^%s:]+:[^%s:]+:%d+: ") or ""
  return {
    message = place .. note .. string.sub(problem.message, #place + 1), trace = problem.trace,
    expected = problem.expected, actual = problem.actual,
  }
end

local function appended(list, value)
  local longer = {}
  for i, each in ipairs(list) do
    longer[i] = each
  end
  longer[#longer + 1] = value
  return longer
end

-- Hooks of each block around a case, outermost first, then the case, then the hooks behind it in reverse.
local function run_case(case, blocks)
  local problem
  local begun = 0
  for i, around in ipairs(blocks) do
    begun = i
    for _, hook in ipairs(around.before_each) do
      problem = problem_of(hook)
      if problem ~= nil then
        problem = with_note(problem, "before_each: ")
        break
      end
    end
    if problem ~= nil then
      break
    end
  end
  if problem == nil then
    problem = problem_of(case.body)
  end
  for i = begun, 1, -1 do
    for _, hook in ipairs(blocks[i].after_each) do
      local late = problem_of(hook)
      if problem == nil and late ~= nil then
        problem = with_note(late, "after_each: ")
      end
    end
  end
  mocks.restore_all()
  return problem
end

local function note_failure(result, path, name, problem)
  result.failed_tests = result.failed_tests + 1
  result.failures[#result.failures + 1] = {
    path = path, name = name, message = problem.message,
    expected = problem.expected, actual = problem.actual,
  }
end

local function run_item(item, path, blocks, broken, result)
  result.total_tests = result.total_tests + 1
  if item.body == nil then
    result.skipped_tests = result.skipped_tests + 1
    run.skipped(path, item.name)
    return
  end
  run.started(path, item.name)
  local problem = broken or run_case(item, blocks)
  if problem == nil then
    result.passed_tests = result.passed_tests + 1
    run.passed()
  else
    note_failure(result, path, item.name, problem)
    tell_failure(problem)
  end
end

-- `broken`: what keeps all cases of the block from running.
local function run_block(current, path, blocks, broken, result)
  for _, hook in ipairs(current.before_all) do
    if broken == nil then
      broken = problem_of(hook)
      broken = broken and with_note(broken, "before_all: ")
    end
  end
  for _, item in ipairs(current.items) do
    if item.items == nil then
      run_item(item, path, blocks, broken, result)
    else
      run_block(item, appended(path, item.name), appended(blocks, item), broken, result)
    end
  end
  for _, hook in ipairs(current.after_all) do
    local problem = problem_of(hook)
    if problem ~= nil then
      -- It belongs to no case, so it is one.
      result.total_tests = result.total_tests + 1
      run.started(path, "after_all")
      note_failure(result, path, "after_all", problem)
      tell_failure(problem)
    end
  end
  mocks.restore_all()
end

local function count_cases(current)
  local count = 0
  for _, item in ipairs(current.items) do
    count = count + (item.items == nil and 1 or count_cases(item))
  end
  return count
end

function test.run_cases(define)
  need_function("run_cases", define)
  return function()
    local root = new_block("")
    block = root
    local ok, problem = pcall(define)
    block = nil
    if not ok then
      error(problem, 0)
    end
    local result = {
      total_tests = 0, passed_tests = 0, failed_tests = 0, skipped_tests = 0, failures = {},
    }
    run.planned(count_cases(root))
    run_block(root, {}, { root }, nil, result)
    return result
  end
end

-- Asserting ---------------------------------------------------------------------------------------------------------

-- Raises what an assertion has to say, with the place of who asserted.
local function refuse(message, note, expected, actual)
  local said = message
  if note ~= nil then
    said = tostring(note) .. ": " .. message
  end
  last_failure = { said = said, trace = errors.new(said):stack(), expected = expected, actual = actual }
  error(said, 3)
end

local function comparison(a, relation, b)
  return "expected " .. show(a) .. " " .. relation .. " " .. show(b)
end

function test.eq(actual, expected, note)
  if actual == expected then
    return
  end
  local message = "expected " .. show(expected) .. ", got " .. show(actual)
  if type(actual) == "table" and type(expected) == "table" then
    message = message .. " (tables are equal when they are the same table)"
  end
  refuse(message, note, show(expected), show(actual))
end

function test.neq(actual, expected, note)
  if actual == expected then
    refuse("expected anything but " .. show(expected), note, "not " .. show(expected), show(actual))
  end
end

function test.ok(value, note)
  if not value then
    refuse("expected something true, got " .. show(value), note, "a value that is true", show(value))
  end
  return value
end

function test.fail(note)
  refuse(note == nil and "failed" or tostring(note))
end

function test.is_nil(value, note)
  if value ~= nil then
    refuse("expected nil, got " .. show(value), note, "nil", show(value))
  end
end

function test.not_nil(value, note)
  if value == nil then
    refuse("expected a value, got nil", note, "a value", "nil")
  end
  return value
end

function test.is_true(value, note)
  if value ~= true then
    refuse("expected true, got " .. show(value), note, "true", show(value))
  end
  return value
end

function test.is_false(value, note)
  if value ~= false then
    refuse("expected false, got " .. show(value), note, "false", show(value))
  end
  return value
end

for _, name in ipairs({ "string", "number", "table", "function", "boolean" }) do
  test["is_" .. name] = function(value, note)
    if type(value) ~= name then
      refuse("expected a " .. name .. ", got " .. show(value), note, "a " .. name, show(value))
    end
    return value
  end
end

function test.contains(text, part, note)
  local found = tostring(text)
  if text == nil or not string.find(found, tostring(part), 1, true) then
    refuse("expected a text with " .. show(part) .. ", got " .. show(text), note, "a text with " .. show(part), show(text))
  end
end

function test.matches(text, pattern, note)
  if text == nil or not string.find(tostring(text), pattern) then
    refuse("expected a match of " .. show(pattern) .. ", got " .. show(text), note, "a match of " .. show(pattern), show(text))
  end
end

function test.has_key(value, key, note)
  if type(value) ~= "table" or value[key] == nil then
    refuse("expected the key " .. show(key) .. " in " .. show(value), note, "the key " .. show(key), show(value))
  end
end

function test.len(value, expected, note)
  local is_countable = type(value) == "table" or type(value) == "string"
  local length = is_countable and #value or nil
  if length ~= expected then
    refuse("expected the length " .. show(expected) .. ", got " .. show(length), note, show(expected), show(length))
  end
end

function test.gt(a, b, note)
  if not (a > b) then
    refuse(comparison(a, ">", b), note, "> " .. show(b), show(a))
  end
end

function test.gte(a, b, note)
  if not (a >= b) then
    refuse(comparison(a, ">=", b), note, ">= " .. show(b), show(a))
  end
end

function test.lt(a, b, note)
  if not (a < b) then
    refuse(comparison(a, "<", b), note, "< " .. show(b), show(a))
  end
end

function test.lte(a, b, note)
  if not (a <= b) then
    refuse(comparison(a, "<=", b), note, "<= " .. show(b), show(a))
  end
end

function test.throws(body, note)
  local ok, problem = pcall(body)
  if ok then
    refuse("expected an error, got none", note, "an error", "none")
  end
  return problem
end

function test.has_error(value, problem, note)
  if problem == nil then
    refuse("expected an error, got none", note, "an error", "none")
  elseif value ~= nil then
    refuse("expected no value beside the error, got " .. show(value), note, "nil", show(value))
  end
  return problem
end

function test.no_error(value, problem, note)
  if problem ~= nil then
    refuse("expected no error, got " .. tostring(problem), note, "no error", tostring(problem))
  end
  return value
end

-- Mocking -----------------------------------------------------------------------------------------------------------

function test.mock(path, replacement)
  mocks.replace(path, replacement)
end

function test.mock_process(field, replacement)
  mocks.replace("process." .. field, replacement)
end

function test.restore_mock(path)
  mocks.restore(path)
end

function test.restore_all_mocks()
  mocks.restore_all()
end

return test
