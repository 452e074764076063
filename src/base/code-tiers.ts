/**
 * How soon V8 gives a function faster code. By itself it does so after some 400 calls, so that a start compiles nothing that
 * is used a few times. Who is about to do the same small work again and again asks for it sooner: measured, the first 500
 * steps of durable processes then take two fifths of the processor time, on their own thread as on V8's.
 *
 *   Ct1  It is asked for while a program runs and never for its start, which it would make a third longer.
 *   Ct2  V8 refuses code that was kept under other flags. So code is kept, and kept code taken, under those of each start.
 */
import { setFlagsFromString } from 'node:v8';
import { Script, type ScriptOptions } from 'node:vm';

/** What V8 has by itself in the Node of this package, and what it is to have. */
const flags = [
  { usual: '--invocation-count-for-maglev=400', sooner: '--invocation-count-for-maglev=100' },
  { usual: '--minimum-invocations-after-ic-update=500', sooner: '--minimum-invocations-after-ic-update=100' },
  { usual: '--no-always-sparkplug', sooner: '--always-sparkplug' },
] as const;

/** Flags are the whole program's, of which each published file has its own copy of this one. */
const SOONER = Symbol.for('wippy: V8 compiles sooner');
const known = globalThis as { [SOONER]?: true };

/** Of the whole program, from now on. */
export function tierSooner(): void {
  if (known[SOONER] === true) return;
  known[SOONER] = true;
  for (const { sooner } of flags) setFlagsFromString(sooner);
}

/** A script that may have code that was kept (Ct2). */
export function scriptWith(text: string, options: ScriptOptions): Script {
  return atUsual(() => new Script(text, options));
}

/** V8's code of a script, to be kept (Ct2). */
export function codeOf(script: Script): Buffer {
  return atUsual(() => script.createCachedData());
}

function atUsual<T>(act: () => T): T {
  if (known[SOONER] !== true) return act();
  for (const { usual } of flags) setFlagsFromString(usual);
  try {
    return act();
  } finally {
    for (const { sooner } of flags) setFlagsFromString(sooner);
  }
}
