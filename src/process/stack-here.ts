/** Where the running guest code stands, for errors that are made and not raised. */
import { placeOfStackLine, position } from '#lua';
import type { Trace } from './error-value.ts';
import { running } from './running.ts';

/** Calls of the host stand between those of the guest. */
const DEEPEST = 40;

/** Taken at once, but put into words only when somebody asks: most errors are handled without. */
export function stackHere(): Trace {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEPEST;
  const taken = new Error();
  Error.stackTraceLimit = limit;
  return new StackTrace(taken, running.process?.entry ?? '');
}

class StackTrace implements Trace {
  #taken: Error | undefined;
  readonly #entry: string;
  #text = '';

  constructor(taken: Error, entry: string) {
    this.#taken = taken;
    this.#entry = entry;
  }

  get text(): string {
    if (this.#taken !== undefined) {
      this.#text = described(this.#taken.stack ?? '') || `${this.#entry}:0: in the process`;
      this.#taken = undefined;
    }
    return this.#text;
  }
}

/** The lines of guest code in a JavaScript stack. */
function described(stack: string): string {
  const lines: string[] = [];
  for (const line of stack.split('\n')) {
    if (!line.includes('lua:')) continue;
    const place = placeOfStackLine(line);
    const name = place?.unit.protos[place.index]?.name;
    if (place !== undefined)
      lines.push(`\t${position(place)}: in ${name ? `function '${name}'` : 'a function'}`);
  }
  return lines.length === 0 ? '' : ['stack traceback:', ...lines].join('\n');
}
