/** The shapes of bench/apps/durable on Restate's server of npm, with its folder here. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as restate from '@restatedev/restate-sdk';

const flow = restate.service({
  name: 'flow',
  handlers: {
    run: async (ctx, count) => {
      let sum = 0;
      for (let n = 1; n <= count; n++) sum += await ctx.run('act', () => n * 2);
      return sum;
    },
    empty: async () => 1,
  },
});

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const [ingress, admin, node, service] = await Promise.all([1, 2, 3, 4].map(freePort));
await restate.serve({ services: [flow], port: service, logger: () => {} });
const base = mkdtempSync(join(process.cwd(), 'restate-'));
const server = spawn('node_modules/.bin/restate-server', ['--base-dir', base], {
  stdio: 'ignore',
  env: {
    ...process.env,
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
    RESTATE_LOG_FILTER: 'error',
  },
});
process.on('exit', () => server.kill());

async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

for (let tries = 0; ; tries++) {
  try {
    await post(`http://127.0.0.1:${admin}/deployments`, { uri: `http://127.0.0.1:${service}` });
    break;
  } catch (error) {
    if (tries === 60) throw error;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const run = (handler, body) => post(`http://127.0.0.1:${ingress}/flow/${handler}`, body);

/** Milliseconds that it takes: the median of so many, one after the other. */
async function middle(count, act) {
  const all = [];
  for (let n = 0; n < count; n++) {
    const since = performance.now();
    await act();
    all.push(performance.now() - since);
  }
  return all.sort((a, b) => a - b)[count >> 1];
}

function tell(name, value, unit) {
  console.log(JSON.stringify({ name, value, unit }));
}

await run('run', 100);
let begun = performance.now();
for (let n = 0; n < 5; n++) await run('run', 100);
tell('a step of a workflow of 100 calls in a row, fresh node', (performance.now() - begun) / 500, 'ms');
for (let n = 7; n <= 9; n++) await run('run', 100);
tell('the same, median of its 10th to 20th workflow', (await middle(11, () => run('run', 100))) / 100, 'ms');

tell(
  'an empty workflow, from start to result, the first 51',
  await middle(51, () => run('empty', null)),
  'ms',
);
tell('the same, the next 201', await middle(201, () => run('empty', null)), 'ms');

for (const count of [20, 100]) {
  begun = performance.now();
  await Promise.all(Array.from({ length: 1000 }, () => run('run', count)));
  const seconds = (performance.now() - begun) / 1000;
  tell(`1,000 workflows of ${count} calls at once`, (1000 * count) / seconds, 'steps/s');
}
const files = readdirSync(base, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
const bytes = files.reduce(
  (sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).blocks * 512,
  0,
);
tell('bytes in the store for each step', bytes / (20 * 100 + 252 + 120_000), 'bytes');
process.exit(0);
