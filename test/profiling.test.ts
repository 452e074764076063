/** What docs/profiling.md says: V8's profiler and its inspector know Lua functions by name and line. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readPage } from './documentation/page.ts';

const root = join(import.meta.dirname, '..');
const page = readPage('docs/profiling.md', readFileSync(join(root, 'docs/profiling.md'), 'utf8'));
const [profiling = '', inspecting = ''] = page.blocks
  .filter(({ language }) => language === 'sh')
  .map(({ text }) => text);

/** The page's application. */
function application(context: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), 'wippy-profile-'));
  context.after(() => rmSync(home, { recursive: true }));
  for (const { file, text } of page.blocks) {
    if (file === undefined) continue;
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), text);
  }
  return home;
}

const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env.PATH}` };

interface ProfileNode {
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}

test('a profile names Lua functions, their files and their lines', (context) => {
  const home = application(context);
  const done = spawnSync('sh', ['-c', profiling], { cwd: home, env, encoding: 'utf8' });
  assert.equal(done.stdout, '2262 primes\n', done.stderr);
  const [file = ''] = readdirSync(join(home, 'profiles'));
  const { nodes }: { nodes: ProfileNode[] } = JSON.parse(readFileSync(join(home, 'profiles', file), 'utf8'));
  const found = nodes.filter(({ callFrame }) => callFrame.functionName === 'isPrime');
  assert.ok(found.length > 0);
  for (const { callFrame } of found) {
    assert.match(callFrame.url, /^lua:\d+\/app:primes(\?|$)/);
    // Counted from 0.
    assert.equal(callFrame.lineNumber + 1, 3);
  }
  const lines = found.flatMap(({ positionTicks = [] }) => positionTicks.map(({ line }) => line));
  assert.ok(lines.length > 0);
  assert.deepEqual(
    lines.filter((line) => line < 3 || line > 9),
    [],
  );
  assert.ok(nodes.some(({ callFrame }) => callFrame.functionName === 'main'));
});

interface Parsed {
  readonly url: string;
  readonly sourceMapURL: string;
}

/** The scripts that the inspector tells of, up to the first that `isWanted`. */
async function scriptsUntil(address: string, isWanted: (script: Parsed) => boolean): Promise<Parsed> {
  const socket = new WebSocket(address);
  try {
    return await new Promise<Parsed>((resolve, reject) => {
      socket.onerror = () => reject(new Error(`no inspector at ${address}`));
      socket.onopen = () => {
        socket.send(JSON.stringify({ id: 1, method: 'Debugger.enable' }));
        socket.send(JSON.stringify({ id: 2, method: 'Runtime.runIfWaitingForDebugger' }));
      };
      socket.onmessage = ({ data }) => {
        const { method, params } = JSON.parse(String(data));
        if (method === 'Debugger.scriptParsed' && isWanted(params)) resolve(params);
      };
    });
  } finally {
    socket.close();
  }
}

test('the inspector shows the sources', async (context) => {
  const home = application(context);
  const command = inspecting
    .replace('--inspect', '--inspect-wait=127.0.0.1:0')
    .replace('run', 'run -x app:primes');
  const program = spawn('sh', ['-c', `exec ${command.replace('NODE_OPTIONS', 'env NODE_OPTIONS')}`], {
    cwd: home,
    env,
  });
  context.after(() => program.kill());
  const address = await new Promise<string>((resolve) => {
    let said = '';
    program.stderr.on('data', (chunk) => {
      said += chunk;
      const [, found] = /listening on (ws:\S+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const { sourceMapURL } = await scriptsUntil(address, ({ url }) => url.endsWith('/app:primes'));
  const [, encoded = ''] = /^data:application\/json;base64,(.+)$/.exec(sourceMapURL) ?? [];
  const map = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  assert.deepEqual(map.sources, ['lua:///app:primes']);
  assert.deepEqual(map.sourcesContent, [readFileSync(join(home, 'src/primes.lua'), 'utf8')]);
});
