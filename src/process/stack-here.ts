/** Where the running guest code stands, for errors that are made and not raised. */
import { running } from './running.ts';

export function stackHere(): string {
  const { process } = running;
  return process === null ? '' : `${process.entry}:0: in the process`;
}
