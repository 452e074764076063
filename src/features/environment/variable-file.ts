/**
 * The text of a file of variables: `KEY=VALUE` lines, with `#` before what is for people.
 *
 *   Vf1  Quotes and backslashes are part of the value; blanks around key and value are not, nor is what follows a `#` that has a
 *        blank or nothing before it: one within a password is its own.
 *   Vf2  A value that is set is written into its own line; all other lines stay as they are.
 */
const assignment = /^\s*(?:export\s+)?([A-Za-z0-9_.-]+)\s*=(.*)$/;

/** A value that a line cannot hold would be read back as another. */
export function isWritable(value: string): boolean {
  return !/[\r\n]/.test(value) && value === textBehind(value);
}

export function readVariables(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key, value = ''] = assignment.exec(line) ?? [];
    if (key !== undefined && !line.trimStart().startsWith('#')) values.set(key, textBehind(value));
  }
  return values;
}

/** The text with the variable set, in its last line when it has several. */
export function writeVariable(text: string, key: string, value: string): string {
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  const place = lines.findLastIndex(
    (line) => !line.trimStart().startsWith('#') && assignment.exec(line)?.[1] === key,
  );
  const written = `${key}=${value}`;
  if (place < 0) lines.push(written);
  else lines[place] = written;
  return `${lines.join('\n')}\n`;
}

function textBehind(written: string): string {
  return written.replace(/(?:^|\s)#.*$/, '').trim();
}
