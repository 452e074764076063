/** Who runs the compute programs: ours and each peer that is installed. */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Command, isInstalled, runChild } from './child.ts';
import { at } from './places.ts';

export interface Contestant {
  readonly name: string;
  /** Whether integers of 64 bits and bit operators are part of its language. */
  readonly integers: boolean;
  run(program: string): Command;
  /** Runs of a program that are not measured, before the first that is. */
  readonly earlier?: number;
}

/** Programs that run unmeasured before new ones, as V8's compiled form of the engine grows with the first runs. */
const FIRST_RUNS = ['json', 'coro', 'strings', 'richards'];

/** What is kept is made by the first start and, for what only finds it, by the second. */
const EARLIER_STARTS = 2;

/**
 * Ours as an installation has it, from the third start of an application on: the engine in one file, and the compiled forms of the
 * engine and of the program that earlier starts have kept. And the first start of a program on an engine that has run others:
 * then it is parsed and compiled anew in each run.
 */
export function prepareOurs(folder: string): Contestant[] {
  const place = join(folder, 'engine');
  mkdirSync(place);
  // The runner too: Node would take types out of it by a program of its own, which V8 compiles while ours runs.
  for (const name of ['run-lua', 'run-engine']) {
    buildSync({
      entryPoints: [at('bench', `${name}.ts`)],
      outfile: join(place, `${name}.cjs`),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node26',
      minifyWhitespace: true,
      logLevel: 'warning',
    });
  }
  const engine = join(place, 'run-lua.cjs');
  const command = (...args: string[]): Command => ({
    command: at('scripts', 'node.sh'),
    args: [join(place, 'run-engine.cjs'), engine, ...args],
  });
  const shared = ownFolder(folder, 'shared');
  const ours: Contestant = {
    name: 'wippy',
    integers: true,
    earlier: EARLIER_STARTS,
    run(program) {
      const state = ownFolder(folder, basename(program, '.lua'));
      return command(state, program, join(state, 'lua'));
    },
  };
  const first: Contestant = {
    name: 'first start',
    integers: true,
    run: (program) => command(shared, program),
  };
  for (const program of FIRST_RUNS) runChild(first.run(at('bench', 'programs', `${program}.lua`)));
  return [ours, first];
}

/** What is kept stands where nobody else may write. */
function ownFolder(folder: string, name: string): string {
  const own = join(folder, 'state', name);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return own;
}

const inside = at('bench', 'peers', 'inside.lua');

const installed: readonly (Contestant & { readonly version: Command })[] = [
  {
    name: 'lua5.4',
    integers: true,
    version: { command: 'lua5.4', args: ['-v'] },
    run: (program) => ({ command: 'lua5.4', args: [inside, program] }),
  },
  {
    name: 'luajit',
    integers: false,
    version: { command: 'luajit', args: ['-v'] },
    run: (program) => ({ command: 'luajit', args: [inside, program] }),
  },
  {
    name: 'luajit -joff',
    integers: false,
    version: { command: 'luajit', args: ['-v'] },
    run: (program) => ({ command: 'luajit', args: ['-joff', inside, program] }),
  },
];

/** The peers that can be run, and why others cannot. `folder` takes what must be built. */
export function findPeers(folder: string): { peers: Contestant[]; missing: string[] } {
  const peers: Contestant[] = [];
  const missing: string[] = [];
  for (const peer of installed) {
    if (isInstalled(peer.version.command, peer.version.args)) peers.push(peer);
    else missing.push(`${peer.name}: not installed`);
  }
  const binary = join(folder, 'gopher-lua');
  const built = isInstalled('go', ['version'])
    ? runChild({ command: 'go', args: ['build', '-o', binary, '.'], cwd: at('bench', 'peers', 'gopher-lua') })
    : undefined;
  if (built?.ok) {
    peers.push({
      name: 'gopher-lua',
      integers: false,
      run: (program) => ({ command: binary, args: [program] }),
    });
  } else {
    missing.push(`gopher-lua: ${built === undefined ? 'go is not installed' : built.reason}`);
  }
  return { peers, missing };
}
