/** Where the guest code stands that called a function of the host: for lines of the log. */
import { placeOfStackLine, position } from '#lua';

/** Calls of the host between the guest and us; deeper ones are not looked at. */
const deepest = 60;

/** `entry:line` of the innermost guest code on the stack. */
export function guestLocation(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = deepest;
  const { stack = '' } = new Error('here');
  Error.stackTraceLimit = limit;
  for (const line of stack.split('\n')) {
    if (!line.includes('lua:')) continue;
    const place = placeOfStackLine(line);
    if (place !== undefined) return position(place);
  }
  return undefined;
}
