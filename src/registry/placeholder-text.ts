/**
 * What stands in one text: plain parts, and placeholders with their defaults. It is read from left to right, each part once.
 *
 *   Pt1  What begins with `${` within a default ends with its own `}`, so a default may have placeholders, and theirs too.
 *   Pt2  `$${` is a plain `${`; within a default it too ends with its own `}`.
 *   Pt3  A placeholder whose end is not there takes the rest of the text, and is a mistake.
 */
export interface Placeholder {
  readonly name: string;
  /** Undefined: it has none. */
  readonly standard: readonly Part[] | undefined;
}

export interface Unclosed {
  readonly unclosed: string;
}

export type Part = string | Placeholder | Unclosed;

/** `${env:NAME` or `${NAME`, and whether a default follows; without one it must end there. */
const head = /\$\{(?:env:([^}|]+)|([A-Z0-9_]+)(?=\|))(\|?)/y;
/** Placeholders within placeholders: more are a mistake. */
const DEEPEST = 32;

export function partsOf(text: string): readonly Part[] {
  return new Reader(text).parts();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parts(): Part[] {
    return this.#parts(0) ?? [];
  }

  /** Within a default (a depth above 0) up to the `}` that ends it, which is left; undefined when there is none. */
  #parts(depth: number): Part[] | undefined {
    const parts: Part[] = [];
    let plain = '';
    /** So many `{` of plain text within a default wait for their end. */
    let open = 0;
    const text = this.#text;
    while (this.#at < text.length) {
      const rest = this.#next(depth > 0);
      plain += text.slice(this.#at, rest);
      this.#at = rest;
      if (rest === text.length) break;
      if (text[rest] === '}') {
        if (open === 0) return plain === '' ? parts : [...parts, plain];
        open--;
        plain += '}';
        this.#at++;
      } else if (text.startsWith('$${', rest)) {
        if (depth > 0) open++;
        plain += '${';
        this.#at += 3;
      } else {
        const placeholder = this.#placeholder(depth);
        if (placeholder === undefined) {
          if (depth > 0) open++;
          plain += '${';
          this.#at = rest + 2;
          continue;
        }
        if (plain !== '') parts.push(plain);
        plain = '';
        parts.push(placeholder);
      }
    }
    if (depth > 0) return undefined;
    if (plain !== '') parts.push(plain);
    return parts;
  }

  /** Where the next part begins or, within a default, it may end. */
  #next(isDefault: boolean): number {
    const text = this.#text;
    for (let at = this.#at; at < text.length; at++) {
      const char = text[at];
      if (char === '$' && (text.startsWith('{', at + 1) || text.startsWith('${', at + 1))) return at;
      if (isDefault && char === '}') return at;
    }
    return text.length;
  }

  /** Undefined where a plain `${` stands. */
  #placeholder(depth: number): Placeholder | Unclosed | undefined {
    const start = this.#at;
    head.lastIndex = start;
    const [all = '', long, short, bar] = head.exec(this.#text) ?? [];
    if (all === '') return undefined;
    this.#at = start + all.length;
    const standard = bar === '' ? undefined : depth < DEEPEST ? this.#parts(depth + 1) : undefined;
    const isClosed = this.#text[this.#at] === '}' && (bar === '' || standard !== undefined);
    if (!isClosed) {
      this.#at = this.#text.length;
      return { unclosed: this.#text.slice(start) };
    }
    this.#at++;
    return { name: (long ?? short ?? '').trim(), standard };
  }
}
