/** The shapes of bench/apps/durable on DBOS: times.js URL-OF-POSTGRESQL. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg'; // which DBOS brings along

const [url] = process.argv.slice(2);

const act = DBOS.registerStep(async (n) => n * 2, { name: 'act' });

const flow = DBOS.registerWorkflow(
  async (count) => {
    let sum = 0;
    for (let n = 1; n <= count; n++) sum += await act(n);
    return sum;
  },
  { name: 'flow' },
);

const empty = DBOS.registerWorkflow(async () => 1, { name: 'empty' });

async function run(workflow, ...args) {
  const handle = await DBOS.startWorkflow(workflow)(...args);
  return handle.getResult();
}

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

DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, logLevel: 'error', runAdminServer: false });
await DBOS.launch();
await run(flow, 100);
let begun = performance.now();
for (let n = 0; n < 5; n++) await run(flow, 100);
tell('a step of a workflow of 100 calls in a row, fresh node', (performance.now() - begun) / 500, 'ms');
for (let n = 7; n <= 9; n++) await run(flow, 100);
tell('the same, median of its 10th to 20th workflow', (await middle(11, () => run(flow, 100))) / 100, 'ms');

tell('an empty workflow, from start to result, the first 51', await middle(51, () => run(empty)), 'ms');
tell('the same, the next 201', await middle(201, () => run(empty)), 'ms');

for (const count of [20, 100]) {
  begun = performance.now();
  await Promise.all(Array.from({ length: 1000 }, () => run(flow, count)));
  const seconds = (performance.now() - begun) / 1000;
  tell(`1,000 workflows of ${count} calls at once`, (1000 * count) / seconds, 'steps/s');
}
await DBOS.shutdown();

const client = new pg.Client(url);
await client.connect();
const { rows } = await client.query(
  "select sum(pg_total_relation_size(oid)) as bytes from pg_class where relkind = 'r' and relnamespace = 'dbos'::regnamespace",
);
tell('bytes in the store for each step', Number(rows[0].bytes) / (20 * 100 + 252 + 120_000), 'bytes');
process.exit(0);
