/**
 * What an example says it prints, compared with what it does print.
 *
 *   `…` in a line stands for any text; a line of `...` for any number of lines.
 *   Times of the log and the unique parts of pids are never the same, so any of them will do.
 */

/** The whole output as it is expected; empty lines at its end do not matter. */
export function outputPattern(expected: string): RegExp {
  return new RegExp(`^${linesPattern(expected)}\\s*$`);
}

/** An output that has come as far as this. */
export function beginningPattern(expected: string): RegExp {
  return new RegExp(`^${linesPattern(expected)}`);
}

function linesPattern(expected: string): string {
  return expected
    .split('\n')
    .filter((line, index, all) => line !== '' || index < all.length - 1)
    .map((line) => (line.trim() === '...' ? '(?:.*\\n)*?' : `${linePattern(line)}\\n`))
    .join('');
}

const changing = /…|\d\d:\d\d:\d\d\.\d\d\d|0x[0-9a-f]{4,}/g;

function linePattern(line: string): string {
  let pattern = '';
  let end = 0;
  for (const found of line.matchAll(changing)) {
    pattern += escaped(line.slice(end, found.index)) + patternOf(found[0]);
    end = found.index + found[0].length;
  }
  return `${pattern}${escaped(line.slice(end)).replace(/\s+$/, '')}[ \\t]*`;
}

function patternOf(text: string): string {
  if (text === '…') return '.*';
  return text.startsWith('0x') ? '0x[0-9a-f]+' : '\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d';
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The lines that a Lua example says it prints: behind `-->`, or in the comment that begins with `-- prints:`. */
export function printedBy(lua: string): string {
  const lines: string[] = [];
  let isList = false;
  for (const line of lua.split('\n')) {
    const [, listed] = /^\s*--(?:\s{2,3}(.*))?$/.exec(line) ?? [];
    if (isList && listed !== undefined) lines.push(listed);
    isList = /^\s*-- prints:\s*$/.test(line) || (isList && listed !== undefined);
    const [, inline] = /-->\s?(.*)$/.exec(line) ?? [];
    if (inline !== undefined) lines.push(inline);
  }
  return lines.map((line) => `${line}\n`).join('');
}
