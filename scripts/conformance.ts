/**
 * Runs what applies of the test suites of PUC Lua 5.1 and 5.3, in every way of running, and prints the table.
 *
 *     npm run conformance                   # the suites are installed into ~/.cache/wippy-conformance
 *     npm run conformance -- --write        # puts the table into docs/conformance.md
 *     npm run conformance -- --only math    # scripts of this name
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Way, ways } from '../src/lua/engine.testing.ts';
import { install, sources } from './conformance/install.ts';
import { type Judgement, judge } from './conformance/judge.ts';
import { runScript } from './conformance/run.ts';
import { notRun, type Script, scripts } from './conformance/scripts.ts';

const { values } = parseArgs({
  options: {
    cache: { type: 'string', default: join(homedir(), '.cache/wippy-conformance') },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const folders = install(values.cache);
const rows: string[] = [];
let faults = 0;
for (const script of scripts) {
  if (values.only !== undefined && script.file !== values.only) continue;
  const judged = ways.map((way) => [way, judgedIn(script, way)] as const);
  rows.push(row(script, judged));
  console.log(rows.at(-1));
  for (const [way, { unexplained, obsolete }] of judged) {
    for (const each of unexplained) console.log(`  ${way}: ${each}`);
    for (const line of obsolete) console.log(`  ${way}: line ${line} holds after all`);
    faults += unexplained.length + obsolete.length;
  }
}
if (values.write) write();
console.log(faults === 0 ? 'nothing unexplained' : `${faults} unexplained`);
process.exitCode = faults === 0 ? 0 : 1;

function judgedIn(script: Script, way: Way): Judgement {
  const text = readFileSync(join(folders[script.suite], `${script.file}.lua`), 'latin1');
  const { lines = [], ways: only = ways } = script.leftOut ?? {};
  const left = only.includes(way) ? lines : [];
  return judge(script, left, runScript(script.file, text, left, way));
}

/** `| 5.3 math | 2442, 2442, 2442 | 19 | a whole number is an integer, whatever made it (2); ... |` */
function row({ suite, file, leftOut }: Script, judged: readonly (readonly [Way, Judgement])[]): string {
  const held = judged.map(([, each]) => each.held);
  const reasons = [...(judged[0]?.[1].reasons ?? [])];
  const out = leftOut === undefined ? [] : [`${leftOut.lines.length} lines left out: ${leftOut.reason}`];
  const texts = [...reasons.map(([reason, count]) => `${reason} (${count})`), ...out];
  const count = reasons.reduce((sum, [, n]) => sum + n, 0);
  return `| ${suite} \`${file}\` | ${held.join(' / ')} | ${count} | ${texts.join('; ')} |`;
}

function write(): void {
  const file = join(import.meta.dirname, '../docs/conformance.md');
  const [before, , , after] = readFileSync(file, 'utf8').split(
    /(?<=<!-- (?:generated|end) -->)|(?=<!-- end -->)/,
  );
  const table = [
    '',
    '',
    `| script | assertions that held: ${ways.join(' / ')} | statements that do not apply | why |`,
    '|---|---|---|---|',
    ...rows,
    ...notRun.map(({ files, reason }) => `| ${files} | | all | ${reason} |`),
    '',
    `5.1 comes from ${sources['5.1'].from}; 5.3 from ${sources['5.3'].from}.`,
    '',
    '',
  ].join('\n');
  writeFileSync(file, `${before}${table}<!-- end -->${after ?? '\n'}`);
}
