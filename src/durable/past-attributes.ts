/** What people found a process by at one of its kept steps. */

import { type Attributes, readAttributes } from './step.ts';
import { attributesBefore } from './step-facts.ts';
import type { Backend } from './store/backend.ts';
import type { StoredProcess } from './store/records.ts';

/** So many steps are read in one go. */
const PAGE = 200;

/** Search and memo as they were at the step (Sf2). */
export async function pastAttributes(
  backend: Backend,
  { pid, attributes }: Pick<StoredProcess, 'pid' | 'attributes'>,
  step: number,
): Promise<Attributes> {
  let found = readAttributes(attributes);
  for (let before = Number.MAX_SAFE_INTEGER; before > step + 1; ) {
    const lines = await backend.ask('steps', pid, before, PAGE);
    for (const { number, facts } of lines) if (number > step) found = attributesBefore(facts) ?? found;
    before = lines.length < PAGE ? 0 : (lines.at(-1)?.number ?? 0);
  }
  const { search, memo } = found;
  return { ...(search !== undefined && { search }), ...(memo !== undefined && { memo }) };
}
