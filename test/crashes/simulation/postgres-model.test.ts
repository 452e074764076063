/** The model of PostgreSQL passes the tests of every store, and those of stores that several nodes share. */
import type { TestContext } from 'node:test';
import type { Connect } from '../../../src/durable/store/postgres-session.ts';
import { PostgresStore } from '../../../src/durable/store/postgres-store.ts';
import { testSharedStore } from '../../../src/durable/store/shared-store.testing.ts';
import { asked, testStore } from '../../../src/durable/store/store.testing.ts';
import { PostgresModel } from './postgres-model.ts';

/** Answers at once. */
function straightTo(server: PostgresModel): Connect {
  return (_, { told }) => {
    let deaf = () => {};
    return {
      connect: async () => {},
      async query(question) {
        if (typeof question === 'string') {
          deaf = server.listen(told);
          return { rows: [], rowCount: 0 };
        }
        const { text, values = [] } = question;
        return server.execute({ text, values }) as never; // rows of whatever the statement gives
      },
      end: async () => deaf(),
    };
  };
}

let moment = 0;
const servers = new Map<string, { readonly server: PostgresModel }>();
let incarnations = 0;

async function open(context: TestContext, schema: string, incarnation = `${++incarnations}`) {
  let found = servers.get(schema);
  if (found === undefined) {
    found = { server: new PostgresModel(schema, { now: () => moment }) };
    servers.set(schema, found);
  }
  const store = new PostgresStore({}, schema, straightTo(found.server));
  context.after(() => store.close());
  await store.join(incarnation, 60_000);
  return store;
}

let suites = 0;
const openEmpty = async (context: TestContext) => asked(await open(context, `suite${++suites}`));

async function expire(schema: string, node?: number): Promise<void> {
  const tables = servers.get(schema)?.server.tables;
  for (const row of tables?.nodes.all() ?? [])
    if (node === undefined || row.id === node) tables?.nodes.set(row.id, { ...row, leaseUntil: moment });
  moment++;
}

testStore('the model of PostgreSQL', openEmpty, { keepsCode: 'another node may be about to start it' });
testSharedStore('the model of PostgreSQL', { open, expire });
