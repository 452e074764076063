/**
 * How much of a slice the thread's stack admits.
 *
 * A slice unwinds the stack, so the stack grows by no more than one slice; entering a function spends fuel in
 * proportion to its frame. Code that is not optimised yet takes up to about 800 bytes of stack for one unit of fuel,
 * the engine's own frames between included (measured: recursion through metamethods, before V8's first tier).
 */
const BYTES_PER_FUEL = 1000;
/** What Node gives a thread when nobody says otherwise, in KB. */
const DEFAULT_STACK = 984;

/** The most fuel of a slice on the main thread, by the `--stack-size` that the launcher has set. */
export function longestSliceOf(execArgv: readonly string[]): number {
  const given = execArgv.findLast((arg) => arg.startsWith('--stack-size='));
  const kilobytes = given === undefined ? DEFAULT_STACK : Number(given.slice('--stack-size='.length));
  return Math.max(
    1000,
    Math.floor(((Number.isFinite(kilobytes) ? kilobytes : DEFAULT_STACK) * 1024) / BYTES_PER_FUEL),
  );
}
