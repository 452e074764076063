/**
 * The differences of two texts: what is kept, taken out and put in, in the fewest characters (Myers, "An O(ND)
 * Difference Algorithm", 1986), searched from both ends at once.
 *
 *   Df1  The kept and taken out parts make the first text, the kept and put in ones the second.
 *   Df2  The search ends after so much work; what is left is then one change. Work is counted, not time, so that the
 *        same texts give the same differences on any machine.
 */
import { commonPrefix, commonSuffix, type Difference } from './difference.ts';

/** What is left to spend. */
export interface Budget {
  work: number;
}

/** The parts in order; neighbours may be of one kind. */
export function differences(before: string, after: string, budget: Budget): Difference[] {
  if (before === after) return [{ operation: 'equal', text: before }];
  const start = commonPrefix(before, after);
  const one = before.slice(start);
  const other = after.slice(start);
  const end = commonSuffix(one, other);
  return [
    { operation: 'equal', text: before.slice(0, start) },
    ...compareMiddle(one.slice(0, one.length - end), other.slice(0, other.length - end), budget),
    { operation: 'equal', text: one.slice(one.length - end) },
  ];
}

function compareMiddle(before: string, after: string, budget: Budget): Difference[] {
  const [long, short] = before.length > after.length ? [before, after] : [after, before];
  const all: Difference[] = [
    { operation: 'delete', text: before },
    { operation: 'insert', text: after },
  ];
  if (short === '') return all;
  const inside = long.indexOf(short);
  if (inside >= 0) {
    const operation = before.length > after.length ? 'delete' : 'insert';
    return [
      { operation, text: long.slice(0, inside) },
      { operation: 'equal', text: short },
      { operation, text: long.slice(inside + short.length) },
    ];
  }
  const middle = short.length === 1 ? undefined : middleOf(before, after, budget);
  if (middle === undefined) return all;
  const [x, y] = middle;
  return [
    ...differences(before.slice(0, x), after.slice(0, y), budget),
    ...differences(before.slice(x), after.slice(y), budget),
  ];
}

/**
 * A point on a shortest way from one text to the other, about half way, as places in both; nothing when the budget
 * ends or they have nothing in common. Two searches go towards each other, one step longer each round; the arrays
 * hold, for each diagonal, how far each has come. Hot: plain loops over arrays of integers.
 */
function middleOf(before: string, after: string, budget: Budget): [number, number] | undefined {
  const rows = before.length;
  const columns = after.length;
  const most = Math.ceil((rows + columns) / 2);
  const size = 2 * most + 2;
  const forward = new Int32Array(size).fill(-1);
  const backward = new Int32Array(size).fill(-1);
  forward[most + 1] = 0;
  backward[most + 1] = 0;
  const delta = rows - columns;
  // With an odd difference of lengths the forward search meets the other one, else the other way round.
  const meetsForward = delta % 2 !== 0;
  let [fromLow, fromHigh, toLow, toHigh] = [0, 0, 0, 0];
  for (let depth = 0; depth < most; depth++) {
    budget.work -= 2 * depth + 1;
    if (budget.work < 0) return undefined;
    for (let k = -depth + fromLow; k <= depth - fromHigh; k += 2) {
      const at = most + k;
      const left = forward[at - 1] ?? -1;
      const right = forward[at + 1] ?? -1;
      let x = k === -depth || (k !== depth && left < right) ? right : left + 1;
      let y = x - k;
      while (x < rows && y < columns && before.charCodeAt(x) === after.charCodeAt(y)) {
        x++;
        y++;
      }
      forward[at] = x;
      if (x > rows) fromHigh += 2;
      else if (y > columns) fromLow += 2;
      else if (meetsForward) {
        const met = backward[most + delta - k] ?? -1;
        if (met !== -1 && x >= rows - met) return [x, y];
      }
    }
    for (let k = -depth + toLow; k <= depth - toHigh; k += 2) {
      const at = most + k;
      const left = backward[at - 1] ?? -1;
      const right = backward[at + 1] ?? -1;
      let x = k === -depth || (k !== depth && left < right) ? right : left + 1;
      let y = x - k;
      while (
        x < rows &&
        y < columns &&
        before.charCodeAt(rows - x - 1) === after.charCodeAt(columns - y - 1)
      ) {
        x++;
        y++;
      }
      backward[at] = x;
      if (x > rows) toHigh += 2;
      else if (y > columns) toLow += 2;
      else if (!meetsForward) {
        const other = most + delta - k;
        const met = forward[other] ?? -1;
        if (met !== -1 && met >= rows - x) return [met, met - (other - most)];
      }
    }
  }
  return undefined;
}
