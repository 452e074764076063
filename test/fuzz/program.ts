/** Random programs that end, print as they go, and mean the same on every Lua 5.4. */
import { writeClass } from './classes.ts';
import { writeExpression } from './expressions.ts';
import { functionText } from './functions.ts';
import { writeBlock } from './statements.ts';
import { type Grammar, Writer } from './writer.ts';

const grammar: Grammar = { expression: writeExpression, block: writeBlock, functionText };

/** The text of a program; `below` chooses a whole number from 0 to below its limit. */
export function randomProgram(below: (limit: number) => number): string {
  const w = new Writer(below, grammar);
  w.vararg = true;
  if (w.chance(3)) writeClass(w);
  if (w.chance(4)) writeClass(w);
  w.block(w.below(3));
  for (let n = 1 + w.below(2); n > 0; n--) section(w);
  w.line('print(show(G1, G2, G3))');
  return `${w.lines.join('\n')}\n`;
}

/** An error in a section ends the section, not the program. */
function section(w: Writer): void {
  const { lines } = w.apart(() => {
    w.vararg = true;
    w.line('print(show(pcall(function(...)');
    w.indented(() => w.block(2 + w.below(3)));
    w.line('end, 1, nil, "three")))');
  });
  w.lines.push(...lines);
}
