import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnvironmentShape } from '#lua';
import { type Actor, defineHandle, defineTrait, Held, type Scope, serve } from '#plugin';
import { ACTOR, SCOPE } from './builder.ts';
import { identityOf } from './context.ts';
import { ModuleAdapter } from './module-adapter.ts';
import type { Policy } from './policy.ts';
import { inAllSettings, makeWorld, resultOf, runs } from './world.testing.ts';

runs(
  '111: a missing key is NotFound, an empty one Invalid, all is always a table',
  `local v, e = ctx.get("nothing")
   local w, e2 = ctx.get("")
   return {v == nil, e:kind(), e:retryable(), e2:kind(), next(ctx.all()) == nil}`.replace(
    'next(ctx.all()) == nil',
    'type(ctx.all())',
  ),
  [true, 'NotFound', false, 'Invalid', 'table'],
);

inAllSettings(
  '70, 112: context values reach spawned processes and called functions to any depth',
  async (world) => {
    world.programs.add('app:leaf', 'return function() return ctx.all() end');
    world.programs.add('app:calls', 'return function() return funcs.call("app:leaf") end');
    world.programs.add('app:spawns', 'return function() return process.exec("app:calls", "app:host") end');
    const value = await resultOf(
      world,
      `local b = process.with_context{a = "x", n = 1, t = {inner = {true}}}
     return b:with_context{n = 2}:exec("app:spawns", "app:host")`,
    );
    assert.deepEqual(value, { a: 'x', n: 2, t: { inner: [true] } });
  },
);

runs(
  'what is no plain data is refused where it is put into a context or options, with its place',
  `local function refusal(made, err) return made == nil and err:kind() .. ": " .. err:message() end
   local nested = {handlers = {{name = "a", run = function() end}}}
   return {
     refusal(process.with_context{callback = type}), refusal(funcs.new():with_context(nested)),
     refusal(process.with_options{made = channel.new()}), refusal(funcs.new():with_options{made = coroutine.create(type)}),
     refusal(process.with_context{failed = errors.new("no")}), refusal(ctx.set("key", type)), refusal(ctx.set("t", nested)),
     refusal(process.with_context{[1] = "no text"}), process.with_context{t = {1, {}}} ~= nil,
   }`,
  [
    'Invalid: context values.callback is a function, and only plain data can be passed on',
    'Invalid: context values.handlers[1].run is a function, and only plain data can be passed on',
    'Invalid: options.made is a channel, and only plain data can be passed on',
    'Invalid: options.made is a thread, and only plain data can be passed on',
    'Invalid: context values.failed is an error, and only plain data can be passed on',
    'Invalid: key is a function, and only plain data can be passed on',
    'Invalid: t.handlers[1].run is a function, and only plain data can be passed on',
    'Invalid: context values must have text keys',
    true,
  ],
);

runs(
  'what a reader does to a value is not seen by others',
  `ctx.set("t", {1})
   local t = ctx.get("t")
   t[1] = 2
   return ctx.get("t")[1]`,
  1,
);

const actorHandle = defineHandle<Actor>({
  name: 'test.Actor',
  summary: 'An actor.',
  crosses: 'never',
  methods: {},
  serves: [serve(defineTrait<Actor>(ACTOR), (actor: Actor) => actor)],
});
const scopeHandle = defineHandle<Scope>({
  name: 'test.Scope',
  summary: 'A scope.',
  crosses: 'never',
  methods: {},
  serves: [serve(defineTrait<Scope>(SCOPE), (scope: Scope) => scope)],
});

inAllSettings(
  '70: actor and scope are inherited, and every check sees them',
  async (world) => {
    const adapter = new ModuleAdapter(new EnvironmentShape({}));
    world.programs.modules.ann = adapter.userdata(new Held(actorHandle, { id: 'ann', meta: {} }) as Held);
    world.programs.modules.rules = adapter.userdata(new Held(scopeHandle, { policies: ['app:p'] }) as Held);
    world.programs.add('app:leaf', 'return function() process.send(process.pid(), "t") return 1 end');
    world.programs.add('app:calls', 'return function() return funcs.call("app:leaf") end');
    await resultOf(
      world,
      'return process.with_context({}):with_actor(ann):with_scope(rules):exec("app:calls", "app:host")',
    );
    const asked = asks.filter(([action]) => action === 'process.send');
    assert.deepEqual(asked.at(-1), ['process.send', 'ann', 'app:p']);
  },
  { policy: recording() },
);

inAllSettings(
  'what an entry declares goes before what is inherited, and what a builder says before both',
  async (world) => {
    const adapter = new ModuleAdapter(new EnvironmentShape({}));
    world.programs.modules.ann = adapter.userdata(new Held(actorHandle, { id: 'ann', meta: {} }) as Held);
    world.programs.modules.rules = adapter.userdata(new Held(scopeHandle, { policies: ['app:p'] }) as Held);
    const ask = 'return function() process.send(process.pid(), "t") return 1 end';
    for (const name of ['app:both', 'app:actor', 'app:scope'])
      world.programs.add(name, ask, { type: 'static' });
    const bob = { id: 'bob', meta: {} };
    world.programs.setIdentity('app:both', {
      actor: bob,
      scope: { policies: ['app:own'], groups: ['app:g'] },
    });
    world.programs.setIdentity('app:actor', { actor: bob });
    world.programs.setIdentity('app:scope', { scope: { policies: ['app:own'] } });
    world.programs.add(
      'app:caller',
      `return function()
        for _, name in ipairs{"app:both", "app:actor", "app:scope"} do
          funcs.call(name)
          funcs.call(name)
          process.exec(name, "app:host")
        end
        funcs.new():with_actor(ann):call("app:both")
        process.with_context({}):with_scope(rules):exec("app:both", "app:host")
      end`,
    );
    const from = asks.length;
    await resultOf(
      world,
      'return process.with_context({}):with_actor(ann):with_scope(rules):exec("app:caller", "app:host")',
    );
    const asked = asks.slice(from).filter(([action]) => action === 'process.send');
    const three = (...who: string[]) => [who, who, who];
    assert.deepEqual(
      asked.map(([, ...who]) => who),
      [
        ...three('bob', 'app:own'),
        ...three('bob', ''),
        ...three('ann', 'app:own'),
        ['ann', 'app:p'],
        ['ann', 'app:p'],
      ],
    );
  },
  { policy: recording() },
);

const asks: string[][] = [];
function recording(): Policy {
  return {
    isOpen: false,
    allow: ({ context }, action) => {
      asks.push([action, context.actor?.id ?? '', context.scope?.policies.join() ?? '']);
      return true;
    },
  };
}

const denying: Policy = {
  isOpen: false,
  allow: (_, action, resource) =>
    !(action === 'process.spawn' && resource === 'app:secret') &&
    action !== 'events.send' &&
    action !== 'process.context',
};

inAllSettings(
  'what the policy does not allow is PermissionDenied, of events Invalid',
  async (world) => {
    world.programs.add('app:secret', 'return function() end');
    const value = await resultOf(
      world,
      `local a, e1 = process.spawn("app:secret", "app:host")
     local b, e2 = events.send("s", "k", "p")
     local c, e3 = process.with_context{}
     local d = process.exec("app:secret", "app:host")
     return {a == nil, e1:kind(), b == nil, e2:kind(), c == nil, e3:kind(), d == nil}`,
    );
    assert.deepEqual(value, [true, 'PermissionDenied', true, 'Invalid', true, 'PermissionDenied', true]);
  },
  { policy: denying },
);

test('every point that the specification names asks the policy', async () => {
  const seen = new Set<string>();
  const policy: Policy = {
    isOpen: false,
    allow: (subject, action, resource, attributes) => {
      seen.add(action);
      assert.equal(attributes?.pid, subject.pid);
      assert.notEqual(resource, '');
      return true;
    },
  };
  const world = makeWorld({ policy });
  world.programs.add('app:child', 'return function() process.inbox():receive() end');
  await resultOf(
    world,
    `process.set_options{trap_links = true}
     local pid = process.spawn_linked_monitored("app:child", "app:host")
     process.send(pid, "t") process.monitor(pid) process.unmonitor(pid) process.link(pid) process.unlink(pid)
     process.exec("app:child", "app:host") process.cancel(pid) process.terminate(pid)
     local other = process.with_context({}):with_options({network = "app:net"}):spawn("app:child", "app:host")
     process.registry.register("n") process.registry.register("m", other) process.registry.unregister("n")
     process.registry.register("e", nil, process.registry.EVENTUAL)
     funcs.async("app:child") funcs.new():with_context({})
     events.subscribe("s") events.send("s", "k", "p")`.replace(
      'process.exec("app:child", "app:host") ',
      'coroutine.spawn(function() process.exec("app:child", "app:host") end) clock.sleep(1) ',
    ),
  );
  const expected = [
    'process.spawn',
    'process.spawn.monitored',
    'process.spawn.linked',
    'process.host',
    'process.send',
    'process.exec',
    'process.terminate',
    'process.cancel',
    'process.monitor',
    'process.unmonitor',
    'process.link',
    'process.unlink',
    'process.context',
    'process.registry.register',
    'process.registry.register.eventual',
    'process.registry.unregister',
    'process.registry.foreign',
    'network.select',
    'funcs.call',
    'funcs.context',
    'events.subscribe',
    'events.send',
  ];
  for (const action of expected) assert.ok(seen.has(action), `nobody asked for ${action}`);
});

test('contexts of the same actor and scope have the same identity', () => {
  const one = { values: { a: 1 }, actor: { id: 'x', meta: { n: 1n } }, scope: { policies: ['p'] } };
  const other = { values: {}, actor: { id: 'x', meta: { n: 1n } }, scope: { policies: ['p'] } };
  assert.equal(identityOf(one), identityOf(other));
  assert.notEqual(identityOf(one), identityOf({ ...other, scope: { policies: ['q'] } }));
  assert.equal(identityOf({ values: { a: 1 } }), '');
});
