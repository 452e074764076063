/** Installs the suites into a folder that is no part of the repository, by the clients of the registries that have them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Suite } from './scripts.ts';

interface Source {
  /** For people. */
  readonly from: string;
  /** Fetches it into a folder; gives the folder of the scripts. */
  install(folder: string): string;
}

const GOPHER = 'github.com/yuin/gopher-lua@v1.1.1';
const LUPA = 'lupa==2.4';

export const sources: Readonly<Record<Suite, Source>> = {
  '5.1': {
    from: `the Go module ${GOPHER}, _lua5.1-tests`,
    install: (folder) => {
      const modules = join(folder, 'go');
      const scripts = join(modules, GOPHER, '_lua5.1-tests');
      // Outside any module, and nothing else is to be found there.
      if (!existsSync(scripts))
        runs('go', ['mod', 'download', GOPHER], folder, { GOMODCACHE: modules, GOFLAGS: '-modcacherw' });
      return scripts;
    },
  },
  '5.3': {
    from: `the source distribution of ${LUPA} on PyPI, third-party/lua53/testes`,
    install: (folder) => {
      const scripts = join(folder, 'lupa-2.4/third-party/lua53/testes');
      if (existsSync(scripts)) return scripts;
      if (archive(folder) === undefined)
        runs('pip', ['download', '--quiet', '--no-deps', '--no-binary', 'lupa', LUPA], folder);
      runs('tar', ['xzf', archive(folder) ?? 'lupa', 'lupa-2.4/third-party/lua53/testes'], folder);
      return scripts;
    },
  },
};

function archive(folder: string): string | undefined {
  return readdirSync(folder).find((name) => /^lupa-.*\.tar\.gz$/.test(name));
}

/** The folders of the scripts. */
export function install(folder: string): Readonly<Record<Suite, string>> {
  mkdirSync(folder, { recursive: true });
  return { '5.1': sources['5.1'].install(folder), '5.3': sources['5.3'].install(folder) };
}

function runs(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): void {
  const { status, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (error !== undefined) throw new Error(`${command} is needed to install the suites: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}
