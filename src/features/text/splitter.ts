/**
 * Splits documents into chunks that are as large as allowed and end where sense does.
 *
 *   Sp1  A chunk has at most `chunkSize` characters, unless there is no separator left to split at.
 *   Sp2  A chunk begins with the last pieces of the one before, up to `overlap` characters of them.
 *   Sp3  The first separator that the text has is tried first; what is still too long goes to the next.
 */
export interface RecursiveOptions {
  readonly chunkSize: number;
  readonly overlap: number;
  /** Most telling first. The empty one splits between characters. */
  readonly separators: readonly string[];
  /** Pieces begin with the separator before them. */
  readonly keepsSeparator: boolean;
}

export const usualSeparators = ['\n\n', '\n', ' ', ''] as const;

export function splitRecursively(text: string, options: RecursiveOptions): string[] {
  return splitBy(text, options.separators, options);
}

function splitBy(text: string, separators: readonly string[], options: RecursiveOptions): string[] {
  const index = separators.findIndex((each) => each === '' || text.includes(each));
  const separator = separators[index] ?? separators.at(-1) ?? '';
  const finer = index < 0 ? [] : separators.slice(index + 1);
  const glue = options.keepsSeparator ? '' : separator;
  const chunks: string[] = [];
  let small: string[] = [];
  const flush = () => {
    chunks.push(...merge(small, glue, options));
    small = [];
  };
  for (const piece of piecesOf(text, separator, options.keepsSeparator)) {
    if (lengthOf(piece) < options.chunkSize) {
      small.push(piece);
      continue;
    }
    flush();
    if (finer.length === 0) chunks.push(piece);
    else chunks.push(...splitBy(piece, finer, options));
  }
  flush();
  return chunks;
}

function piecesOf(text: string, separator: string, keepsSeparator: boolean): string[] {
  const pieces = separator === '' ? [...text] : text.split(separator);
  if (!keepsSeparator) return pieces;
  return pieces.map((piece, index) => (index === 0 ? piece : separator + piece));
}

/** Puts pieces together into chunks (Sp1, Sp2). */
export function merge(
  pieces: readonly string[],
  glue: string,
  { chunkSize, overlap }: Pick<RecursiveOptions, 'chunkSize' | 'overlap'>,
): string[] {
  const chunks: string[] = [];
  const glueLength = lengthOf(glue);
  let open: { text: string; length: number }[] = [];
  let total = 0;
  const close = () => {
    const chunk = open
      .map(({ text }) => text)
      .join(glue)
      .trim();
    if (chunk !== '') chunks.push(chunk);
  };
  for (const text of pieces) {
    const length = lengthOf(text);
    const joined = () => total + length + (open.length > 0 ? glueLength : 0);
    if (joined() > chunkSize && open.length > 0) {
      close();
      let dropped = 0;
      while (dropped < open.length && (total > overlap || (joined() > chunkSize && total > 0))) {
        total -= (open[dropped]?.length ?? 0) + (open.length - dropped > 1 ? glueLength : 0);
        dropped++;
      }
      open = open.slice(dropped);
    }
    total = joined();
    open.push({ text, length });
  }
  close();
  return chunks;
}

/** In characters, as people count them, not in UTF-16. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) length--;
  return length;
}
