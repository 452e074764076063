/** One fresh child process: its output, its status and its whole wall time. */
import { spawnSync } from 'node:child_process';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

export interface Finished {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from the start of the child to its end. */
  readonly whole: number;
  /** Why it failed, in one line; empty when it did not. */
  readonly reason: string;
}

const TIMEOUT = 900_000;

export function runChild({ command, args, cwd }: Command): Finished {
  const start = process.hrtime.bigint();
  const child = spawnSync(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    encoding: 'utf8',
    timeout: TIMEOUT,
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const whole = Number(process.hrtime.bigint() - start) / 1e6;
  const ok = child.status === 0;
  return {
    ok,
    stdout: child.stdout ?? '',
    stderr: child.stderr ?? '',
    whole,
    reason: ok ? '' : reasonOf(child),
  };
}

function reasonOf(child: ReturnType<typeof spawnSync>): string {
  if (child.error !== undefined) return child.error.message;
  const lines = String(child.stderr ?? '')
    .trim()
    .split('\n');
  const telling = lines.find((line) => /error|failed|:\d+:/i.test(line)) ?? lines[0] ?? '';
  return `${telling.trim() || 'no message'} (status ${child.status ?? child.signal})`;
}

/** Whether a program can be started at all; `args` must make it end at once. */
export function isInstalled(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
