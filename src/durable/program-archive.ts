/** How the code of durable processes is kept: whoever compiles it writes it down, and makes it again from that. */
import type { MovedProgram, Program } from '#process';
import type { Bytes, CodeRecord } from './store/records.ts';

/** Other code for a process. */
export interface ProgramMove extends MovedProgram {
  /** Sources whose chunk says something else: it is not run again. */
  readonly changedChunks: readonly string[];
}

export interface ProgramArchive {
  /** The program and all that it imports, each by its hash. */
  write(program: Program): readonly CodeRecord[];
  /**
   * The same program, whatever the entries say now, ready for what was saved of its processes. `code` gives what is
   * stored under a hash. Rejects as `code` does.
   */
  read(hash: string, entry: string, code: (hash: string) => Promise<Bytes>): Promise<Program>;
  /** What of the one program becomes what of the other. Throws a failure when it cannot. */
  move(from: Program, to: Program): ProgramMove;
}
