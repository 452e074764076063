/**
 * The statements by which work in the database of the store and its answer become one transaction (D10).
 *
 *   Pa1 A lock for the call is held until the transaction ends. So who makes the call again, here or on another node, finds
 *       the answer of the first or that there is none.
 *   Pa2 A node that has the process no more neither begins the work nor stores an answer (L2). An answer for a process that
 *       has ended is not stored, and so its work is not done.
 *   Pa3 Nobody but who did the work learns of the answer as long as it has the process: the node is not woken.
 */
import { createHash } from 'node:crypto';
import { quoted } from './postgres-tables.ts';
import type { InStore } from './shared-store.ts';

interface Call {
  readonly node: number;
  readonly pid: string;
  readonly fence: number;
  readonly operation: number;
}

export function inStore(schema: string, { node, pid, fence, operation }: Call): InStore {
  const s = quoted(schema);
  const owned = `p.pid = $1 and p.owner + 0 = $2::bigint and p.fence = $3::bigint and p.state in ('running', 'held')`;
  const parameters = [pid, String(node), String(fence), String(operation)];
  return {
    begin: `BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(${lockOf(schema, pid, operation)})`,
    claim: {
      text: `SELECT i.id, i.body FROM ${s}.process p LEFT JOIN ${s}.input i
        ON i.pid = p.pid AND i.kind = 'result' AND i.sender = $4 WHERE ${owned}`,
      parameters,
    },
    write: (body) => ({
      text: `INSERT INTO ${s}.input (pid, node, source, kind, sender, body)
        SELECT p.pid, null, $2::bigint, 'result', $4, $5::bytea FROM ${s}.process p WHERE ${owned} FOR KEY SHARE RETURNING id`,
      parameters: [...parameters, body],
    }),
  };
}

/** 64 bits of the call's name, as PostgreSQL numbers its locks. */
function lockOf(schema: string, pid: string, operation: number): string {
  const digest = createHash('sha256').update(`${schema} ${pid} ${operation}`).digest();
  return String(digest.readBigInt64LE());
}
