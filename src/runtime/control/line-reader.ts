/** Bytes that come in pieces, as the lines that they are. */
export class LineReader {
  readonly #most: number;
  #parts: Buffer[] = [];
  #length = 0;

  /** `most`: the bytes that a line may have. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The lines that are whole by now; `undefined` once one is too long, and then for ever. */
  push(chunk: Buffer): readonly string[] | undefined {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      if (!this.#add(chunk.subarray(start, end))) return undefined;
      lines.push(this.#take());
      start = end + 1;
    }
    return this.#add(chunk.subarray(start)) ? lines : undefined;
  }

  #add(part: Buffer): boolean {
    this.#length += part.length;
    if (this.#length > this.#most) {
      this.#parts = [];
      this.#length = Number.POSITIVE_INFINITY;
      return false;
    }
    if (part.length > 0) this.#parts.push(part);
    return true;
  }

  #take(): string {
    const line = Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#length = 0;
    return line;
  }
}

const LINE_FEED = 0x0a;
