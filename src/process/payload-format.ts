/** The formats of payloads and how their texts are read and written. */
import { decode, encode } from '@msgpack/msgpack';
import { parse, stringify } from 'yaml';
import { byteString, bytesOf, decodeUtf8, encodeUtf8, failure, rawJSON } from '#base';
import type { Value } from '#lua';
import { asText, fromData, toData } from './lua-data.ts';

export interface Format {
  /** The guest's value of a text of this format. */
  read(text: string): Value;
  write(value: Value): string;
}

const plainText: Format = {
  read: (text) => text,
  write: (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
      return String(value);
    return jsonText(value);
  },
};

/** By their names; `lua/any` and the error format hold values themselves and are not texts. */
export const textFormats: Readonly<Record<string, Format>> = {
  'json/plain': { read: (text) => fromData(JSON.parse(decodeUtf8(text)), asText.write), write: jsonText },
  'yaml/plain': {
    read: (text) => fromData(parse(decodeUtf8(text), { maxAliasCount: 100 }), asText.write),
    write: (value) => encodeUtf8(stringify(toData(value, asText.read) ?? null)),
  },
  'text/plain': plainText,
  'application/octet-stream': plainText,
  'application/msgpack': {
    read: (text) => fromData(decode(bytesOf(text), { useBigInt64: true }), asText.write),
    write: (value) => byteString(encode(toData(value, asText.read), { useBigInt64: true })),
  },
};

function jsonText(value: Value): string {
  const data = toData(value, asText.read);
  const text = JSON.stringify(data ?? null, (_, item) =>
    typeof item === 'bigint' ? rawJSON(String(item)) : item,
  );
  if (text === undefined) throw failure('Internal', 'the value has no JSON form');
  return encodeUtf8(text);
}
