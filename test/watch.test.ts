/** `wippy run --watch` with real files, in this process. Nothing is timed: each step waits for what it must lead to. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import type { Surroundings } from '../src/cli/command.ts';
import { commands } from '../src/cli/commands.ts';
import { runCommandLine } from '../src/cli/shell.ts';

const application = {
  'wippy.lock': 'directories:\n  src: ./src\n',
  'src/_index.yaml': `version: "1.0"
namespace: app
entries:
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
  - {name: words, kind: library.lua, source: file://words.lua}
  - {name: code, kind: process.lua, source: file://code.lua, modules: [logger], imports: {words: words}}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`,
  'src/words.lua': 'return "one"\n',
  'src/code.lua': 'return function()\n  logger:info("says " .. words)\n  process.inbox():receive()\nend\n',
};

const PAUSE = 2;
/** A machine with much else to do may take long; only what never comes fails. */
const MOST_WAITED = 60_000;

class Running {
  readonly directory: string;
  #told = '';
  #seen = 0;
  #ended: Promise<number> = Promise.resolve(0);
  #interrupt: () => void = () => {};

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async start(
    context: TestContext,
    words: readonly string[],
    files: Readonly<Record<string, string>> = {},
  ) {
    const running = new Running(mkdtempSync(join(tmpdir(), 'wippy-watching-')));
    context.after(async () => {
      await running.stop();
      rmSync(running.directory, { recursive: true });
    });
    for (const [path, text] of Object.entries({ ...application, ...files })) running.write(path, text);
    running.#run(words);
    await running.tells('runtime ready');
    return running;
  }

  #run(words: readonly string[]): void {
    const output = {
      write: (text: string) => {
        this.#told += text;
      },
      isTerminal: false,
    };
    const surroundings: Surroundings = {
      directory: this.directory,
      environment: {},
      ...{ out: output, err: output },
      terminal: {
        input: () => new PassThrough().end(),
        output: new PassThrough(),
        error: new PassThrough(),
      },
      version: () => '1.2.3',
      onInterrupt: (run) => {
        this.#interrupt = run;
        return () => {};
      },
    };
    this.#ended = runCommandLine(words, commands, surroundings);
  }

  async stop(): Promise<number> {
    // A second interrupt would end this process.
    const interrupt = this.#interrupt;
    this.#interrupt = () => {};
    interrupt();
    return this.#ended;
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** As editors do that never leave half a file. */
  replace(path: string, text: string): void {
    this.write(`${path}.tmp`, text);
    renameSync(join(this.directory, `${path}.tmp`), join(this.directory, path));
  }

  /** Waits for all of these, in any order, after what was waited for before; gives what was told until then. */
  async tells(...wanted: readonly string[]): Promise<string> {
    for (let waited = 0; waited < MOST_WAITED; waited += PAUSE) {
      const ends = wanted.map((text) => {
        const found = this.#told.indexOf(text, this.#seen);
        return found < 0 ? Number.NaN : found + text.length;
      });
      const end = Math.max(...ends);
      if (!Number.isNaN(end)) {
        const told = this.#told.slice(this.#seen, end);
        this.#seen = end;
        return told;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw new assert.AssertionError({
      message: `${wanted.join(', ')} never came; there was ${this.#told.slice(this.#seen)}`,
    });
  }
}

test('what is saved comes into force, services go on with it, and a mistake leaves everything running', async (context) => {
  const running = await Running.start(context, ['run', '--watch', '--restart-outdated']);
  await running.tells('says one');
  running.write('src/words.lua', 'return "two"\n');
  await running.tells('says two', ': changed app:words', 'restarted app:service');
  running.replace('src/words.lua', 'return "three" +\n');
  const told = await running.tells('v1 goes on');
  assert.match(told, /src\/words.lua:2:1: app:words: .*near the end/);
  running.replace('src/words.lua', 'return "three"\n');
  await running.tells('says three');
  running.write('src/more/_index.yaml', 'namespace: more\nentries:\n  - {name: a, kind: registry.entry}\n');
  await running.tells('new more:a');
  rmSync(join(running.directory, 'src/more'), { recursive: true });
  await running.tells('gone more:a');
  assert.equal(await running.stop(), 0);
});

test('without --restart-outdated the service stays on its code, and this is said', async (context) => {
  const running = await Running.start(context, ['run', '--watch']);
  running.write('src/words.lua', 'return "two"\n');
  await running.tells(': changed app:words', 'a process of app:code still runs older code');
});

test('a project can ask for it, and a history that lasts goes on with what was saved', async (context) => {
  const files = {
    '.wippy.yaml': 'registry: {history_type: sqlite}\nwatch: {enabled: true, restart_outdated: true}\n',
  };
  const running = await Running.start(context, ['run'], files);
  running.write('src/words.lua', 'return "two"\n');
  assert.match(await running.tells('says two', 'changed app:words'), /v1 in/);
});
