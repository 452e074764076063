/**
 * Kills what writes a registry's history, and looks at what is left: the registry is exactly one of the versions that were
 * published, the last one or the one that was asked for when the end came.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { firstTexts, nextTexts, openAt, registryOver, type Texts, textsOf } from './registry-program.ts';

const root = join(import.meta.dirname, '../..');

/** The program as few files, so that it starts fast. */
export function buildProgram(folder: string): string {
  buildSync({
    entryPoints: [
      join(import.meta.dirname, 'registry-program.ts'),
      join(root, 'src/registry/history/sqlite-thread.ts'),
    ],
    entryNames: '[name]',
    outdir: folder,
    outExtension: { '.js': '.js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  // Packages are found from where the program lies.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'registry-program.js');
}

export interface Run {
  /** What it said last to be in force, and what it was asked for then, if anything. */
  readonly done: number | undefined;
  readonly tried: number | undefined;
  readonly refused: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

export interface Death {
  /** Kills it when it has said so many lines, and so many milliseconds have passed since. */
  readonly lines: number;
  readonly after: number;
}

/** Runs the program to its end, or to the death that is meant for it. */
export function run(
  program: string,
  path: string,
  versions: number,
  environment: Readonly<Record<string, string>>,
  death?: Death,
): Promise<Run> {
  const child = spawn(process.execPath, [program, path, String(versions)], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, errors] = ['', ''];
  let isDoomed = false;
  const look = () => {
    if (death === undefined || isDoomed || said.split('\n').length <= death.lines) return;
    isDoomed = true;
    setTimeout(() => child.kill('SIGKILL'), death.after);
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  look();
  return new Promise((resolve) =>
    (child as ChildProcess).once('close', (code, signal) =>
      resolve({ ...heard(said), code, signal, errors }),
    ),
  );
}

function heard(said: string): Pick<Run, 'done' | 'tried' | 'refused'> {
  let [done, tried, refused]: [number | undefined, number | undefined, number] = [undefined, undefined, 0];
  // A line that was cut short says nothing.
  for (const line of said.split('\n').slice(0, -1)) {
    const [word, number = ''] = line.split(' ');
    if (word === 'try') tried = Number(number);
    else if (word === 'refused') refused++;
    else done = Number(number);
    // What was refused may be found all the same when the disk had failed under it: nobody can know.
    if (word === 'done') tried = undefined;
  }
  return { done, tried, refused };
}

/** What is there after a run: the version in force. Asserts that it may be so, and that all versions are whole. */
export async function examine(
  path: string,
  before: number | undefined,
  { done, tried }: Run,
): Promise<number> {
  const history = await openAt(path);
  const registry = await registryOver(history);
  try {
    const { id } = registry.version;
    // What was begun before the first word was said is the first version.
    const allowed = [done ?? before ?? 0, tried].filter((each) => each !== undefined);
    assert.ok(allowed.includes(id), `version ${id} is in force after ${allowed.join(' or ')}`);
    const texts = new Map<number, Texts>();
    for (const version of registry.versions) {
      const below = version.parent === undefined ? undefined : texts.get(version.parent);
      const expected = below === undefined ? firstTexts() : nextTexts(version.id, below);
      texts.set(version.id, expected);
      if (version.id < id - 15 && version.id !== id) continue;
      const view = await registry.viewAt(version.id);
      assert.deepEqual(textsOf(view.entries()), expected, `version ${version.id}`);
    }
    assert.deepEqual(textsOf(registry.graph.entries.values()), texts.get(id));
    return id;
  } finally {
    await registry.close();
  }
}
