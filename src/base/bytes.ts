/**
 * A guest's string is a byte string: a JavaScript string whose every char code is a byte, 0 to 255.
 * V8 keeps it at one byte per char, so it costs what the bytes cost. UTF-8 is read and written only
 * here, at the host's edge; text that is ASCII (nearly all of it) is its own encoding.
 */
const beyondAscii = /[^\0-\x7f]/;
const beyondByte = /[^\0-\xff]/;

export function isAscii(text: string): boolean {
  return !beyondAscii.test(text);
}

export function isByteString(text: string): boolean {
  return !beyondByte.test(text);
}

/** The bytes of a text in UTF-8, as a guest's string. A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): string {
  return beyondAscii.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** A guest's string read as UTF-8. What is no UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: string): string {
  return beyondAscii.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

/** A guest's string as bytes. */
export function bytesOf(byteString: string): Uint8Array {
  return Buffer.from(byteString, 'latin1');
}

/** Bytes as a guest's string. */
export function byteString(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
