/** Colours for people who look at a terminal; nothing for files, programs, and where NO_COLOR is set. */
import type { Surroundings } from './command.ts';

export interface Paint {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
}

export function paintFor({ out, environment }: Pick<Surroundings, 'out' | 'environment'>): Paint {
  const isPlain = !out.isTerminal || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  const code = (number: number) => (text: string) => (isPlain ? text : `\u001b[${number}m${text}\u001b[0m`);
  return { red: code(31), green: code(32), yellow: code(33), dim: code(2) };
}
