/**
 * How long it takes to start: hello world and an application of 300 entries, beside the start of bare Node.
 *
 * Ours is the built package in a folder of its own, as an installation has it. The first run of each application fills
 * the cache and is shown as `cold`; the others are `warm`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, isInstalled, runChild } from './child.ts';
import { generateApplication } from './generate-application.ts';
import { installed } from './installed.ts';
import { withFolder } from './places.ts';
import { isAsked, type Settings } from './settings.ts';
import { median, rotated } from './statistics.ts';
import { shortNumber, textTable } from './text-table.ts';

interface Row {
  readonly name: string;
  readonly what: string;
  readonly command: Command;
  /** What the command must print. */
  readonly prints: string;
}

export function benchStart(settings: Settings): boolean {
  return withFolder((folder) => {
    const notes: string[] = [];
    const rows = [...bareRows(), ...(settings.peersOnly ? [] : ourRows(folder, notes))];
    const asked = rows.filter(({ name }) => name === 'node' || isAsked(settings, name));
    const cold = new Map<string, number>();
    const warm = new Map<string, number[]>();
    const failed = new Set<string>();

    const runOnce = (row: Row): number | undefined => {
      if (failed.has(row.name)) return undefined;
      const child = runChild(row.command);
      if (child.ok && child.stdout.includes(row.prints)) return child.whole;
      failed.add(row.name);
      notes.push(`failed ${row.what}: ${child.reason || `printed ${JSON.stringify(child.stdout)}`}`);
      return undefined;
    };

    for (const row of asked) {
      const time = runOnce(row);
      if (time !== undefined) cold.set(row.name, time);
    }
    for (let round = 0; round < settings.runs; round++) {
      process.stderr.write(`\rstart ${round + 1}/${settings.runs}`);
      for (const row of rotated(asked, round)) {
        const time = runOnce(row);
        if (time !== undefined) warm.set(row.name, [...(warm.get(row.name) ?? []), time]);
      }
    }
    process.stderr.write('\r\u001b[K');

    console.log(`\nstart: milliseconds of the whole process; warm is the median of ${settings.runs}`);
    console.log(table(asked, cold, warm));
    for (const note of notes) console.log(note);
    console.log('not measured: a disk that has not read the files yet');
    return failed.size === 0;
  });
}

/** Bare Node, and the peers' start for comparison. */
function bareRows(): Row[] {
  const rows: Row[] = [];
  const script = "console.log('hello')";
  rows.push({
    name: 'node',
    what: 'bare Node',
    command: { command: process.execPath, args: ['-e', script] },
    prints: 'hello',
  });
  if (isInstalled('lua5.4', ['-v'])) {
    rows.push({
      name: 'lua5.4',
      what: 'lua5.4',
      command: { command: 'lua5.4', args: ['-e', "print('hello')"] },
      prints: 'hello',
    });
  }
  if (isInstalled('erl', ['-noshell', '-eval', 'halt().'])) {
    const hello = 'io:format("hello~n"), halt().';
    rows.push({
      name: 'erlang',
      what: 'Erlang',
      command: { command: 'erl', args: ['+S', '1', '-noshell', '-eval', hello] },
      prints: 'hello',
    });
  }
  return rows;
}

function ourRows(folder: string, notes: string[]): Row[] {
  const wippy = installed(folder, notes);
  const hello = join(folder, 'hello');
  writeHello(hello);
  const large = join(folder, 'large');
  const size = generateApplication(large);
  const run = (cwd: string, entry: string): Command => ({ command: wippy, args: ['run', '-x', entry], cwd });
  const described = `${size.entries} entries, ${size.lines} lines of Lua`;
  return [
    { name: 'hello', what: 'hello world', command: run(hello, 'app:hello'), prints: 'hello' },
    { name: 'large', what: `${described}: loaded`, command: run(large, 'app:quick'), prints: 'ready' },
    {
      name: 'large_used',
      what: `${described}: all libraries, 20 functions and 20 processes run`,
      command: run(large, 'app:main'),
      prints: 'ready',
    },
  ];
}

function writeHello(folder: string): void {
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'wippy.lock'), 'directories:\n  modules: .wippy\n  src: ./src\n');
  writeFileSync(
    join(folder, 'src', '_index.yaml'),
    `version: "1.0"
namespace: app
entries:
  - name: terminal
    kind: terminal.host
    lifecycle:
      auto_start: true
  - name: hello
    kind: process.lua
    source: file://hello.lua
    method: main
    modules: [io]
`,
  );
  writeFileSync(
    join(folder, 'src', 'hello.lua'),
    'local io = require("io")\n\nlocal function main()\n  io.print("hello")\n  return 0\nend\n\nreturn { main = main }\n',
  );
}

function table(rows: readonly Row[], cold: Map<string, number>, warm: Map<string, number[]>): string {
  const node = median(warm.get('node') ?? [Number.NaN]);
  const lines = [['', 'cold', 'warm', 'times bare Node']];
  for (const { name, what } of rows) {
    const first = cold.get(name);
    const values = warm.get(name);
    const time = values === undefined ? undefined : median(values);
    lines.push([
      what,
      first === undefined ? '-' : shortNumber(first),
      time === undefined ? '-' : shortNumber(time),
      time === undefined || Number.isNaN(node) ? '-' : shortNumber(time / node),
    ]);
  }
  return textTable(lines);
}
