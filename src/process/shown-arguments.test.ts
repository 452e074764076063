import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DONE,
  EnvironmentShape,
  FAILED,
  host,
  R,
  run,
  standardGlobals,
  Task,
  Unit,
  type Value,
  wait,
} from '#lua';
import { shown } from './shown-arguments.ts';

/** Runs Lua in which `show` gives its texts joined by commas and `sleep` waits; slices of so much fuel. */
function runs(text: string, fuel = 10_000): Value {
  const show = shown(host('test.show', (_, ...texts) => texts.join(',')));
  const sleep = host('test.sleep', () => wait());
  const unit = new Unit(text, 'test');
  const shape = new EnvironmentShape({ ...standardGlobals(), show, sleep });
  const task = new Task(unit.load(shape.make()), []);
  for (let turn = 0; turn < 1000; turn++) {
    R.fuel = fuel;
    const outcome = run(task, undefined);
    if (outcome === DONE) return task.values[0];
    if (outcome === FAILED) return task.error;
  }
  throw new Error('it does not end');
}

test('values arrive as the texts that tostring makes of them, nils at the end too', () => {
  assert.equal(runs('return show(1, 2.5, true, nil, "x", nil)'), '1,2.5,true,nil,x,nil');
  assert.equal(runs('return show()'), '');
});

test('__tostring is called, and may stop anywhere', () => {
  const text = `
    local slow = setmetatable({}, { __tostring = function() sleep() return "slow" end })
    local quick = setmetatable({}, { __tostring = function() return "quick" end })
    return show(1, slow, quick, slow, 2)`;
  for (const fuel of [1, 5, 10_000]) assert.equal(runs(text, fuel), '1,slow,quick,slow,2');
});

test('a __tostring that gives no text, or fails, is an error of the caller', () => {
  assert.match(
    String(runs('return show(setmetatable({}, { __tostring = function() return 1 == 1 end }))')),
    /'__tostring' must return a string/,
  );
  assert.match(
    String(runs('return show(setmetatable({}, { __tostring = function() sleep() return {} end }))')),
    /'__tostring' must return a string/,
  );
  assert.match(
    String(runs('return show(setmetatable({}, { __tostring = function() error("no") end }))')),
    /no$/,
  );
});
