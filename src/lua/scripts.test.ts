import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodedName, positionOfStackLine, scriptName } from './scripts.ts';

test('a line of a stack leads back to the owner of the text', () => {
  const owner = {};
  const name = scriptName(owner, { type: 'function', index: 3 }, 'app:shapes');
  const position = { owner, part: { type: 'function', index: 3 }, line: 12, column: 7 };
  assert.deepEqual(positionOfStackLine(`    at Fn.area [as code] (${name}:12:7)`), position);
  assert.deepEqual(positionOfStackLine(`    at ${name}:12:7`), position);
  assert.equal(positionOfStackLine('    at area (lua:999999/app:shapes:12:7)'), undefined);
  assert.equal(positionOfStackLine('    at area (/src/lua:0/x.ts:12:7)'), undefined);
});

test('no name is taken for a place', () => {
  const owner = {};
  for (const name of ['lua:0/x:1:2', 'a:1:2', 'a b (lua:0/x:1:2)', ':3:4', 'x)', '\n    at lua:0/x:1:2']) {
    const found = positionOfStackLine(
      `    at f (${scriptName(owner, { type: 'unit' }, encodedName(name))}:12:7)`,
    );
    assert.deepEqual([found?.owner, found?.line, found?.column], [owner, 12, 7], name);
  }
});

test('G1: a name is printable text without spaces, whatever it was', () => {
  const odd = [
    '\u2028alert()',
    '\u2029',
    'a\nb',
    '*/',
    '//# sourceMappingURL=x',
    '\ud800',
    'é',
    ' ',
    "'",
    '"',
    '`$1`',
  ];
  for (const name of odd) assert.match(encodedName(name), /^[A-Za-z0-9%_.~/:-]+$/, JSON.stringify(name));
  assert.equal(encodedName('src/shapes.lua'), 'src/shapes.lua');
  assert.equal(encodedName('a(b)%2F'), 'a%28b%29%252F');
});
