/** Where servers of tests run: a folder and a port of their own, and never as root, which they refuse. */
import { chownSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NOBODY = { uid: 65_534, gid: 65_534 };

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** As whom a server runs, for `spawn`. */
export function user() {
  return isRoot() ? NOBODY : {};
}

/** Gives a path to the user of the server. */
export function give(path: string): void {
  if (isRoot()) chownSync(path, NOBODY.uid, NOBODY.gid);
}

export function ownFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `wippy-${name}-`));
  give(folder);
  return folder;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}
