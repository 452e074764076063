/**
 * JSON Web Tokens (RFC 7519), signed with a secret (HS256, HS384, HS512) or an RSA key (RS256).
 *
 *   Jw1  A token is verified by the algorithm that the caller names, never by the one it names itself.
 *   Jw2  `exp` and `nbf` are checked when they are there; `exp` must be there unless the caller says otherwise.
 *   Jw3  The header of a token names the algorithm it was signed by, whatever `_header` says.
 */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import { byteString, failure } from '#base';
import { decodeJson, encodeJson } from '#features/json';
import { LuaTable } from '#lua';

export const algorithms = ['HS256', 'HS384', 'HS512', 'RS256'] as const;
export type JwtAlgorithm = (typeof algorithms)[number];

const hashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

const signRsa = (signed: string, key: KeyObject) =>
  promisify<string, Buffer, KeyObject, Buffer>(sign)('RSA-SHA256', Buffer.from(signed), key);
const verifyRsa = (signed: string, key: KeyObject, signature: Buffer) =>
  promisify<string, Buffer, KeyObject, Buffer, boolean>(verify)(
    'RSA-SHA256',
    Buffer.from(signed),
    key,
    signature,
  );

export async function encodeToken(claims: LuaTable, key: string, algorithm: JwtAlgorithm): Promise<string> {
  const signed = `${headerOf(claims, algorithm)}.${base64url(encodeJson(withoutHeader(claims)))}`;
  if (algorithm !== 'RS256') return `${signed}.${mac(signed, key, algorithm).toString('base64url')}`;
  const signature = await signRsa(signed, rsaKey(key, createPrivateKey));
  return `${signed}.${signature.toString('base64url')}`;
}

/** Jw3 */
function headerOf(claims: LuaTable, algorithm: JwtAlgorithm): string {
  const header = new LuaTable();
  header.set('alg', algorithm);
  header.set('typ', 'JWT');
  const further = claims.get('_header');
  if (further instanceof LuaTable) {
    for (const [name, value] of further.entries()) if (name !== 'alg') header.set(name, value);
  }
  return base64url(encodeJson(header));
}

function withoutHeader(claims: LuaTable): LuaTable {
  const rest = new LuaTable();
  for (const [name, value] of claims.entries()) if (name !== '_header') rest.set(name, value);
  // An empty table would be a list.
  return rest.isEmpty() ? (decodeJson('{}') as LuaTable) : rest;
}

export interface Verification {
  readonly token: string;
  readonly key: string;
  readonly algorithm: JwtAlgorithm;
  readonly requiresExpiry: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The claims of a token that is genuine and in force. */
export async function verifyToken(verification: Verification): Promise<LuaTable> {
  const [header = '', payload = '', signature = '', ...more] = verification.token.split('.');
  if (signature === '' || more.length > 0) throw refused('it does not have three parts');
  const { algorithm } = verification;
  if (tableIn(header, 'header').get('alg') !== algorithm) throw refused(`it was not signed by ${algorithm}`);
  const isGenuine = await hasSignature(
    `${header}.${payload}`,
    Buffer.from(signature, 'base64url'),
    verification,
  );
  if (!isGenuine) throw refused('its signature is wrong');
  const claims = tableIn(payload, 'payload');
  checkTimes(claims, verification);
  return claims;
}

async function hasSignature(
  signed: string,
  signature: Buffer,
  { key, algorithm }: Verification,
): Promise<boolean> {
  if (algorithm === 'RS256') {
    return verifyRsa(signed, rsaKey(key, createPublicKey), signature);
  }
  const wanted = mac(signed, key, algorithm);
  return wanted.length === signature.length && timingSafeEqual(wanted, signature);
}

/** Jw2 */
function checkTimes(claims: LuaTable, { requiresExpiry, now }: Verification): void {
  const expiry = instantIn(claims, 'exp');
  if (expiry === undefined && requiresExpiry) throw refused('it has no expiry (exp)');
  if (expiry !== undefined && now >= expiry * 1000) throw refused('it has expired');
  const start = instantIn(claims, 'nbf');
  if (start !== undefined && now < start * 1000) throw refused('it is not in force yet');
}

function instantIn(claims: LuaTable, name: string): number | undefined {
  const value = claims.get(name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  throw refused(`its ${name} is no number`);
}

function tableIn(part: string, name: string): LuaTable {
  let value: unknown;
  try {
    value = decodeJson(byteString(Buffer.from(part, 'base64url')));
  } catch (cause) {
    throw refused(`its ${name} cannot be read`, cause);
  }
  if (value instanceof LuaTable) return value;
  throw refused(`its ${name} is no object`);
}

function refused(why: string, cause?: unknown): Error {
  return failure('Internal', `the token is refused: ${why}`, { retryable: false, cause });
}

function mac(signed: string, key: string, algorithm: keyof typeof hashes): Buffer {
  return createHmac(hashes[algorithm], Buffer.from(key, 'latin1')).update(signed).digest();
}

function rsaKey(pem: string, read: (pem: string) => KeyObject): KeyObject {
  try {
    return read(pem);
  } catch (cause) {
    throw failure('Invalid', 'key must be an RSA key in PEM', { retryable: false, cause });
  }
}

function base64url(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('base64url');
}
