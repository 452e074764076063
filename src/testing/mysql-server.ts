/**
 * A MariaDB or MySQL server of a test's own: on the loopback, with a folder that goes with it. It is fast and forgetful,
 * since tests show what becomes of clients and not of disks.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { freePort, ownFolder, user } from './server-place.ts';

/** `loose`: for those that know it. */
const settings = [
  '--loose-debug-no-sync',
  '--loose-innodb-flush-method=nosync',
  '--skip-name-resolve',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-buffer-pool-size=16M',
  '--bind-address=127.0.0.1',
];

export class MysqlServer {
  readonly port: number;
  readonly #folder: string;
  readonly #program: string;
  #process: ChildProcess | undefined;

  private constructor(folder: string, program: string, port: number) {
    this.#folder = folder;
    this.#program = program;
    this.port = port;
  }

  /** Undefined where neither is installed. */
  static async start(): Promise<MysqlServer | undefined> {
    const program = programOf('mariadbd') ?? programOf('mysqld');
    if (program === undefined) return undefined;
    const folder = ownFolder('mysql');
    makeData(program, join(folder, 'data'), folder);
    const lines = [
      'CREATE DATABASE IF NOT EXISTS test CHARACTER SET utf8mb4;',
      "CREATE USER IF NOT EXISTS tester@'%' IDENTIFIED BY 'hidden';",
      "GRANT ALL ON *.* TO tester@'%';",
      "CREATE USER IF NOT EXISTS reader@'%' IDENTIFIED BY 'hidden';",
      "GRANT SELECT ON test.* TO reader@'%';",
    ];
    writeFileSync(join(folder, 'init.sql'), `${lines.join('\n')}\n`);
    const server = new MysqlServer(folder, program, await freePort());
    await server.resume();
    return server;
  }

  /** For an entry: `tester` may do everything, `reader` reads the database `test`; the password of both is `hidden`. */
  get fields() {
    return {
      host: '127.0.0.1',
      port: this.port,
      database: 'test',
      username: 'tester',
      password: 'hidden',
    } as const;
  }

  /** Starts it again over the same data; resolves when it takes connections. */
  resume(): Promise<void> {
    const words = [
      '--no-defaults',
      `--datadir=${join(this.#folder, 'data')}`,
      `--socket=${join(this.#folder, 'socket')}`,
      `--pid-file=${join(this.#folder, 'pid')}`,
      `--init-file=${join(this.#folder, 'init.sql')}`,
      `--port=${this.port}`,
      ...settings,
    ];
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
        if (told.includes('ready for connections')) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`the server ended: ${told}`)));
    });
  }

  /** Ends it at once, connections and all. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What the server knows of itself. */
function makeData(program: string, data: string, folder: string): void {
  const maker = programOf('mariadb-install-db');
  const [command, ...words] =
    maker === undefined
      ? [program, '--no-defaults', '--initialize-insecure', `--datadir=${data}`]
      : [maker, '--no-defaults', '--skip-test-db', ...settings, `--datadir=${data}`];
  const made = spawnSync(command, words, { ...user(), cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`${command} failed: ${made.stderr}${made.stdout}`);
}

function programOf(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
