/** Calls of the string library that give a text. */
import type { Writer } from './writer.ts';

const ITEMS = [
  'a',
  'b',
  '%a',
  '%d',
  '%w',
  '%s',
  '.',
  '[abc]',
  '[^a]',
  '[a-f]',
  '%l',
  '%p',
  '[%d%s]',
  'l',
  '%u',
  '%x',
  '%S',
];
const REPEATS = ['', '', '', '*', '+', '-', '?'];

/** A pattern, now and then a malformed one. */
export function pattern(w: Writer): string {
  if (w.chance(40)) return w.pick(['"%"', '"["', '")"', '"[a"', '"(a)%1"', '"%f"']);
  const items = w.list(1 + w.below(3), () => {
    const item = `${w.pick(ITEMS)}${w.pick(REPEATS)}`;
    return w.weighted([
      [6, () => item],
      [2, () => `(${item})`],
      [1, () => '()'],
      [1, () => `%f${w.pick(['%w', '[%a]', '%s'])}`.replace(/%f(%.)/, '%f[$1]')],
      [1, () => w.pick(['%bab', '%b()', '[%]a]', '[]]', '%%'])],
    ]);
  });
  const text = items.join('');
  return `"${w.chance(6) ? '^' : ''}${text}${w.chance(6) ? '$' : ''}"`;
}

function place(w: Writer): string {
  return w.pick(['1', '2', '3', '-1', '-2', '-3', '0', '5', '100']);
}

const FORMATS: readonly (readonly [format: string, kind: 'int' | 'str' | 'flt'])[] = [
  ['%d', 'int'],
  ['%5d|', 'int'],
  ['%-6d|', 'int'],
  ['%05d', 'int'],
  ['%+d', 'int'],
  ['%x', 'int'],
  ['%#X', 'int'],
  ['%o', 'int'],
  ['%s', 'str'],
  ['%10s|', 'str'],
  ['%-8.2s|', 'str'],
  ['%q', 'str'],
  ['%q', 'int'],
  ['%.3f', 'flt'],
  ['%8.2f|', 'flt'],
  ['%g', 'flt'],
  ['%e', 'flt'],
  ['%.2e', 'flt'],
  ['%10.4g|', 'flt'],
  ['%i', 'int'],
  ['%c', 'int'],
];

function formatted(w: Writer, depth: number): string {
  const parts = w.list(1 + w.below(2), () => w.pick(FORMATS));
  const values = parts.map(([format, kind]) =>
    format === '%c' ? String(65 + w.below(26)) : w.expression(kind, depth),
  );
  return `string.format("${parts.map(([format]) => format).join(w.pick([' ', ', ', '%%']))}", ${values.join(', ')})`;
}

/** A text made by the library. */
export function textCall(w: Writer, depth: number): string {
  const text = () => w.expression('str', depth);
  return w.weighted<string>([
    [2, () => `string.sub(${text()}, ${place(w)}, ${place(w)})`],
    [1, () => `(${text()}):sub(${place(w)})`],
    [2, () => `string.${w.pick(['upper', 'lower', 'reverse'])}(${text()})`],
    [1, () => `string.rep(${text()}, ${w.pick(['0', '1', '2', '3', '-1'])}${w.chance(2) ? ', ","' : ''})`],
    [3, () => formatted(w, depth)],
    [1, () => `string.char(${w.list(w.below(4), () => String(97 + w.below(26))).join(', ')})`],
    [1, () => `show(string.find(${text()}, ${pattern(w)}${w.chance(3) ? `, ${place(w)}` : ''}))`],
    [1, () => `show(string.find(${text()}, ${text()}, ${place(w)}, true))`],
    [2, () => `show(string.match(${text()}, ${pattern(w)}${w.chance(3) ? `, ${place(w)}` : ''}))`],
    [2, () => `show(string.gsub(${text()}, ${pattern(w)}, ${replacement(w, depth)}))`],
    [1, () => `table.concat(${w.expression('arr', depth)}, ${w.pick(['"-"', '", "', '""'])})`],
    [1, () => `show(string.byte(${text()}, ${place(w)}, ${place(w)}))`],
    [1, () => `show(tonumber(${text()}${w.chance(3) ? `, ${w.pick(['2', '10', '16', '36'])}` : ''}))`],
  ]);
}

function replacement(w: Writer, depth: number): string {
  return w.weighted<string>([
    [3, () => w.pick(['"<%0>"', '"%1"', '"x"', '""', '"%%"', '"%2"', '"%a"'])],
    [
      1,
      () => `function(m) return ${w.pick(['m', 'm .. m', 'nil', 'false', '#m', '"<" .. m .. ">"'])} end, 3`,
    ],
    [1, () => '{a = "1", b = true, l = 7, x = false}'],
    [1, () => `${w.expression('str', depth)}`],
  ]);
}
