/**
 * Compiled forms of guest code, in files between starts (G2).
 *
 * They run with the runtime's rights and V8 does not verify its own, so:
 *
 *   Cf1  The folder and all files in it are this user's alone (Kf1).
 *   Cf2  Each file carries a digest made with the folder's key; one that does not match is made anew (Kf2).
 *   Cf3  The name of a file is the hash of the source and of all that made the form: compiler, V8 and its flags.
 *   Cf4  Without a folder that can be used, everything works, and nothing is kept.
 *   Cf5  Several nodes may share the folder: files are moved to their place whole (Kf4), and whichever is there is right.
 *   Cf6  Together they take up to so many bytes; the oldest go first, and none that this run has used.
 *
 *   content of a file: length of V8's code (4) | length of the facts (4) | V8's code, each to a multiple of 8 | facts | text
 */
import { hash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KeyedFolder, monotonicMillis } from '#base';
import type { CodeCache, CompiledForm } from '#lua';

/** What changes when the layout of a file changes. */
const FORMAT = 2;
const HEAD = 8;
const LARGEST = 1 << 26;
const LIMIT = 256 * 1024 ** 2;
/** What was left behind half written. */
const ABANDONED = 3_600_000;

/** Sources that are known to be right, one name of 40 digits after the other. */
const RIGHT = 'right';
const NAME_LENGTH = 40;
const MOST_RIGHT = 50_000;
const MOST_NAMES = 2000;

interface Options {
  /** Which compiler made the forms. */
  readonly compiler: string;
  readonly limit?: number;
}

export class CodeFiles implements CodeCache {
  readonly #folder: string;
  readonly #version: string;
  readonly #limit: number;
  readonly #files: KeyedFolder;
  readonly #waiting = new Map<string, () => CompiledForm>();
  readonly #used = new Set<string>();
  /** By source: it is asked for when the source is checked, found and kept. */
  readonly #names = new Map<string, string>();
  #right: Set<string> | undefined;
  #isRightNew = false;
  /** Bytes written since the folder was swept; before the first time as if there were many. */
  #unswept = Number.POSITIVE_INFINITY;
  #hasWritten = false;

  constructor(folder: string, { compiler, limit = LIMIT }: Options) {
    this.#folder = folder;
    this.#limit = limit;
    const { versions, arch, execArgv } = process;
    this.#version = JSON.stringify([FORMAT, compiler, versions.v8, arch, execArgv]);
    this.#files = new KeyedFolder(folder);
  }

  find(source: string): CompiledForm | undefined {
    const name = this.#nameOf(source);
    const bytes = this.#read(name);
    if (bytes === undefined) return undefined;
    this.#used.add(name);
    return decode(bytes);
  }

  keep(source: string, form: () => CompiledForm): void {
    if (this.#files.isUsable) this.#waiting.set(this.#nameOf(source), form);
  }

  /** Whether the source is known to have no mistakes. */
  isRight(source: string): boolean {
    if (!this.#files.isUsable) return false;
    this.#right ??= namesIn(this.#read(RIGHT));
    return this.#right.has(this.#nameOf(source));
  }

  right(source: string): void {
    if (!this.#files.isUsable) return;
    this.#right ??= namesIn(this.#read(RIGHT));
    this.#right.add(this.#nameOf(source));
    this.#isRightNew = true;
  }

  /** Writes what is to be kept, for about so many milliseconds. Whether all is written. */
  write(milliseconds = Number.POSITIVE_INFINITY): boolean {
    const start = monotonicMillis();
    if (this.#isRightNew) {
      this.#isRightNew = false;
      const names = [...(this.#right ?? [])].slice(-MOST_RIGHT);
      this.#write(RIGHT, [Buffer.from(names.join(''), 'latin1')]);
    }
    for (const [name, form] of this.#waiting) {
      if (monotonicMillis() - start > milliseconds) return false;
      this.#waiting.delete(name);
      this.#used.add(name);
      if (!this.#write(name, encode(form()))) this.#waiting.clear();
    }
    if (this.#hasWritten && this.#unswept >= this.#limit / 16) this.#sweep();
    return true;
  }

  /** Cf3. */
  #nameOf(source: string): string {
    let name = this.#names.get(source);
    if (name === undefined) {
      name = hash('sha256', `${this.#version}\n${source}`, 'hex').slice(0, NAME_LENGTH);
      if (this.#names.size > MOST_NAMES) this.#names.clear();
      this.#names.set(source, name);
    }
    return name;
  }

  #read(name: string): Buffer | undefined {
    const content = this.#files.read(name, LARGEST);
    return content === undefined || content.length < HEAD ? undefined : content;
  }

  #write(name: string, content: readonly Buffer[]): boolean {
    // As long as that of a form, so that all files begin alike.
    const parts = name === RIGHT ? [Buffer.alloc(8), ...content] : content;
    this.#hasWritten = true;
    for (const { length } of parts) this.#unswept += length;
    return this.#files.write(name, parts);
  }

  /** Cf6. */
  #sweep(): void {
    this.#unswept = 0;
    try {
      const files = readdirSync(this.#folder).flatMap((name) => {
        const path = join(this.#folder, name);
        const { size, mtimeMs: time } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
        if (!name.endsWith('.tmp')) return [{ name, path, size, time }];
        if (time < Date.now() - ABANDONED) rmSync(path, { force: true });
        return [];
      });
      let total = files.reduce((sum, { size }) => sum + size, 0);
      if (total <= this.#limit) return;
      for (const { name, path, size } of files.sort((a, b) => a.time - b.time)) {
        if (total <= this.#limit * 0.75) return;
        if (name.length !== NAME_LENGTH || this.#used.has(name)) continue;
        rmSync(path, { force: true });
        total -= size;
      }
    } catch {
      // Another node sweeps at the same time, or the folder is gone: the next one will.
    }
  }
}

function namesIn(bytes: Buffer | undefined): Set<string> {
  const text = bytes?.toString('latin1', HEAD) ?? '';
  const names = new Set<string>();
  for (let at = 0; at < text.length; at += NAME_LENGTH) names.add(text.slice(at, at + NAME_LENGTH));
  return names;
}

function encode({ text, functions, continuations = {}, data = NONE }: CompiledForm): Buffer[] {
  const kept = Object.entries(continuations);
  const codes = [data, ...kept.map(([, each]) => each.data ?? NONE)];
  const texts = kept.map(([key, each], i) => [key, each.text, codes[i + 1]?.length ?? 0]);
  const facts = Buffer.from(JSON.stringify({ functions, length: data.length, texts }), 'latin1');
  const aligned = codes.flatMap((code) => [code, Buffer.alloc(padded(code.length) - code.length)]);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(
    codes.reduce((sum, { length }) => sum + padded(length), 0),
    0,
  );
  lengths.writeUInt32LE(facts.length, 4);
  return [lengths, ...aligned, facts, Buffer.from(text, 'latin1')];
}

const NONE = Buffer.alloc(0);

/** What is written of a form besides its text and V8's code: lengths of V8's code, and texts of continuations with theirs. */
interface Facts {
  readonly functions: CompiledForm['functions'];
  readonly length: number;
  readonly texts: readonly (readonly [key: string, text: string, length: number])[];
}

/** Of a file whose digest was right. */
function decode(bytes: Buffer): CompiledForm {
  const factsBegin = HEAD + bytes.readUInt32LE(0);
  const factsEnd = factsBegin + bytes.readUInt32LE(4);
  const facts: Facts = JSON.parse(bytes.toString('latin1', factsBegin, factsEnd));
  let at = HEAD;
  const code = (length: number) => {
    const data = length === 0 ? undefined : bytes.subarray(at, at + length);
    at += padded(length);
    return data;
  };
  const data = code(facts.length);
  const continuations = facts.texts.map(([key, text, length]) => [key, { text, data: code(length) }]);
  return {
    functions: facts.functions,
    continuations: Object.fromEntries(continuations),
    text: bytes.toString('latin1', factsEnd),
    ...(data !== undefined && { data }),
  };
}

/** V8 wants its code aligned, or copies it. */
function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
