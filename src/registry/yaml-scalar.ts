/**
 * The value of an unquoted YAML scalar. The rules are those of YAML 1.2's core schema, with what the
 * original's reader adds: binary numbers, `0644` as an octal number, and `_` between digits.
 * Dates stay text.
 */
const fixed: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
  ...(['', '~', 'null', 'Null', 'NULL'] as const).map((text) => [text, null] as const),
  ...(['true', 'True', 'TRUE'] as const).map((text) => [text, true] as const),
  ...(['false', 'False', 'FALSE'] as const).map((text) => [text, false] as const),
  ...(['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'] as const).map((text) => [text, Infinity] as const),
  ...(['-.inf', '-.Inf', '-.INF'] as const).map((text) => [text, -Infinity] as const),
  ...(['.nan', '.NaN', '.NAN'] as const).map((text) => [text, Number.NaN] as const),
]);

const prefixed = /^([-+]?)0([box]?)([0-9a-fA-F_]+)$/;
const decimal = /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/;
const digitsOf: Readonly<Record<string, RegExp>> = { b: /^[01]+$/, o: /^[0-7]+$/, x: /^[0-9a-f]+$/i };

export function plainScalar(text: string): null | boolean | number | string {
  const known = fixed.get(text);
  if (known !== undefined) return known;
  // Nothing else begins like a number; most scalars are decided here.
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  return isNumeric ? numberOrText(text) : text;
}

function numberOrText(text: string): number | string {
  const [, sign = '', base = '', digits = ''] = prefixed.exec(text) ?? [];
  if (digits !== '') {
    const radix = base === '' ? 'o' : base;
    const plain = digits.replaceAll('_', '');
    if (digitsOf[radix]?.test(plain)) return Number(`0${radix}${plain}`) * (sign === '-' ? -1 : 1);
    if (base !== '') return text;
  }
  return decimal.test(text) ? Number(text.replaceAll('_', '')) : text;
}
