/** The `crypto` module, by the cryptography of the host (OpenSSL). */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { bytesOf, failure } from '#base';
import { deriveKey, iterations, keyHash, keyLength, notEmpty } from '#features/hash';
import { LuaTable } from '#lua';
import { arg, defineModule, fn, t } from '#plugin';
import { decrypt, encrypt } from './cipher.ts';
import { algorithms, encodeToken, verifyToken } from './jwt.ts';
import { random } from './random.ts';

const bytesPerFuel = 64;
const algorithm = t.oneOf(...algorithms).default('HS256');

function mac(hash: 'sha256' | 'sha512') {
  return fn({
    summary: `The ${hash.toUpperCase()} code of data with a key, in hexadecimal.`,
    args: [arg('key', notEmpty), arg('data', t.bytes)],
    returns: t.bytes,
    effect: 'local',
    run: (key, data, call) => {
      call.spend(data.length / bytesPerFuel);
      return createHmac(hash, bytesOf(key)).update(data, 'latin1').digest('hex');
    },
  });
}

export const crypto = defineModule({
  name: 'crypto',
  summary: 'Random data, authentication codes, encryption, tokens and keys.',
  classes: ['io'],
  modules: [
    random,
    defineModule({
      name: 'hmac',
      summary: 'Authentication codes; the key comes first.',
      functions: { sha256: mac('sha256'), sha512: mac('sha512') },
    }),
    encrypt,
    decrypt,
    defineModule({
      name: 'jwt',
      summary: 'JSON Web Tokens.',
      functions: {
        encode: fn({
          summary: 'A signed token of claims; _header adds fields to its header.',
          args: [arg('payload', t.guest), arg('key', notEmpty), arg('alg', algorithm)],
          returns: t.bytes,
          effect: 'local',
          run: (claims, key, alg) => {
            if (claims instanceof LuaTable) return encodeToken(claims, key, alg);
            throw failure('Invalid', 'payload must be a table', { retryable: false });
          },
        }),

        verify: fn({
          summary:
            'The claims of a token that is genuine and in force; without exp only when require_exp is false.',
          args: [
            arg('token', notEmpty),
            arg('key', notEmpty),
            arg('alg', algorithm),
            arg('require_exp', t.boolean.default(true)),
          ],
          returns: t.guest,
          effect: 'local',
          run: (token, key, alg, requiresExpiry, call) =>
            verifyToken({ token, key, algorithm: alg, requiresExpiry, now: call.now() }),
        }),
      },
    }),
  ],
  functions: {
    pbkdf2: fn({
      summary: 'A key of so many bytes from a password, made slow on purpose.',
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

    constant_time_compare: fn({
      summary: 'Whether two texts are equal, in a time that does not tell where they differ.',
      args: [arg('a', t.bytes), arg('b', t.bytes)],
      returns: t.boolean,
      effect: 'local',
      run: (a, b) => a.length === b.length && timingSafeEqual(bytesOf(a), bytesOf(b)),
    }),
  },
});
