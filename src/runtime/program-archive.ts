/** The code of durable processes as bytes: what each program was made of, and by which hashes it names its imports. */
import { decodeUtf8, encodeUtf8, failure } from '#base';
import type { Bytes, CodeRecord, ProgramArchive, ProgramMove } from '#durable';
import { SnapshotError } from '#lua';
import type { Code } from '#plugin';
import type { Program, Programs } from '#process';
import { type Compiler, LuaProgram } from './program.ts';
import { moveProgram } from './program-move.ts';

/** Content of one record, as JSON. */
interface Archived {
  readonly format: 1;
  readonly code: Code;
  /** Hashes of the programs by the aliases of the imports. */
  readonly imports: Readonly<Record<string, string>>;
}

export class Archive implements ProgramArchive {
  readonly #compiler: Compiler;
  readonly #programs: Programs;
  /** What was made again, as long as somebody runs it. */
  readonly #read = new Map<string, WeakRef<LuaProgram>>();

  /** `programs`: those of the entries as they are now, which are used where they are the same. */
  constructor(compiler: Compiler, programs: Programs) {
    this.#compiler = compiler;
    this.#programs = programs;
  }

  write(program: Program): CodeRecord[] {
    if (!(program instanceof LuaProgram)) {
      throw failure('Invalid', `${program.entry} is no Lua code, so its processes cannot be durable`);
    }
    const records = new Map<string, CodeRecord>();
    const enter = (one: LuaProgram): void => {
      if (records.has(one.hash)) return;
      const imports = Object.fromEntries([...one.imports].map(([alias, { hash }]) => [alias, hash]));
      const archived: Archived = { format: 1, code: one.code, imports };
      const bytes = Buffer.from(encodeUtf8(JSON.stringify(archived)), 'latin1');
      records.set(one.hash, { hash: one.hash, program: program.hash, bytes: new Uint8Array(bytes) });
      for (const library of one.imports.values()) enter(library);
    };
    enter(program);
    return [...records.values()];
  }

  move(from: Program, to: Program): ProgramMove {
    if (!(from instanceof LuaProgram) || !(to instanceof LuaProgram)) {
      throw failure('Invalid', `${to.entry} is no Lua code`, { retryable: false });
    }
    to.prepare();
    return moveProgram(from, to);
  }

  async read(hash: string, entry: string, code: (hash: string) => Promise<Bytes>): Promise<LuaProgram> {
    const current = this.#programs.byHash(hash, entry, '');
    const program = current instanceof LuaProgram ? current : await this.#restored(hash, code);
    program.prepare();
    return program;
  }

  async #restored(hash: string, code: (hash: string) => Promise<Bytes>): Promise<LuaProgram> {
    const known = this.#read.get(hash)?.deref();
    if (known !== undefined) return known;
    const archived = parse(await code(hash));
    const libraries = new Map<string, LuaProgram>();
    for (const [alias, imported] of Object.entries(archived.imports)) {
      const target = archived.code.imports[alias];
      if (target !== undefined) libraries.set(target, await this.#restored(imported, code));
    }
    const program = this.#compiler.compile(archived.code, (id) => {
      const library = libraries.get(id);
      if (library === undefined) throw new SnapshotError(`${archived.code.id} lacks its import ${id}`);
      return library;
    });
    if (program.hash !== hash) throw new SnapshotError(`the code of ${program.entry} is damaged`);
    this.#read.set(hash, new WeakRef(program));
    return program;
  }
}

function parse(bytes: Bytes): Archived {
  const archived = JSON.parse(decodeUtf8(Buffer.from(bytes).toString('latin1'))) as Archived;
  if (archived.format !== 1)
    throw new SnapshotError(`code of format ${String(archived.format)} is unknown here`);
  return archived;
}
