import { type CheckKind, checkNumber } from '../preemption.ts';
import type { FunctionEmitter } from './function-emitter.ts';

/** The condition under which a function stops at its entry or at a loop's head; it spends what that costs. */
export function fuelCheck(
  e: FunctionEmitter,
  site: number,
  kind: CheckKind,
  cost: number,
  isPiece = false,
): string {
  const number = checkNumber(kind, e.resolution.functions.length, e.scope.index, site);
  const name = isPiece ? 'tickOfPiece' : 'tick';
  const check = cost === 1 ? `${name}(R, ${number})` : `enter(R, ${cost}, ${number})`;
  return e.pool.everywhere ? `${check} || again()` : check;
}
