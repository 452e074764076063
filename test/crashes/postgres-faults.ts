/** What can happen to a node's connection with a store in PostgreSQL, one thing after the other, while entries come. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { PostgresServer } from '../../src/testing/index.ts';
import { CutLine } from './cut-line.ts';
import { Ledger } from './ledger.ts';

export const LEASE = 1000;

/**
 * `cut`: all connections are lost. `end`: the server ends them. `dead`: nothing passes for longer than the lease.
 * `restart`: the server is killed and started again, `down` milliseconds later; all that `after` so many.
 */
export type Mishap =
  | { readonly type: 'cut' | 'end' | 'dead' }
  | { readonly type: 'restart'; readonly down: number; readonly after?: number };

/** Throws when something that was taken is lost, is handled twice, or the node does not go on by itself. */
export async function survives(
  place: string,
  server: PostgresServer,
  mishaps: readonly Mishap[],
): Promise<Ledger> {
  await asked(server, 'drop schema if exists wippy_durable cascade');
  const line = await CutLine.to(server.port);
  const ledger = new Ledger(place, line, ['--set', `durable.lease=${LEASE}ms`]);
  try {
    ledger.start();
    await ledger.taken(5);
    for (const mishap of mishaps) {
      const from = ledger.lines.length;
      switch (mishap.type) {
        case 'cut':
          line.cut();
          break;
        case 'end':
          await asked(
            server,
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wippy'",
          );
          break;
        case 'dead':
          line.die(true);
          await ledger.until('state', ({ text }) => /lost its lease/.test(String(text)), from);
          line.die(false);
          break;
        case 'restart':
          await pause(mishap.after);
          await server.stop();
          await pause(mishap.down);
          await server.resume();
      }
      await ledger.taken(5);
    }
    await ledger.until('state', () =>
      /: well$/.test(String(ledger.lines.findLast(({ message }) => message === 'state')?.text)),
    );
    await ledger.settle(true);
    return ledger;
  } finally {
    await ledger.end();
    await line.close();
  }
}

async function asked(server: PostgresServer, text: string): Promise<void> {
  const client = new Client({ connectionString: server.dsn });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
