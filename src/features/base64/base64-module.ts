/** The `base64` module: the standard alphabet with padding (RFC 4648). */
import { byteString } from '#base';
import { arg, defineModule, fn, Schema, t } from '#plugin';

const digits = /^[\dA-Za-z+/]*={0,2}$/;
const expects = 'base64 text';

/** Line breaks are skipped, as mail has them. */
const encoded = new Schema<string>({
  expects,
  admits: (value) => typeof value === 'string',
  read: (value, reading) => {
    const text = typeof value === 'string' ? value.replaceAll(/[\r\n]/g, '') : undefined;
    return text !== undefined && text.length % 4 === 0 && digits.test(text)
      ? text
      : reading.expected(expects, value);
  },
  write: (value) => value,
  json: () => ({ type: 'string' }),
});

export const base64 = defineModule({
  name: 'base64',
  summary: 'Bytes as text of 64 characters, and back.',
  classes: ['encoding'],
  functions: {
    encode: fn({
      summary: 'Bytes as base64, with padding.',
      args: [arg('data', t.bytes)],
      returns: t.bytes,
      effect: 'local',
      run: (data, call) => {
        call.spend(data.length / 64);
        return Buffer.from(data, 'latin1').toString('base64');
      },
    }),

    decode: fn({
      summary: 'The bytes of a base64 text.',
      args: [arg('data', encoded)],
      returns: t.bytes,
      effect: 'local',
      run: (data, call) => {
        call.spend(data.length / 64);
        return byteString(Buffer.from(data, 'base64'));
      },
    }),
  },
});
