/**
 * What a page of the documentation holds: fenced blocks of code, headings and links.
 *
 * The words behind the opening fence say what a block is:
 *
 *   ```lua                        the body of a process, run by itself
 *   ```lua src/hello.lua          a file of the page's application
 *   ```yaml src/_index.yaml       the same, also for `.wippy.yaml` and `wippy.lock`
 *   ```console                    commands behind `$ `, and what they print; run in the application's folder
 *   ```sh, ```text, ```ts         for people, never run
 *
 * A later block with the same path replaces the file. The line `<!-- new application -->` begins another folder.
 */

export interface Block {
  readonly language: string;
  /** The path behind the language. */
  readonly file: string | undefined;
  readonly text: string;
  /** The line of the page on which the text begins. */
  readonly line: number;
  /** Counts the applications of the page. */
  readonly application: number;
}

export interface Link {
  readonly target: string;
  readonly line: number;
}

export interface Page {
  readonly path: string;
  readonly blocks: readonly Block[];
  /** As they stand in links: `how-to-run`. */
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly Link[];
}

const fence = /^(\s*)```(.*)$/;
const heading = /^#{1,6} (.+)$/;
const link = /\]\(([^)\s]+)\)/g;

export function readPage(path: string, text: string): Page {
  const blocks: Block[] = [];
  const anchors = new Set<string>();
  const links: Link[] = [];
  let open: { language: string; file: string | undefined; lines: string[]; line: number } | undefined;
  let application = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const [, , words] = fence.exec(line) ?? [];
    if (open !== undefined) {
      if (words === undefined) open.lines.push(line);
      else {
        blocks.push({ ...open, text: `${open.lines.join('\n')}\n`, application });
        open = undefined;
      }
    } else if (words !== undefined) {
      const [language = '', file] = words.trim().split(/\s+/);
      open = { language, file, lines: [], line: index + 2 };
    } else {
      if (line.trim() === '<!-- new application -->') application++;
      const [, title] = heading.exec(line) ?? [];
      if (title !== undefined) anchors.add(anchorOf(title));
      for (const [, target = ''] of line.matchAll(link)) links.push({ target, line: index + 1 });
    }
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: the block is never closed`);
  return { path, blocks, anchors, links };
}

/** As GitHub makes it of a heading. */
export function anchorOf(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
