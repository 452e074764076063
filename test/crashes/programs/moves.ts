/**
 * Programs that get other code while they wait: either the move is refused, and the old code goes on, or the run ends as
 * the model says that changes at the same place.
 */
import assert from 'node:assert/strict';
import { isFailure, SeededChance, silentLog } from '../../../src/base/index.ts';
import { defaultHostSettings, SqliteStore } from '../../../src/durable/index.ts';
import type { Callable, Program as Code, Programs } from '../../../src/process/index.ts';
import { Life } from './life.ts';
import { sourceOf } from './lua-text.ts';
import { Ambiguous, type Expected, Missing, Model } from './model.ts';
import { allBlocks, type Program, type Statement } from './program.ts';
import { declaresAll, randomEdit } from './random-edit.ts';
import { type Below, randomProgram } from './random-program.ts';
import { begin, endsOf, entriesFor, Outside, randomPace, sorted } from './trial.ts';

/** A program is held for this long, and changed after that, in milliseconds. */
const HELD = 4 * 3_600_000;
const CHANGED = 2 * 3_600_000;
const STUCK = 100 * 3_600_000;

export interface MoveTally {
  moves: number;
  taken: number;
  refused: number;
  /** Of those that must be taken. */
  later: number;
  next: number;
}

/** The entries of a node, which change while it lives. */
class Changing implements Programs {
  #now: Programs;

  constructor(first: Programs) {
    this.#now = first;
  }

  change(next: Programs): void {
    this.#now = next;
  }

  process(id: string): Code | undefined {
    return this.#now.process(id, '');
  }

  identity(): undefined {
    return undefined;
  }

  function(id: string): Callable | undefined {
    return this.#now.function(id, '');
  }

  byHash(hash: string, entry: string): Code | undefined {
    return this.#now.byHash(hash, entry, '');
  }
}

/** Moves so many programs, the first one with this seed. Throws what tells of the first that goes wrong. */
export async function runMoves(count: number, first: number): Promise<MoveTally> {
  const tally: MoveTally = { moves: 0, taken: 0, refused: 0, later: 0, next: first };
  while (tally.moves < count) {
    const seed = tally.next++;
    const made = caseOf(seed);
    if (made === undefined) continue;
    tally.moves++;
    if (made.isLater) tally.later++;
    try {
      if (await runMove(made, seed)) tally.taken++;
      else tally.refused++;
    } catch (thrown) {
      const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      throw new Error(
        `move ${seed} (${made.what}): ${why}\n${sourceOf(made.before)}\nbecame\n${sourceOf(made.after)}`,
      );
    }
  }
  return tally;
}

interface Case {
  readonly before: Program;
  readonly after: Program;
  readonly isLater: boolean;
  readonly what: string;
  /** What comes of the old code, and of the new one; undefined: nobody can tell; 'refused': it cannot go on. */
  readonly old: Expected;
  readonly young: Expected | 'refused' | undefined;
  readonly seed: number;
}

function caseOf(seed: number): Case | undefined {
  const chance = new SeededChance(`move ${seed}`);
  const below = (limit: number) => Math.floor(chance.random() * limit);
  const before = held(randomProgram(below, 25, 1), below);
  try {
    const old = new Model(before).finish();
    const young = new Model(before);
    young.runUntil(CHANGED);
    const { places } = young;
    if (places === undefined || young.now > CHANGED) return undefined;
    let edit = { program: before, isLater: true, what: '' };
    for (let n = 1 + below(2); n > 0; n--) {
      const { program, isLater, what } = randomEdit(edit.program, places, below, 1_000_000 + 10 * n);
      edit = { program, isLater: edit.isLater && isLater, what: `${edit.what} ${what}` };
    }
    if (!declaresAll(edit.program)) return undefined;
    return {
      before,
      after: edit.program,
      isLater: edit.isLater,
      what: edit.what,
      old,
      young: endOf(young, edit.program),
      seed,
    };
  } catch (thrown) {
    if (thrown instanceof Ambiguous) return undefined;
    throw thrown;
  }
}

function endOf(model: Model, program: Program): Case['young'] {
  try {
    model.change(program);
    return model.finish();
  } catch (thrown) {
    if (thrown instanceof Missing) return 'refused';
    if (thrown instanceof Ambiguous) return undefined;
    throw thrown;
  }
}

/** The program with one place, or two, where it waits for hours. */
function held(program: Program, below: Below): Program {
  let found = program;
  for (let n = 1 + below(2); n > 0; n--) {
    const blocks = [...allBlocks(found)];
    const block = blocks[below(blocks.length)];
    if (block === undefined) continue;
    const hold: Statement = { id: 900_000 + n, type: 'sleep', millis: HELD + n };
    const body = block.body.toSpliced(below(block.body.length + 1), 0, hold);
    const text = JSON.stringify(found, (_, value) =>
      value?.id === block.id && 'body' in value && Array.isArray(value.body) ? { ...value, body } : value,
    );
    found = JSON.parse(text);
  }
  return found;
}

/** True when the move was taken. */
async function runMove({ before, after, isLater, old, young, seed }: Case, life: number): Promise<boolean> {
  const store = new SqliteStore(':memory:');
  const programs = new Changing(entriesFor(before));
  const chance = new SeededChance(seed);
  const options = {
    store,
    programs,
    ledger: new Outside(),
    seed: life,
    pace: randomPace((limit) => Math.floor(chance.random() * limit)),
    crash: undefined,
    settings: { ...defaultHostSettings, keep: { steps: 3, finished: 400 * 86_400_000 } },
    log: silentLog,
  };
  const begins = Date.UTC(2030, 0, 1);
  const first = new Life({ ...options, begins });
  await first.start();
  await begin(first, entriesFor(before));
  while (first.clock.next <= CHANGED || first.isBusy) await first.turn();
  const [pid = ''] = store.living();
  programs.change(entriesFor(after));
  let refusal: unknown;
  await first.until(
    first.engine.administration.upgrade(pid, {}).then(undefined, (thrown) => (refusal = thrown)),
  );
  if (refusal !== undefined) {
    assert.ok(isFailure(refusal, 'Invalid'), `it was not refused but failed: ${String(refusal)}`);
    assert.match(refusal.message, /has the code that|function <?.*\(.*flow.*:\d+\)/);
  }
  const isSame = refusal instanceof Error && /has the code that/.test(refusal.message);
  const isTaken = refusal === undefined || isSame;
  if (isLater) assert.ok(isTaken, `what comes later was refused: ${String(refusal)}`);
  if (young === 'refused') assert.ok(!isTaken || isSame, 'it was taken, and something is missing');
  // By turns it goes on where it is, and after a restart.
  const last = seed % 2 === 0 ? first : new Life({ ...options, begins: first.clock.now() + 1 });
  if (last !== first) {
    await last.start();
  }
  while (last.isBusy || store.living().length > 0) {
    await last.turn();
    assert.ok(last.clock.monotonic() < STUCK, `it is stuck: ${JSON.stringify(store.lines({ limit: 9 }))}`);
  }
  const wanted = isTaken ? young : old;
  if (wanted === undefined || wanted === 'refused') return isTaken;
  assert.deepEqual(sorted(await endsOf(last, store)), sorted(wanted.ends), isTaken ? 'moved' : 'as it was');
  return isTaken;
}
