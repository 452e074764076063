/** The kinds of tokens: keywords and symbols are named by their text, the others in angle brackets. */
const keywordList = [
  'and',
  'break',
  'do',
  'else',
  'elseif',
  'end',
  'false',
  'for',
  'function',
  'goto',
  'if',
  'in',
  'local',
  'nil',
  'not',
  'or',
  'repeat',
  'return',
  'then',
  'true',
  'until',
  'while',
] as const;
type Keyword = (typeof keywordList)[number];

export type Token =
  | '<eof>'
  | '<name>'
  | '<string>'
  | '<number>'
  | '<unknown>'
  | Keyword
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '^'
  | '#'
  | '&'
  | '~'
  | '|'
  | '<<'
  | '>>'
  | '=='
  | '~='
  | '<='
  | '>='
  | '<'
  | '>'
  | '='
  | '('
  | ')'
  | '{'
  | '}'
  | '['
  | ']'
  | '::'
  | ';'
  | ':'
  | ','
  | '.'
  | '..'
  | '...'
  | '->'
  | '?'
  | '!'
  | '@';

/** By their first letters. */
const keywords: Keyword[][] = [];
for (const word of keywordList) {
  const letter = word.charCodeAt(0);
  const row = keywords[letter];
  if (row === undefined) keywords[letter] = [word];
  else row.push(word);
}

/** The keyword that stands from `start` to `end`. Compares in place: making the text first takes twice as long. */
export function keywordAt(source: string, start: number, end: number): Keyword | undefined {
  const row = keywords[source.charCodeAt(start)];
  if (row === undefined) return undefined;
  const length = end - start;
  for (const word of row) if (word.length === length && source.startsWith(word, start)) return word;
  return undefined;
}
