/**
 * What travels between schedulers, and between nodes: a kind, headers and a content, as bytes.
 *
 *   P5   Every packet has room for headers: the sender's pid, sequence, registry version, trace, deadline. Unknown
 *        headers are passed on.
 *   Pk1  Values are written by the value codec, so what crosses is the same as between two processes of one scheduler.
 *   Pk2  A kind that is not known here is refused with its name; the packets before and after it are not touched.
 */
import type { Value } from '#lua';
import type { Reader, Writer } from './binary.ts';
import type { Codec } from './codec.ts';

/** Header names; others may come. */
export const FROM = 'from';
export const SEQUENCE = 'sequence';
export const VERSION = 'version';
export const TRACE = 'trace';
export const DEADLINE = 'deadline';

export type Headers = ReadonlyMap<string, string>;

/** A packet: its content is the list of values that the kind asks for (see traffic.ts). */
export interface Packet {
  readonly kind: string;
  readonly headers: Headers;
  readonly content: readonly Value[];
}

const noHeaders: Headers = new Map();

export function writePacket(writer: Writer, packet: Packet, codec: Codec): void {
  writer.text(packet.kind);
  writer.count(packet.headers.size);
  for (const [name, value] of packet.headers) {
    writer.text(name);
    writer.text(value);
  }
  writer.count(packet.content.length);
  codec.writeAll(writer, packet.content);
}

export function readPacket(reader: Reader, codec: Codec): Packet {
  const kind = reader.text();
  const headers = readHeaders(reader);
  return { kind, headers, content: codec.readAll(reader, reader.count()) };
}

function readHeaders(reader: Reader): Headers {
  const count = reader.count();
  if (count === 0) return noHeaders;
  const headers = new Map<string, string>();
  for (let left = count; left > 0; left--) headers.set(reader.text(), reader.text());
  return headers;
}
