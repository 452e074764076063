/** Cuts Markdown into its blocks, line by line. Nothing of the text is lost but blank lines between blocks. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'table'; readonly head: string; readonly rows: readonly string[] }
  | { readonly type: 'text'; readonly text: string };

const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}(#{1,6})(?:\s|$)/;
const underline = /^ {0,3}(=+|-+)\s*$/;
const tableRule = /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$/;

export function blocksOf(markdown: string): Block[] {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let place = 0;
  while (place < lines.length) {
    const line = lines[place] ?? '';
    const read =
      line.trim() === ''
        ? undefined
        : (readCode(lines, place) ??
          readHeading(lines, place) ??
          readTable(lines, place) ??
          readText(lines, place));
    if (read !== undefined) blocks.push(read.block);
    place = read?.end ?? place + 1;
  }
  return blocks;
}

interface Read {
  readonly block: Block;
  /** The line after it. */
  readonly end: number;
}

function readCode(lines: readonly string[], start: number): Read | undefined {
  const mark = fence.exec(lines[start] ?? '')?.[1];
  if (mark === undefined) return undefined;
  const closes = (line: string) =>
    line.trimStart().startsWith(mark) && line.trim().replaceAll(mark.charAt(0), '') === '';
  const close = lines.findIndex((line, index) => index > start && closes(line));
  const end = close < 0 ? lines.length : close + 1;
  return { block: { type: 'code', text: lines.slice(start, end).join('\n') }, end };
}

function readHeading(lines: readonly string[], start: number): Read | undefined {
  const line = lines[start] ?? '';
  const mark = heading.exec(line)?.[1];
  if (mark !== undefined)
    return { block: { type: 'heading', level: mark.length, text: line.trim() }, end: start + 1 };
  const under = underline.exec(lines[start + 1] ?? '')?.[1];
  if (under === undefined || line.includes('|') || /^\s*[-*+>]/.test(line)) return undefined;
  const level = under.startsWith('=') ? 1 : 2;
  return { block: { type: 'heading', level, text: `${'#'.repeat(level)} ${line.trim()}` }, end: start + 2 };
}

function readTable(lines: readonly string[], start: number): Read | undefined {
  const head = lines[start] ?? '';
  const rule = lines[start + 1] ?? '';
  if (!head.includes('|') || !tableRule.test(rule)) return undefined;
  let end = start + 2;
  while (lines[end]?.includes('|')) end++;
  return { block: { type: 'table', head: `${head}\n${rule}`, rows: lines.slice(start + 2, end) }, end };
}

/** Until a blank line, or the beginning of another block. */
function readText(lines: readonly string[], start: number): Read {
  let end = start + 1;
  for (;;) {
    const line = lines[end];
    if (line === undefined || line.trim() === '' || fence.test(line)) break;
    if (readHeading(lines, end) !== undefined || readTable(lines, end) !== undefined) break;
    end++;
  }
  return { block: { type: 'text', text: lines.slice(start, end).join('\n') }, end };
}

const definition = /^ {0,3}\[([^\]\n]+)\]:[ \t]+(\S+).*$/gm;
const reference = /\[([^\]\n]+)\]\[([^\]\n]*)\]/g;

/** Links by name with their addresses in place, and without the definitions of the names. */
export function withAddresses(markdown: string): string {
  const addresses = new Map<string, string>();
  const rest = markdown.replace(definition, (_, name: string, address: string) => {
    addresses.set(name.toLowerCase(), address);
    return '';
  });
  return rest.replace(reference, (whole, text: string, name: string) => {
    const address = addresses.get((name === '' ? text : name).toLowerCase());
    return address === undefined ? whole : `[${text}](${address})`;
  });
}
