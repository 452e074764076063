/**
 * Compiles the files in a folder again and again, in one process: compile-passes.ts FOLDER ROUNDS. Prints the processor
 * time of each pass as JSON, in the first round (cold) and in the quickest (warm).
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { emitUnit } from '../src/lua/emit/unit-text.ts';
import { Lexer } from '../src/lua/lexer.ts';
import { parse } from '../src/lua/parser.ts';
import { resolve } from '../src/lua/resolve.ts';

export interface Passes {
  /** Bytes of Lua, and of what comes out. */
  readonly bytes: number;
  readonly lines: number;
  readonly emitted: number;
  readonly passes: readonly { readonly name: string; readonly cold: number; readonly warm: number }[];
}

const plain = { everywhere: false, keepsLocals: false, followsLines: false };

/** Milliseconds of this thread. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function measure(folder: string, rounds: number): Passes {
  const files = globSync('**/*.lua', { cwd: folder }).map((name) => ({
    name,
    source: readFileSync(join(folder, name), 'latin1'),
  }));
  const cold = new Map<string, number>();
  const warm = new Map<string, number>();
  const timed = <T>(name: string, run: () => T): T => {
    const before = processorTime();
    const result = run();
    const time = processorTime() - before;
    if (!cold.has(name)) cold.set(name, time);
    warm.set(name, Math.min(warm.get(name) ?? Number.POSITIVE_INFINITY, time));
    return result;
  };

  let emitted = 0;
  for (let round = 0; round < rounds; round++) {
    timed('lexer', () => {
      for (const { name, source } of files) {
        const lexer = new Lexer(source, name);
        while (lexer.token !== '<eof>') lexer.next();
      }
    });
    const trees = timed('lexer and parser', () => files.map(({ name, source }) => parse(source, name)));
    const resolutions = timed('resolver', () => trees.map(resolve));
    const texts = timed('emitter', () => resolutions.map((each) => emitUnit(each, plain).text));
    emitted = texts.reduce((sum, text) => sum + text.length, 0);
    // A text of its own in each round, or V8 would answer from its cache.
    const fresh = texts.map((text) => `/*${round}*/${text}`);
    timed('V8', () => {
      for (const [i, text] of fresh.entries()) new Script(text, { filename: `${i}` }).runInThisContext();
    });
  }
  return {
    bytes: files.reduce((sum, { source }) => sum + source.length, 0),
    lines: files.reduce((sum, { source }) => sum + source.split('\n').length - 1, 0),
    emitted,
    passes: [...cold].map(([name, time]) => ({ name, cold: time, warm: warm.get(name) ?? time })),
  };
}

const [folder, rounds] = process.argv.slice(2);
if (import.meta.main && folder !== undefined)
  process.stdout.write(JSON.stringify(measure(folder, Number(rounds ?? 8))));
