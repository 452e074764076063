/**
 * Programs of durable processes: which code the store has, and programs made again from it.
 *
 *   Sc1  The store drops code that nothing names there (Sq6). What was asked for before that says nothing about what it
 *        has now, so whoever starts afterwards has the code written again.
 */
import { SnapshotError } from '#lua';
import type { Program } from '#process';
import type { ProgramArchive } from './program-archive.ts';
import type { Backend } from './store/backend.ts';
import type { CodeRecord } from './store/records.ts';

export interface StoredCodeOptions {
  readonly archive: ProgramArchive;
  readonly backend: Backend;
}

export class StoredCode {
  readonly #options: StoredCodeOptions;
  readonly #programs = new Map<string, Program>();
  /** Those of them that saved processes can go on with. */
  readonly #ready = new WeakSet<Program>();
  /** Hashes of the programs that the store has, with all that they import. */
  readonly #stored = new Set<string>();
  /** What is written of programs that are about to be stored. */
  readonly #unstored = new Map<string, readonly CodeRecord[]>();
  /** The same, each by itself: what was asked for before the store dropped code says nothing about what it has now. */
  #fresh = new WeakSet<CodeRecord>();

  constructor(options: StoredCodeOptions) {
    this.#options = options;
  }

  /** Undefined for one that nobody has asked for. */
  get(hash: string): Program | undefined {
    return this.#programs.get(hash);
  }

  /** The code of a program that the store has not got. Whose write fails or is given up has it written again. */
  newCode(program: Program): readonly CodeRecord[] {
    const { hash } = program;
    this.#programs.set(hash, program);
    if (this.#stored.has(hash)) return [];
    const known = this.#unstored.get(hash);
    if (known !== undefined) return known;
    const code = this.#options.archive.write(program);
    this.#unstored.set(hash, code);
    for (const record of code) this.#fresh.add(record);
    return code;
  }

  /** The same of a program that a process is about to begin with. */
  codeOf(hash: string): readonly CodeRecord[] {
    const program = this.#programs.get(hash);
    return program === undefined ? [] : this.newCode(program);
  }

  /** The code is in the store. */
  hasStored(code: readonly CodeRecord[]): void {
    for (const record of code) {
      if (!this.#fresh.has(record)) continue;
      this.#stored.add(record.program);
      this.#unstored.delete(record.program);
    }
  }

  /** The store is about to drop code that nothing names there: whoever starts has it written again. */
  forget(): void {
    this.#stored.clear();
    this.#unstored.clear();
    this.#fresh = new WeakSet();
  }

  /** One that saved processes can go on with; undefined before it was read. */
  ready(hash: string): Program | undefined {
    const known = this.#programs.get(hash);
    return known !== undefined && this.#ready.has(known) ? known : undefined;
  }

  async programOf(hash: string, entry: string): Promise<Program> {
    const known = this.ready(hash);
    if (known !== undefined) return known;
    const program = await this.#options.archive.read(hash, entry, async (wanted) => {
      const bytes = await this.#options.backend.ask('code', wanted);
      if (bytes === undefined) throw new SnapshotError(`the code ${wanted.slice(0, 12)} is not in the store`);
      return bytes;
    });
    this.#programs.set(hash, program);
    this.#ready.add(program);
    return program;
  }
}
