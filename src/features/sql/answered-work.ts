/**
 * A statement of a durable process in the database that holds the process: its effect and its answer are one transaction,
 * so it happens exactly once, whatever crashes (D10).
 *
 *   Aw1 A statement that fails is taken back to a savepoint; its error is the answer.
 *   Aw2 When it is not known whether the transaction was committed, it is tried again: who comes second finds the answer.
 *   Aw3 A statement must leave the transaction as it is.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Failure, failure, isFailure, toFailure } from '#base';
import type { Answering, Call } from '#plugin';
import type { Answer, Answers, Connection, Database, Done, Statement, Terms } from './database.ts';

/** Milliseconds until a database that cannot be reached is tried again. */
const PAUSE = 500;

/** One attempt, on one connection. */
export async function answered(
  connection: Connection,
  statement: Statement,
  answers: Answers,
  terms: Terms,
): Promise<Done> {
  await connection.run({ text: answers.begin, parameters: [] }, terms);
  const [known] = (await connection.run(answers.claim, terms)).rows;
  if (known === undefined) return { type: 'lost' };
  const [id, body] = known;
  if (body instanceof Uint8Array) return { type: 'known', id: Number(id), body };
  const outcome = await attempt(connection, statement, answers, terms);
  const [row] = (await connection.run(outcome.write, terms)).rows;
  if (row === undefined) return { type: 'lost' };
  await connection.end('commit', terms);
  return { ...outcome.made, id: Number(row[0]) };
}

interface Outcome {
  readonly made:
    | { readonly type: 'answer'; readonly answer: Answer }
    | { readonly type: 'failure'; readonly failure: Failure };
  readonly write: Statement;
}

/** Aw1. */
async function attempt(
  connection: Connection,
  statement: Statement,
  answers: Answers,
  terms: Terms,
): Promise<Outcome> {
  await connection.run({ text: 'SAVEPOINT work', parameters: [] }, terms);
  try {
    const answer = await connection.run(statement, terms);
    if (!connection.isInTransaction) throw endedTransaction();
    return { made: { type: 'answer', answer }, write: answers.write(answer) };
  } catch (thrown) {
    if (connection.lost !== undefined || !connection.isInTransaction) throw thrown;
    await connection.run({ text: 'ROLLBACK TO SAVEPOINT work', parameters: [] }, terms);
    const failed = toFailure(thrown);
    return { made: { type: 'failure', failure: failed }, write: answers.write(failed) };
  }
}

/** Aw2. Gives what the function returns; throws the failure of the statement. */
export async function work<R>(
  database: () => Database,
  statement: Statement,
  answering: Answering,
  { terms, result }: { readonly terms: () => Terms; readonly result: (answer: Answer) => R },
  call: Pick<Call, 'signal'>,
): Promise<R> {
  const answers: Answers = {
    begin: answering.begin,
    claim: answering.claim,
    write: (outcome) =>
      answering.write(
        isFailure(outcome)
          ? { type: 'failure', thrown: outcome }
          : { type: 'result', value: result(outcome) },
      ),
  };
  const done = await untilKnown(() => database().answered(statement, answers, terms()), call.signal);
  if (done.type === 'lost') throw failure('Canceled', 'the process goes on elsewhere', { retryable: false });
  answering.stored(done.id, done.type === 'known' ? done.body : undefined);
  if (done.type === 'answer') return result(done.answer);
  throw done.type === 'failure' ? done.failure : failure('Canceled', 'the answer was there already');
}

async function untilKnown(attempt: () => Promise<Done>, signal: AbortSignal): Promise<Done> {
  for (;;) {
    try {
      return await attempt();
    } catch (thrown) {
      if (signal.aborted || !isFailure(thrown, 'Unavailable')) throw thrown;
      await pause(PAUSE, undefined, { signal, ref: false });
    }
  }
}

function endedTransaction() {
  const message = 'a statement of a durable process must not end its transaction';
  return failure('Invalid', message, { retryable: false });
}
