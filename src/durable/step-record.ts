/** A step as the store takes it. */
import type { Clock } from '#base';
import { isNormal, type Process, writeContext } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import { writeEnd } from './input-form.ts';
import type { Kept, Made } from './kept.ts';
import { NOTHING, type Step } from './step.ts';
import { type CodeRecord, type Identity, NEVER, type StepRecord } from './store/records.ts';
import type { StoredCode } from './stored-code.ts';

interface Around {
  readonly codec: ValueCodec;
  readonly code: StoredCode;
  readonly clock: Clock;
  readonly waiting: number | undefined;
}

export function stepRecord(
  { process, savedAt, step: next, facts: { fence } }: Kept,
  step: Step,
  made: Made,
  { codec, code: stored, clock, waiting }: Around,
): StepRecord {
  const { pid } = process;
  // What is left until its deadlines counts from when it was saved. The next step begins now.
  const at = clock.now() - Math.trunc(next.began - savedAt);
  const { layer, isFull, number, consumed, isOther, exit, facts, came, dropBefore, restsFor } = made;
  const wakeAt = restsFor === undefined ? undefined : Math.min(NEVER, Math.max(0, Math.round(at + restsFor)));
  const state = exit !== undefined && isNormal(exit) ? 'completed' : 'failed';
  const end = exit && ({ state, exit: writeEnd(codec, exit) } as const);
  const { again, isPlain } = step;
  const inputs = isPlain ? NOTHING : step.inputs.map(({ record }) => record);
  const starts = isPlain ? NOTHING : step.starts;
  // Now, and not when they were planned: the store may have dropped code meanwhile.
  for (const { program } of starts) step.code.push(...stored.codeOf(program));
  const identity = isOther ? identityOf(process, step.code, codec, stored) : undefined;
  const code = isPlain && !isOther ? NOTHING : step.code;
  const names = isPlain ? NOTHING : step.names;
  const attributes = step.attributes === undefined ? undefined : JSON.stringify(step.attributes);
  return {
    pid,
    number,
    fence,
    layer,
    isFull,
    at,
    consumed,
    inputs,
    starts,
    code,
    names,
    identity,
    attributes,
    facts,
    came,
    dropBefore,
    wakeAt,
    waiting,
    end,
    again,
  };
}

function identityOf(
  { entry, program, context }: Process,
  code: CodeRecord[],
  codec: ValueCodec,
  stored: StoredCode,
): Identity {
  if (program === null) throw new Error('a durable process has a program');
  code.push(...stored.newCode(program));
  return { entry, program: program.hash, context: codec.encode(writeContext(context)) };
}
