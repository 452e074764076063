/** Keys from passwords (PBKDF2, RFC 8018). The work is done on a thread of the host, so no scheduler waits. */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { byteString, bytesOf } from '#base';
import { t } from '#plugin';

export const notEmpty = t.bytes.check((value) => (value === '' ? 'must not be empty' : undefined));
export const iterations = t.integer({ min: 1, max: 10_000_000 });
export const keyLength = t.integer({ min: 1, max: 1_048_576 });
export const keyHash = t.oneOf('sha256', 'sha512').default('sha256');

export async function deriveKey(
  password: string,
  salt: string,
  rounds: number,
  length: number,
  hash: 'sha256' | 'sha512',
): Promise<string> {
  const derive = promisify(pbkdf2);
  return byteString(await derive(bytesOf(password), bytesOf(salt), rounds, length, hash));
}
