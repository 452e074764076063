/** Who acts from outside: the user of the operating system, whose socket and files these are. */
import { userInfo } from 'node:os';
import type { Actor } from '#plugin';

/** `os:ann`. */
export function userOfSystem(): Actor {
  return { id: `os:${userName()}`, meta: {} };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user that the system has no name for, as in containers.
    return String(process.getuid?.() ?? 'unknown');
  }
}
