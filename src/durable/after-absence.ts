/** What a process learns that goes on after it was in the store alone. */
import type { Process, Shard } from '#process';
import { type LostEndsOptions, tellLostEnds } from './lost-ends.ts';
import { tellNewerCode } from './newer-code.ts';

export function tellAfterAbsence(
  process: Process,
  options: LostEndsOptions & { readonly shard: Shard },
  here: Parameters<typeof tellLostEnds>[2],
  store: Parameters<typeof tellLostEnds>[3],
): void {
  tellNewerCode(process, options.shard);
  void tellLostEnds(process, options, here, store);
}
