/**
 * Where the control socket of an application lies, and who may have it.
 *
 *   Cs1  It lies in the state folder, which is this user's alone. Where the path would be longer than systems take, it lies
 *        in a folder of this user's below /tmp, under a name that follows from the state folder.
 *   Cs2  One node has it. Who comes second is told, and touches nothing.
 *   Cs3  The socket of a node that died is known by nobody answering there, and is replaced. Of several that do so at once
 *        one gets it.
 *   Cs4  Nobody connects before it listens and only its user may: it is bound under another name and then linked.
 */
import { createHash } from 'node:crypto';
import { chmodSync, linkSync, lstatSync, realpathSync, renameSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { dirname, join } from 'node:path';
import { failure, isOwnFolder, stateFolder } from '#base';

/** What `sun_path` takes on macOS, without the byte that ends it; Linux takes four more. */
const LONGEST_PATH = 103;
const NAME = 'node.sock';
/** What is put behind the name while a socket is bound or replaced. */
const ROOM_FOR_NAMES = 24;

/** Undefined where there is no place that is safe, as in a folder without a lock file. */
export function socketPath(directory: string): string | undefined {
  const folder = stateFolder(directory, 'control');
  if (folder === undefined) return undefined;
  const path = join(folder, NAME);
  if (Buffer.byteLength(path) + ROOM_FOR_NAMES <= LONGEST_PATH) return path;
  // One place for a folder, however it is reached.
  const digest = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
  const own = `/tmp/wippy-${process.getuid?.() ?? 0}`;
  return isOwnFolder(own) ? join(own, `${digest}.sock`) : undefined;
}

/** Whether there is something at the path: a node, or what one left behind. */
export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Tells whether somebody answers at the path. */
export type Probe = (path: string) => Promise<boolean>;

let bound = 0;

/** Listens at the path (Cs2 to Cs4); false when another node has it. Throws `Unavailable` when it cannot be done. */
export async function listenAt(server: Server, path: string, probe: Probe): Promise<boolean> {
  const beside = `${path}.${process.pid}.${++bound}`;
  rmSync(beside, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(failure('Unavailable', `the control socket cannot be opened in ${dirname(path)}`, { cause }));
    });
    server.listen(beside, resolve);
  });
  try {
    chmodSync(beside, 0o600);
    return await take(beside, path, probe);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** As often as others may come and go meanwhile. */
const ATTEMPTS = 8;

async function take(beside: string, path: string, probe: Probe): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (isLinked(beside, path)) return true;
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined) continue;
    if (await probe(path)) return false;
    if (there.isSocket()) removeDead(path, there.ino, `${beside}.old`);
    else throw failure('Unavailable', `${path} is no socket`, { retryable: false });
  }
  return false;
}

function isLinked(beside: string, path: string): boolean {
  try {
    linkSync(beside, path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}

/** Takes the socket away that nobody answered at; one that another has put there meanwhile is put back (Cs3). */
function removeDead(path: string, ino: number, aside: string): void {
  try {
    renameSync(path, aside);
  } catch {
    // Somebody else was faster.
    return;
  }
  try {
    if (lstatSync(aside).ino !== ino) isLinked(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Takes the socket away that this node has; `ino` tells it from one that came later. */
export function leave(path: string, ino: number): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.ino === ino) rmSync(path, { force: true });
}
