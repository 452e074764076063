/** How the code of durable processes is kept: whoever compiles it writes it down, and makes it again from that. */
import type { Program } from '#process';
import type { Bytes, CodeRecord } from './store/records.ts';

export interface ProgramArchive {
  /** The program and all that it imports, each by its hash. */
  write(program: Program): readonly CodeRecord[];
  /**
   * The same program, whatever the entries say now, ready for what was saved of its processes. `code` gives what is
   * stored under a hash. Rejects as `code` does.
   */
  read(hash: string, entry: string, code: (hash: string) => Promise<Bytes>): Promise<Program>;
}
