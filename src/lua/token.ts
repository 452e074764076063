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

const keywords: ReadonlyMap<string, Keyword> = new Map(keywordList.map((word) => [word, word]));
const longestKeyword = 8;

export function keywordOf(text: string): Keyword | undefined {
  return text.length <= longestKeyword ? keywords.get(text) : undefined;
}
