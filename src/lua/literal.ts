/** A text as a JavaScript literal in printable ASCII (G1). */
export function literal(text: string): string {
  let out = "'";
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 39 || c === 92) out += `\\${text[i]}`;
    else if (c >= 32 && c < 127) out += text[i];
    else out += `\\u${c.toString(16).padStart(4, '0')}`;
  }
  return `${out}'`;
}

/** The two halves of an integer of 64 bits, each as a signed number. */
export function literalHalves(value: bigint): { readonly high: string; readonly low: string } {
  const text = (half: bigint): string => (half < 0n ? `(${half})` : String(half));
  return { high: text(BigInt.asIntN(32, value >> 32n)), low: text(BigInt.asIntN(32, value)) };
}
