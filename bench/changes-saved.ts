/**
 * From a saved file to the first call of what it changed, in a watched project of 10,000 entries, in a fresh process:
 * prints each figure as a line of JSON. The time begins before the file is written.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLog } from '#base';
import { isNormal } from '#process';
import { TrackedFiles } from '#registry';
import { type News, ProjectReader, RunningNode, startWatching } from '#runtime';
import { tell } from './figures.ts';
import { largeApplication } from './large-application.ts';
import { median } from './statistics.ts';

const ROUNDS = 30;

const directory = mkdtempSync(join(tmpdir(), 'wippy-bench-saved-'));
for (const [path, text] of Object.entries(largeApplication())) {
  mkdirSync(join(directory, dirname(path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}
const index = (value: number) =>
  `version: "1.0"\nnamespace: saved\nentries:\n  - {name: lua, kind: function.lua, source: file://saved.lua}\n  - {name: yaml, kind: function.lua, source: "return function() return ${value} end"}\n`;
mkdirSync(join(directory, 'src/saved'));
writeFileSync(join(directory, 'src/saved/_index.yaml'), index(0));
writeFileSync(join(directory, 'src/saved/saved.lua'), 'return function() return 0 end');

let told: (news: News) => void = () => {};
const files = new TrackedFiles(directory);
const reader = new ProjectReader({ directory, environment: {}, files });
const project = await reader.read();
const log = createLog({
  level: 'warn',
  format: 'json',
  write: (line) => process.stderr.write(line),
  now: Date.now,
});
const node = await RunningNode.prepare({
  project,
  log,
  streams: { input: () => process.stdin, output: process.stdout, error: process.stderr },
});
await node.startServices();
const watching = startWatching({
  ...{ node, project, reader, files, log, restartsOutdated: false },
  tell: (news) => told(news),
});

async function measure(name: string, id: string, save: (value: number) => void): Promise<void> {
  const times: number[] = [];
  const worked: number[] = [];
  for (let value = 1; value <= ROUNDS + 3; value++) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const isTold = new Promise<News>((resolve) => {
      told = resolve;
    });
    const { user, system } = process.threadCpuUsage();
    const began = performance.now();
    save(value);
    const news = await isTold;
    const exit = await node.processes.call(id, []).exit;
    if (news.type !== 'applied' || !isNormal(exit) || exit.value !== value)
      throw new Error(`${name}: ${news.type}`);
    const cpu = process.threadCpuUsage();
    if (value <= 3) continue;
    times.push(performance.now() - began);
    worked.push((cpu.user - user + cpu.system - system) / 1000);
  }
  tell(name, median(times), 'ms');
  tell(`${name}, processor time`, median(worked), 'ms');
}

try {
  await measure('saved Lua to first call', 'saved:lua', (value) =>
    writeFileSync(join(directory, 'src/saved/saved.lua'), `return function() return ${value} end`),
  );
  await measure('saved YAML, by a rename, to first call', 'saved:yaml', (value) => {
    writeFileSync(join(directory, 'src/saved/.next'), index(value));
    renameSync(join(directory, 'src/saved/.next'), join(directory, 'src/saved/_index.yaml'));
  });
} finally {
  await watching.close();
  await node.shutdown();
  rmSync(directory, { recursive: true });
}
