/** Variables that are made of variables, in a running application. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { House, index, problemsOf } from './house.ts';

const head = `
  - {name: memory, kind: env.storage.memory}
  - {name: fixed, kind: env.storage.static, values: {HOST: "box"}}
  - {name: all, kind: env.storage.router, storages: [memory, fixed]}
  - {name: host, kind: env.variable, variable: HOST, storage: all}
  - {name: port, kind: env.variable, variable: PORT, storage: all, default: "\${env:SECURE|8080}"}
  - {name: secure, kind: env.variable, variable: SECURE, storage: all}
  - {name: show, kind: process.lua, source: file://show.lua, method: main, modules: [env]}`;

const show = `local env = require("env")
return { main = function(name) return tostring((env.get(name))) end }`;

async function shown(context: TestContext, standard: string): Promise<unknown> {
  const entries = `${head}
  - {name: url, kind: env.variable, variable: URL, storage: all, default: "${standard}"}`;
  const house = await House.start(context, { 'src/_index.yaml': index(entries), 'src/show.lua': show });
  const { value } = await house.run('app:show', 'URL');
  return value;
}

test('a default has the values of variables that are declared after it, and their defaults', async (context) => {
  assert.equal(await shown(context, `http://\${env:HOST}:\${env:PORT}/`), 'http://box:8080/');
});

test('Ph7: a default within a default counts when the first variable has no value', async (context) => {
  assert.equal(
    await shown(context, `\${env:SECURE|http://\${env:HOST|none}:\${PORT|1}}/`),
    'http://box:8080/',
  );
});

test('E4: a variable whose value is made of itself is refused, also by way of its storage', async () => {
  const [second, first, ...others] = await problemsOf({
    'src/_index.yaml': index(`
  - {name: memory, kind: env.storage.memory}
  - {name: path, kind: env.variable, variable: PATH, storage: memory, default: "\${env:PATH}:/bin"}
  - {name: fixed, kind: env.storage.static, values: {HOST: "box", URL: "http://\${env:HOST}"}}
  - {name: host, kind: env.variable, variable: HOST, storage: fixed}`),
  });
  assert.match(
    first ?? '',
    /_index.yaml:8:\d+: app:path: the variables form a circle: app:path -> app:path$/,
  );
  assert.match(second ?? '', /the variables form a circle: app:fixed -> app:host -> app:fixed$/);
  assert.deepEqual(others, []);
});
