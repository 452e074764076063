/**
 * A MariaDB or MySQL server of a test's own: on the loopback, with a folder that goes with it. It is fast and forgetful,
 * since tests show what becomes of clients and not of disks.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { freePort, ownFolder, user } from './server-place.ts';
import { ServerProcess } from './server-process.ts';

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
  readonly #server: ServerProcess;

  private constructor(folder: string, program: string, port: number) {
    this.port = port;
    const words = [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${join(folder, 'init.sql')}`,
      `--port=${port}`,
      ...settings,
    ];
    this.#server = new ServerProcess({
      folder,
      program,
      words,
      ready: 'ready for connections',
      end: 'SIGKILL',
    });
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
    return this.#server.resume();
  }

  /** Ends it at once, connections and all. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  remove(): Promise<void> {
    return this.#server.remove();
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
