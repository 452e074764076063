/** The reference pages say what the definitions say; `npm run reference` writes them. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { features } from '#features';
import { texts } from '../scripts/reference/kernel-texts.ts';
import { referenceFolder, referencePages } from '../scripts/reference/pages.ts';
import { moduleNames } from '../src/runtime/module-names.ts';
import { LuaBlocks } from './documentation/lua-blocks.ts';

const root = join(import.meta.dirname, '..');
const advice = "the definitions have changed: 'npm run reference' writes the pages anew";
const pages = referencePages();

for (const [path, text] of pages) {
  test(`${path} is what the definitions give`, () => {
    assert.equal(readFileSync(join(root, path), 'utf8'), text, advice);
  });
}

test('the reference has no other pages', () => {
  const found = globSync(`${referenceFolder}/**/*.md`, { cwd: root });
  assert.deepEqual(found.sort(), [...pages.keys()].sort(), advice);
});

test('every module that code can name has a page, the libraries of the language on one', () => {
  const libraries = ['coroutine', 'string', 'table', 'math', 'os'];
  const missing = [...moduleNames(features)].filter(
    (name) => !libraries.includes(name) && !pages.has(`${referenceFolder}/modules/${name}.md`),
  );
  assert.deepEqual(missing, []);
});

/** How a value of each handle comes to be, for the modules that are described by hand. */
const values: Readonly<Record<string, string>> = {
  'process.SpawnBuilder': 'process.with_context({})',
  message: '(function() process.send(process.pid(), "t", 1) return (process.inbox():receive()) end)()',
  channel: 'channel.new(1)',
  error: 'errors.new("e")',
  payload: 'payload.new(1)',
  'funcs.Executor': 'funcs.new()',
  Future: 'funcs.async("page:nothing")',
  'events.Subscription': 'events.subscribe("x")',
};

test('handles that are described by hand have the methods that are described', async () => {
  const checks = Object.values(texts).flatMap(({ handles = [] }) =>
    handles.map(({ name, methods }) => {
      const names = methods.map(([call]) => `"${call.replace(/^:|\(.*/g, '')}"`);
      return `do local value = ${values[name]}
        if value then for _, name in ipairs({${names.join(',')}}) do
          if type(value[name]) ~= "function" then print("${name}", name) end
        end else print("${name}", "no value") end
      end`;
    }),
  );
  const text = `local funcs, events = require("funcs"), require("events")\n${checks.join('\n')}`;
  const block = { language: 'lua', file: undefined, text, line: 1, application: 0 };
  const running = await LuaBlocks.start([block]);
  try {
    assert.equal(await running.run(block), 'Future no value\n');
  } finally {
    await running.stop();
  }
});
