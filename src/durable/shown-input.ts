/** What came for a durable process, for people: who told it what. */
import { isNormal, shownValue, type viewOf } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import { type Entering, readInput } from './input-form.ts';
import { aboutOf } from './step.ts';
import { type Passed, readCame, readFacts } from './step-facts.ts';
import type { Bytes, InputRecord } from './store/records.ts';

type Shown = Parameters<typeof viewOf>[1];

export interface ShownInput extends Passed {
  /** What it says, as texts. */
  readonly values: readonly string[];
}

export function shownInput(
  codec: ValueCodec,
  { kind, from, body }: Pick<InputRecord, 'kind' | 'from' | 'body'>,
  shown: Shown,
): ShownInput {
  const what = readInput(codec, kind, from, body);
  return { kind, who: from, about: aboutOf(what), bytes: body.length, values: valuesOf(what, shown) };
}

/** What came with one step; nothing is said of what was not kept. */
export function shownCame(
  codec: ValueCodec,
  pid: string,
  facts: string,
  bodies: Bytes | undefined,
  shown: Shown,
): ShownInput[] {
  const kept = bodies === undefined ? [] : readCame(pid, facts, bodies);
  return readFacts(facts).came.map((passed) => {
    const record = passed.bytes === 0 ? undefined : kept.shift();
    const values = record && valuesOf(readInput(codec, record.kind, record.from, record.body), shown);
    return { ...passed, values: values ?? [] };
  });
}

function valuesOf(what: Entering, shown: Shown): string[] {
  switch (what.type) {
    case 'message': {
      const values = what.count === 1 ? [what.value] : Array.isArray(what.value) ? what.value : [];
      return values.map((value) => shownValue(value, what.topic, shown));
    }
    case 'result':
      return [
        isNormal(what.outcome) ? shownValue(what.outcome.value, '', shown) : failed(what.outcome, shown),
      ];
    case 'exit':
    case 'link-down':
      return [isNormal(what.exit) ? shownValue(what.exit.value, '', shown) : failed(what.exit, shown)];
    default:
      return [];
  }
}

function failed({ error }: { readonly error: { readonly message: string } }, shown: Shown): string {
  return `error: ${shown.hide(error.message)}`;
}
