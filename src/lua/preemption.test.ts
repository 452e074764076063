import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnvironmentShape } from './environment.ts';
import { Fn, host, R, ret0, wait } from './machine.ts';
import { spendPart } from './preemption.ts';
import { standardGlobals } from './standard.ts';
import { DONE, run, SLICED, Task, WAITING } from './task.ts';
import { Unit } from './unit.ts';

function taskOf(source: string): Task {
  const pause = host('pause', () => wait());
  const cost = host('cost', (_self, fuel) => {
    spendPart(Number(fuel));
    return ret0();
  });
  const environment = new EnvironmentShape({ ...standardGlobals(), pause, cost }).make();
  return new Task(new Unit(source, 'slices.lua').load(environment), []);
}

test('a long slice ends at a loop of the main chunk when one is passed in time, with one frame', () => {
  const task = taskOf(`
    local function work(n) local sum = 0 for i = 1, n do sum = sum + i end return sum end
    local total = 0
    for _ = 1, 1000 do total = total + work(100) end
    return total`);
  let slices = 0;
  for (;;) {
    R.fuel = 30_000;
    const outcome = run(task, undefined);
    if (outcome === DONE) break;
    assert.equal(outcome, SLICED);
    assert.equal(task.frames?.self.proto.index, 0);
    assert.equal(task.frames.next, null);
    assert.ok(R.fuel <= 0);
    slices++;
  }
  assert.deepEqual(task.values, [5_050_000]);
  assert.ok(slices >= 3);
});

test('a long slice ends anywhere when all of it is spent', () => {
  const task = taskOf('local function spin() while true do end end spin()');
  R.fuel = 30_000;
  assert.equal(run(task, undefined), SLICED);
  assert.equal(task.frames?.self.proto.name, 'spin');
});

test('who waits leaves the fuel that was not spent, the reserve with it', () => {
  const task = taskOf('for _ = 1, 100 do end pause()');
  R.fuel = 30_000;
  assert.equal(run(task, undefined), WAITING);
  assert.ok(R.fuel > 29_800 && R.fuel < 29_950, String(R.fuel));
});

test('Pe1: fuel stays a whole number when work costs less than one', () => {
  const task = taskOf('for _ = 1, 100 do cost(0.25) end pause()');
  R.fuel = 30_000;
  assert.equal(run(task, undefined), WAITING);
  assert.ok(Number.isInteger(R.fuel));
  assert.ok(R.fuel < 29_880, String(R.fuel));
});

test('a young loop of a main chunk is entered anew again and again within a slice', () => {
  const task = taskOf('local sum = 0 for i = 1, 5000 do sum = sum + i end return sum');
  const proto = task.frames?.a instanceof Fn ? task.frames.a.proto : undefined;
  assert.ok(proto);
  const { resume } = proto;
  let entered = 0;
  proto.resume = function (frame, value) {
    entered++;
    return resume.call(this, frame, value);
  };
  R.fuel = 30_000;
  assert.equal(run(task, undefined), DONE);
  assert.deepEqual(task.values, [12_502_500]);
  assert.ok(entered >= 10, String(entered));
  assert.ok(R.fuel > 24_900 && R.fuel < 25_000, String(R.fuel));
});

test('the first long slice after code was loaded stops once and goes on', () => {
  const environment = new EnvironmentShape(standardGlobals()).make();
  const unit = new Unit(
    'local function down(n) if n == 0 then return 0 end return 1 + down(n - 1) end return down(2000)',
    'down.lua',
  );
  const proto = unit.protos[1];
  assert.ok(proto);
  const { resume } = proto;
  let resumed = 0;
  proto.resume = function (frame, value) {
    resumed++;
    return resume.call(this, frame, value);
  };
  const runOnce = (): void => {
    const task = new Task(unit.load(environment), []);
    R.fuel = 30_000;
    assert.equal(run(task, undefined), DONE);
    assert.deepEqual(task.values, [2000]);
    assert.ok(R.fuel > 20_000, String(R.fuel));
  };
  runOnce();
  assert.ok(resumed > 100, String(resumed));
  resumed = 0;
  runOnce();
  assert.equal(resumed, 0);
});
