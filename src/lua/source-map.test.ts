import assert from 'node:assert/strict';
import { SourceMap } from 'node:module';
import { test } from 'node:test';
import { sourceMapComment } from './source-map.ts';

test('each line of the text is a line of the source', () => {
  for (const first of [1, 2, 16, 17, 40, 1000, 123_456]) {
    const comment = sourceMapComment('print("\xc3\xa9")', 'app:a b', first, 30);
    const [, encoded = ''] =
      /^\n\/\/# sourceMappingURL=data:application\/json;base64,(.+)$/.exec(comment) ?? [];
    const payload = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    assert.deepEqual(payload.sourcesContent, ['print("é")']);
    const map = new SourceMap(payload);
    for (const line of [0, 1, 29]) {
      const found = map.findEntry(line, 5);
      assert.ok('originalLine' in found);
      assert.equal(found.originalLine, first - 1 + line);
      assert.equal(found.originalSource, 'lua:///app:a%20b');
    }
  }
});
