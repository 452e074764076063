/** What the result of a process means to the shell: an exit code, and what is to be printed. */
import { decodeUtf8 } from '#base';
import { type Exit, failureFromError, isNormal } from '#process';
import { exitCodes } from './exit-codes.ts';

export interface Ending {
  readonly code: number;
  /** For the standard output. */
  readonly text?: string;
  /** For the standard error. */
  readonly error?: string;
}

/**
 * A number is the code, `false` 1, nothing and `true` 0; a text is printed. What is no code, such as NaN,
 * is 1. An error is told with its traceback.
 */
export function endingOf(exit: Exit): Ending {
  if (!isNormal(exit)) {
    const { message, trace } = failureFromError(exit.error);
    return { code: exitCodes.failed, error: trace === undefined ? message : `${message}\n${trace}` };
  }
  const { value } = exit;
  if (typeof value === 'string') return { code: exitCodes.success, text: decodeUtf8(value) };
  if (value === false) return { code: exitCodes.failed };
  if (typeof value === 'number' || typeof value === 'bigint') return { code: codeOf(value) };
  return { code: exitCodes.success };
}

/** The shell sees the lowest eight bits; a number that loses all of them must not look like success. */
function codeOf(value: number | bigint): number {
  if (value === 0 || value === 0n) return exitCodes.success;
  if (typeof value === 'number' && !Number.isFinite(value)) return exitCodes.failed;
  const code = Number(BigInt.asUintN(8, BigInt(typeof value === 'number' ? Math.trunc(value) : value)));
  return code === 0 ? exitCodes.failed : code;
}
