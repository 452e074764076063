/**
 * How much Lua the compiler takes in a second, by passes: the generated application of 30,000 lines. Processor time of
 * the compiling thread. Cold is the first round of a process, warm its quickest.
 */
import { runChild } from './child.ts';
import type { Passes } from './compile-passes.ts';
import { generateApplication } from './generate-application.ts';
import { at, withFolder } from './places.ts';
import type { Settings } from './settings.ts';
import { median } from './statistics.ts';
import { shortNumber, textTable } from './text-table.ts';

const ROUNDS = 10;

/** Lexing is part of parsing, so it stands beside the sum. */
const ALONE = 'lexer';

export function benchCompile(settings: Settings): boolean {
  if (settings.peersOnly) return true;
  return withFolder((folder) => {
    generateApplication(folder);
    const found: Passes[] = [];
    for (let run = 0; run < settings.runs; run++) {
      process.stderr.write(`\rcompile ${run + 1}/${settings.runs}`);
      const child = runChild({
        command: at('scripts', 'node.sh'),
        args: [at('bench', 'compile-passes.ts'), folder, String(ROUNDS)],
      });
      if (!child.ok) {
        console.log(`compile failed: ${child.reason}`);
        return false;
      }
      found.push(JSON.parse(child.stdout));
    }
    process.stderr.write('\r\u001b[K');
    report(found);
    return true;
  });
}

function report(found: readonly Passes[]): void {
  const [one] = found;
  if (one === undefined) return;
  const { bytes, lines, emitted } = one;
  console.log(
    `\ncompile: ${lines} lines, ${bytes} bytes of Lua, ${shortNumber(emitted / bytes)} bytes of JavaScript for each; ` +
      'megabytes of Lua in a second of the processor',
  );
  const names = [...one.passes.map(({ name }) => name), 'all'];
  const rows = names.map((name) => [
    name,
    speed(bytes, median(found.map(({ passes }) => time(passes, name, 'cold')))),
    speed(bytes, median(found.map(({ passes }) => time(passes, name, 'warm')))),
  ]);
  console.log(textTable([['', 'cold', 'warm'], ...rows]));
  console.log('V8 reads each text, and compiles a function when it is first called: that is not in here');
}

function time(passes: Passes['passes'], name: string, when: 'cold' | 'warm'): number {
  const chosen = passes.filter((pass) => (name === 'all' ? pass.name !== ALONE : pass.name === name));
  return chosen.reduce((sum, pass) => sum + pass[when], 0);
}

function speed(bytes: number, milliseconds: number): string {
  return shortNumber(bytes / 1000 / milliseconds);
}
