/**
 * A PostgreSQL server of a test's own: on the loopback, with a folder that goes with it. It is fast and forgetful, since
 * tests show what becomes of clients and not of disks; for measurements it can be safe.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, give, ownFolder, user } from './server-place.ts';

export class PostgresServer {
  readonly port: number;
  readonly #folder: string;
  readonly #program: string;
  readonly #isSafe: boolean;
  #process: ChildProcess | undefined;

  private constructor(folder: string, program: string, port: number, isSafe: boolean) {
    this.#isSafe = isSafe;
    this.#folder = folder;
    this.#program = program;
    this.port = port;
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
    const settings = [
      `fsync=${this.#isSafe ? 'on' : 'off'}`,
      'unix_socket_directories=',
      'listen_addresses=127.0.0.1',
      `port=${this.port}`,
    ];
    const words = ['-D', join(this.#folder, 'data'), ...settings.flatMap((each) => ['-c', each])];
    const child = spawn(this.#program, words, {
      ...user(),
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    return new Promise((resolve, reject) => {
      let told = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        told += text;
        if (told.includes('ready to accept connections')) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`the server ended: ${told}`)));
    });
  }

  /** Ends it at once, connections and all; what was committed stays. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGQUIT');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
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
