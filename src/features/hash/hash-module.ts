/** The `hash` module: digests, message authentication, key derivation, and quick hashes for tables. */
import { createHash, createHmac } from 'node:crypto';
import { arg, defineModule, fn, t } from '#plugin';
import { deriveKey, iterations, keyHash, keyLength, notEmpty } from './derive-key.ts';
import { fnv32, fnv64 } from './fnv.ts';

type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** Digests run at some hundred bytes a microsecond. */
const bytesPerFuel = 64;

const raw = arg('raw', t.optional(t.boolean));

function digest(algorithm: Algorithm) {
  return fn({
    summary: `The ${algorithm.toUpperCase()} digest, in hexadecimal, or as bytes when raw is true.`,
    args: [arg('data', t.bytes), raw],
    returns: t.bytes,
    effect: 'local',
    run: (data, isRaw, call) => {
      call.spend(data.length / bytesPerFuel);
      return createHash(algorithm)
        .update(data, 'latin1')
        .digest(isRaw ? 'latin1' : 'hex');
    },
  });
}

function mac(algorithm: Algorithm) {
  return fn({
    summary: `The ${algorithm.toUpperCase()} code of a message with a secret, in hexadecimal, or as bytes when raw is true.`,
    args: [arg('data', t.bytes), arg('secret', t.bytes), raw],
    returns: t.bytes,
    effect: 'local',
    run: (data, secret, isRaw, call) => {
      call.spend(data.length / bytesPerFuel);
      const key = Buffer.from(secret, 'latin1');
      return createHmac(algorithm, key)
        .update(data, 'latin1')
        .digest(isRaw ? 'latin1' : 'hex');
    },
  });
}

export const hash = defineModule({
  name: 'hash',
  summary: 'Digests, message authentication, key derivation, and quick hashes.',
  classes: ['encoding'],
  functions: {
    md5: digest('md5'),
    sha1: digest('sha1'),
    sha256: digest('sha256'),
    sha512: digest('sha512'),
    hmac_md5: mac('md5'),
    hmac_sha1: mac('sha1'),
    hmac_sha256: mac('sha256'),
    hmac_sha512: mac('sha512'),

    fnv32: fn({
      summary: 'The FNV-1 hash of 32 bits: quick, for tables and shares, not for secrets.',
      args: [arg('data', t.bytes)],
      returns: t.integer(),
      effect: 'local',
      run: (data, call) => {
        call.spend(data.length / bytesPerFuel);
        return fnv32(data);
      },
    }),

    fnv64: fn({
      summary:
        'The FNV-1 hash of 64 bits, as a signed integer: quick, for tables and shares, not for secrets.',
      args: [arg('data', t.bytes)],
      returns: t.int64,
      effect: 'local',
      run: (data, call) => {
        call.spend(data.length / bytesPerFuel);
        return fnv64(data);
      },
    }),

    pbkdf2: fn({
      summary: 'A key of so many bytes from a password, made slow on purpose (PBKDF2).',
      args: [
        arg('password', notEmpty),
        arg('salt', notEmpty),
        arg('iterations', iterations),
        arg('key_length', keyLength),
        arg('hash', keyHash),
      ],
      returns: t.bytes,
      effect: 'local',
      run: deriveKey,
    }),
  },
});
