/**
 * `crypto.encrypt` and `crypto.decrypt`: encryption that also shows whether anything was changed. What is written is
 * the nonce, 12 random bytes, then the encrypted data, then the tag, 16 bytes.
 */
import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';
import { byteString, bytesOf, failure } from '#base';
import { arg, defineModule, fn, type Schema, t } from '#plugin';

const nonceLength = 12;
const tagLength = 16;
const bytesPerFuel = 64;

// Both kinds of cipher have the same interface; the types of the host speak of one at a time.
type Algorithm = CipherGCMTypes;

const aesOfKey: Readonly<Record<number, Algorithm>> = {
  16: 'aes-128-gcm',
  24: 'aes-192-gcm',
  32: 'aes-256-gcm',
};

interface Cipher {
  readonly name: string;
  readonly key: Schema<string>;
  readonly algorithm: (key: string) => Algorithm;
}

const aes: Cipher = {
  name: 'AES-GCM; the key has 16, 24 or 32 bytes',
  key: t.bytes.check((key) =>
    key.length in aesOfKey ? undefined : `must have 16, 24 or 32 bytes, not ${key.length}`,
  ),
  algorithm: (key) => aesOfKey[key.length] ?? 'aes-256-gcm',
};

const chacha20: Cipher = {
  name: 'ChaCha20-Poly1305; the key has 32 bytes',
  key: t.bytes.check((key) => (key.length === 32 ? undefined : `must have 32 bytes, not ${key.length}`)),
  algorithm: () => 'chacha20-poly1305' as Algorithm,
};

function encrypting({ name, key, algorithm }: Cipher) {
  return fn({
    summary: `Encrypts by ${name}. The further data is not encrypted, but must be the same to decrypt.`,
    args: [arg('data', t.bytes), arg('key', key), arg('aad', t.optional(t.bytes))],
    returns: t.bytes,
    effect: 'local',
    run: (data, secret, aad, call) => {
      call.spend(data.length / bytesPerFuel);
      const nonce = call.randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm(secret), bytesOf(secret), nonce, { authTagLength: tagLength });
      if (aad !== undefined) cipher.setAAD(bytesOf(aad));
      const encrypted = Buffer.concat([
        nonce,
        cipher.update(data, 'latin1'),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      return byteString(encrypted);
    },
  });
}

function decrypting({ name, key, algorithm }: Cipher) {
  return fn({
    summary: `Decrypts what was encrypted by ${name}.`,
    args: [arg('data', t.bytes), arg('key', key), arg('aad', t.optional(t.bytes))],
    returns: t.bytes,
    effect: 'local',
    run: (data, secret, aad, call) => {
      call.spend(data.length / bytesPerFuel);
      if (data.length < nonceLength + tagLength) throw notDecrypted('the data is too short');
      const bytes = bytesOf(data);
      const nonce = bytes.subarray(0, nonceLength);
      const options = { authTagLength: tagLength };
      const decipher = createDecipheriv(algorithm(secret), bytesOf(secret), nonce, options);
      decipher.setAuthTag(bytes.subarray(-tagLength));
      if (aad !== undefined) decipher.setAAD(bytesOf(aad));
      const head = decipher.update(bytes.subarray(nonceLength, -tagLength));
      return byteString(Buffer.concat([head, finish(() => decipher.final())]));
    },
  });
}

/** The end of the data, which shows whether all of it is genuine. */
function finish(final: () => Buffer): Buffer {
  try {
    return final();
  } catch (cause) {
    throw notDecrypted('another key, other further data, or the data was changed', cause);
  }
}

function notDecrypted(why: string, cause?: unknown): Error {
  return failure('Internal', `decryption failed: ${why}`, { retryable: false, cause });
}

export const encrypt = defineModule({
  name: 'encrypt',
  summary: 'Encryption that shows whether anything was changed.',
  functions: { aes: encrypting(aes), chacha20: encrypting(chacha20) },
});

export const decrypt = defineModule({
  name: 'decrypt',
  summary: 'The way back from `encrypt`.',
  functions: { aes: decrypting(aes), chacha20: decrypting(chacha20) },
});
