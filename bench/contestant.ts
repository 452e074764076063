/** Who runs the compute programs: ours and each peer that is installed. */
import { join } from 'node:path';
import { type Command, isInstalled, runChild } from './child.ts';
import { at } from './places.ts';

export interface Contestant {
  readonly name: string;
  /** Whether integers of 64 bits and bit operators are part of its language. */
  readonly integers: boolean;
  run(program: string): Command;
}

export const ours: Contestant = {
  name: 'wippy',
  integers: true,
  run: (program) => ({ command: at('scripts', 'node.sh'), args: [at('bench', 'run-lua.ts'), program] }),
};

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
