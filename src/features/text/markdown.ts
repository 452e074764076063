/**
 * Splits Markdown at its blocks: headings, paragraphs, lists, tables and code.
 *
 *   Md1  A chunk begins with the heading that it stands under; with `headingHierarchy`, with those above as well.
 *   Md2  With `codeBlocks` a block of code stays whole, however long; otherwise it is split like text.
 *   Md3  Tables are split between rows, and each part has the head. With `joinTableRows` as many rows as fit go
 *        together; otherwise each row is a chunk.
 *   Md4  With `referenceLinks`, `[text][name]` becomes `[text](address)`, so that a chunk does not need the
 *        definition, which may stand in another.
 */
import { type Block, blocksOf, withAddresses } from './markdown-blocks.ts';
import { lengthOf, merge, splitRecursively, usualSeparators } from './splitter.ts';

export interface MarkdownOptions {
  readonly chunkSize: number;
  readonly overlap: number;
  readonly codeBlocks: boolean;
  readonly referenceLinks: boolean;
  readonly headingHierarchy: boolean;
  readonly joinTableRows: boolean;
}

interface Heading {
  readonly level: number;
  readonly text: string;
}

/** What stands between two headings. */
interface Section {
  /** The headings above, outermost first. */
  readonly headings: readonly Heading[];
  readonly blocks: Block[];
}

export function splitMarkdown(markdown: string, options: MarkdownOptions): string[] {
  const text = options.referenceLinks ? withAddresses(markdown) : markdown;
  const sections = sectionsOf(blocksOf(text));
  return sections.flatMap((section, index) => chunksOf(section, sections[index + 1], options));
}

function sectionsOf(blocks: readonly Block[]): Section[] {
  let current: Section = { headings: [], blocks: [] };
  const sections = [current];
  for (const block of blocks) {
    if (block.type === 'heading') {
      const above = current.headings.filter(({ level }) => level < block.level);
      current = { headings: [...above, block], blocks: [] };
      sections.push(current);
    } else current.blocks.push(block);
  }
  return sections;
}

function chunksOf(section: Section, next: Section | undefined, options: MarkdownOptions): string[] {
  const shown = options.headingHierarchy ? section.headings : section.headings.slice(-1);
  const title = shown.map(({ text }) => text).join('\n');
  if (section.blocks.length === 0) return title === '' || isRepeated(section, next, options) ? [] : [title];
  const within = {
    ...options,
    chunkSize: Math.max(1, options.chunkSize - (title === '' ? 0 : lengthOf(title) + 1)),
  };
  const chunks = bodyChunks(section.blocks, within);
  return title === '' ? chunks : chunks.map((chunk) => `${title}\n${chunk}`);
}

/** The next section shows this one's headings too. */
function isRepeated(
  section: Section,
  next: Section | undefined,
  { headingHierarchy }: MarkdownOptions,
): boolean {
  const last = section.headings.at(-1);
  return headingHierarchy && last !== undefined && next?.headings.includes(last) === true;
}

function bodyChunks(blocks: readonly Block[], options: MarkdownOptions): string[] {
  const chunks: string[] = [];
  let pieces: string[] = [];
  const flush = () => {
    chunks.push(...merge(pieces, '\n\n', options));
    pieces = [];
  };
  for (const block of blocks) {
    if (block.type === 'table' && !options.joinTableRows && block.rows.length > 0) {
      flush();
      chunks.push(...block.rows.map((row) => `${block.head}\n${row}`));
    } else pieces.push(...piecesOf(block, options));
  }
  flush();
  return chunks;
}

function piecesOf(block: Block, options: MarkdownOptions): string[] {
  switch (block.type) {
    case 'table':
      return tableParts(block.head, block.rows, options.chunkSize);
    case 'code':
      return options.codeBlocks ? [block.text] : textPieces(block.text, options);
    default:
      return textPieces(block.text, options);
  }
}

function textPieces(text: string, { chunkSize, overlap }: MarkdownOptions): string[] {
  if (lengthOf(text) <= chunkSize) return [text];
  return splitRecursively(text, { chunkSize, overlap, separators: usualSeparators, keepsSeparator: false });
}

/** As many rows as fit, each time below the head. */
function tableParts(head: string, rows: readonly string[], chunkSize: number): string[] {
  const parts: string[] = [];
  let part = head;
  let hasRows = false;
  for (const row of rows) {
    if (hasRows && lengthOf(part) + 1 + lengthOf(row) > chunkSize) {
      parts.push(part);
      part = head;
    }
    part += `\n${row}`;
    hasRows = true;
  }
  return [...parts, part];
}
