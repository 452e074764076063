/**
 * A PostgreSQL server of a test's own: on the loopback, with a folder that goes with it. It is fast and forgetful, since
 * tests show what becomes of clients and not of disks; for measurements it can be safe.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, give, ownFolder, user } from './server-place.ts';
import { ServerProcess } from './server-process.ts';

export class PostgresServer {
  readonly port: number;
  readonly #server: ServerProcess;

  private constructor(folder: string, program: string, port: number, isSafe: boolean) {
    this.port = port;
    const settings = [
      `fsync=${isSafe ? 'on' : 'off'}`,
      'unix_socket_directories=',
      'listen_addresses=127.0.0.1',
      `port=${port}`,
    ];
    const words = ['-D', join(folder, 'data'), ...settings.flatMap((each) => ['-c', each])];
    const ready = 'ready to accept connections';
    this.#server = new ServerProcess({ folder, program, words, ready, end: 'SIGQUIT' });
  }

  /** Undefined where PostgreSQL is not installed. `isSafe`: what is committed is on the disk. */
  static async start({ isSafe = false } = {}): Promise<PostgresServer | undefined> {
    const programs = programFolder();
    if (programs === undefined) return undefined;
    const folder = ownFolder('postgres');
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    give(data);
    const options = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    const made = spawnSync(join(programs, 'initdb'), options, { ...user(), cwd: folder, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
    const server = new PostgresServer(folder, join(programs, 'postgres'), await freePort(), isSafe);
    await server.resume();
    return server;
  }

  /** For clients: the superuser of the database `postgres`. */
  get dsn(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts it again over the same data; resolves when it takes connections. */
  resume(): Promise<void> {
    return this.#server.resume();
  }

  /** Ends it at once, connections and all; what was committed stays. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  remove(): Promise<void> {
    return this.#server.remove();
  }
}

/** The newest that is installed. */
function programFolder(): string | undefined {
  const version = (path: string) => Number(/postgresql\/(\d+)/.exec(path)?.[1] ?? 0);
  const found = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => version(b) - version(a));
  if (found[0] !== undefined) return found[0];
  const told = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  return told.status === 0 ? told.stdout.trim() : undefined;
}
