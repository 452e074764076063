/** `crypto.random`: what nobody can foresee. */
import { v4 } from 'uuid';
import { byteString } from '#base';
import { arg, defineModule, fn, t } from '#plugin';

const length = t.integer({ min: 1, max: 1_048_576 });
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const alphabet = t.bytes.check((value) =>
  value.length >= 1 && value.length <= 256 ? undefined : 'must have 1 to 256 characters',
);

/** Every character of the alphabet comes as often as any other: bytes beyond a whole multiple are thrown away. */
export function randomText(size: number, characters: string, bytes: (length: number) => Uint8Array): string {
  const limit = 256 - (256 % characters.length);
  let text = '';
  while (text.length < size) {
    const more = bytes(Math.min(65_536, Math.ceil((size - text.length) * 1.2) + 8));
    for (const byte of more) {
      if (byte < limit && text.length < size) text += characters[byte % characters.length];
    }
  }
  return text;
}

export const random = defineModule({
  name: 'random',
  summary: 'What nobody can foresee.',
  functions: {
    bytes: fn({
      summary: 'So many random bytes.',
      args: [arg('length', length)],
      returns: t.bytes,
      effect: 'local',
      run: (size, call) => {
        call.spend(size / 64);
        return byteString(call.randomBytes(size));
      },
    }),

    string: fn({
      summary: 'So many random characters of an alphabet; of letters and digits when it is left out.',
      args: [arg('length', length), arg('charset', alphabet.default(alphanumeric))],
      returns: t.bytes,
      effect: 'local',
      run: (size, characters, call) => {
        call.spend(size / 16);
        return randomText(size, characters, (count) => call.randomBytes(count));
      },
    }),

    uuid: fn({
      summary: 'A random UUID (version 4).',
      args: [],
      returns: t.string,
      effect: 'local',
      run: (call) => v4({ random: call.randomBytes(16) }),
    }),
  },
});
