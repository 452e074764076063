/** `wippy lint`, called as the shell calls it, in folders of their own. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { commandIn, index } from './command.testing.ts';

const application = {
  'src/_index.yaml':
    index(`  - {name: greet, kind: function.lua, source: file://greet.lua, method: main, modules: [json, funcs]}
  - {name: short, kind: function.lua, source: 'return function() return pritn() end'}
  - {name: data, kind: registry.entry, value: 1}`),
  'src/greet.lua': `local funcs = require("funcs")
local json = require("json")
local function main(name)
  return funcs.cal("app:shrt", name)
end
return { main = main }
`,
};

async function lint(context: TestContext, files: Record<string, string>, ...words: string[]) {
  return commandIn(context, files).run('lint', ...words);
}

test('lint shows each mistake with its place and line, and counts them', async (context) => {
  const { code, out } = await lint(context, application);
  assert.equal(code, 1);
  assert.equal(
    out,
    `src/greet.lua:4:16: error unknown_field: 'funcs' has no field 'cal'; did you mean 'call'?  (app:greet)
  4 |   return funcs.cal("app:shrt", name)
    |                ^
src/_index.yaml:7:47 (line 1 of the source): error unknown_name: there is no variable 'pritn'; did you mean 'print'?  (app:short)
  1 | return function() return pritn() end
    |                          ^
Checked 2 entries: 2 errors, 0 warnings
`,
  );
});

test('lint looks at style when it is asked to, and then a clean application has exit code 0', async (context) => {
  const files = {
    ...application,
    'src/greet.lua': 'local json = require("json")\nreturn { main = function() end }\n',
  };
  const cleaned = { ...files, 'src/_index.yaml': files['src/_index.yaml'].replace('pritn', 'print') };
  assert.deepEqual(await lint(context, cleaned), {
    code: 0,
    out: 'Checked 2 entries: 0 errors, 0 warnings\n',
    err: '',
  });
  const { code, out } = await lint(context, cleaned, '--rules');
  assert.equal(code, 0);
  assert.match(
    out,
    /^src\/greet.lua:1:7: warning W0006: 'json', the module "json", is never used {2}\(app:greet\)\n/,
  );
  assert.match(out, /Checked 2 entries: 0 errors, 1 warning\n$/);
});

test('lint --json gives what other tools read', async (context) => {
  const { out } = await lint(context, application, '--json', '--code', 'unknown_field');
  assert.deepEqual(JSON.parse(out), {
    diagnostics: [
      {
        entry_id: 'app:greet',
        code: 'unknown_field',
        severity: 'error',
        message: "'funcs' has no field 'cal'; did you mean 'call'?",
        line: 4,
        column: 16,
        place: 'src/greet.lua:4:16',
      },
    ],
    total_entries: 2,
    error_count: 1,
    warning_count: 0,
    hint_count: 0,
  });
});

test('lint --summary counts by namespace and code', async (context) => {
  const { out } = await lint(context, application, '--summary', '--rules');
  assert.equal(
    out,
    `By namespace:

  app    3 issues (2 errors, 1 warning)

By error code:

  W0006            [warning]    1 occurrence
  unknown_field    [error  ]    1 occurrence
  unknown_name     [error  ]    1 occurrence

Checked 2 entries: 2 errors, 1 warning
`,
  );
});

test('lint chooses by level, namespace, code and number', async (context) => {
  const other = index('  - {name: f, kind: function.lua, source: return missing}', 'app.users').replace(
    /.*(terminal|processes).*\n/g,
    '',
  );
  const files = { ...application, 'src/users/_index.yaml': other };
  const last = async (...words: string[]) => (await lint(context, files, ...words)).out.split('\n').at(-2);
  assert.equal(await last(), 'Checked 3 entries: 2 errors, 1 warning');
  assert.equal(await last('--level', 'error'), 'Checked 3 entries: 2 errors, 0 warnings');
  assert.equal(await last('--ns', 'app'), 'Checked 2 entries: 2 errors, 0 warnings');
  assert.equal(await last('--ns', 'app.*'), 'Checked 1 entry: 0 errors, 1 warning');
  assert.equal(await last('--ns', 'app', '--ns', 'app.users'), 'Checked 3 entries: 2 errors, 1 warning');
  assert.equal(await last('--code', 'unknown_field,P0001'), 'Checked 3 entries: 1 error, 0 warnings');
  const { out } = await lint(context, files, '--limit', '1');
  assert.match(out, /\n\.\.\. and 2 more\nChecked 3 entries: 2 errors, 1 warning\n$/);
});

test('lint tells of entries that are wrong, and of sources that are no programs', async (context) => {
  const files = {
    'src/_index.yaml': index(
      `  - {name: f, kind: function.lua, source: file://f.lua, modules: [jsn], imports: {lib: app:nothing}}`,
    ),
    'src/f.lua': 'local x = = 1',
  };
  const { code, out } = await lint(context, files);
  assert.equal(code, 1);
  const heads = out.split('\n').filter((line) => line.includes('(app:f)'));
  assert.deepEqual(heads, [
    "src/f.lua:1:11: error P0001: unexpected symbol near '='  (app:f)",
    "src/_index.yaml:6:67: error unknown_module: there is no module 'jsn'; did you mean 'json'?  (app:f)",
    'src/_index.yaml:6:88: error invalid_entry: imports.lib names app:nothing, which does not exist  (app:f)',
  ]);
});

test('a source whose file is missing is one mistake, and not read as a program', async (context) => {
  const files = { 'src/_index.yaml': index(`  - {name: f, kind: function.lua, source: file://f.lua}`) };
  const { code, out } = await lint(context, files);
  assert.equal(code, 1);
  const heads = out.split('\n').filter((line) => line.includes('(app:f)'));
  assert.deepEqual(heads, ['src/_index.yaml:6:43: error invalid_entry: there is no file src/f.lua  (app:f)']);
});

test('lint without a lock file says what is missing, and refuses options that make no sense', async (context) => {
  const empty = await lint(context, { 'wippy.lock': '' });
  assert.equal(empty.code, 0);
  const { err } = await commandIn(context, {}, { hasLockFile: false }).run('lint');
  assert.match(err, /there is no lock file/);
  assert.equal((await lint(context, application, '--level', 'errors')).code, 2);
  assert.equal((await lint(context, application, '--limit', 'x')).code, 2);
});

test('lint knows what libraries of the application give', async (context) => {
  const files = {
    'src/_index.yaml': index(`  - {name: calc, kind: library.lua, source: file://calc.lua}
  - {name: f, kind: function.lua, source: file://f.lua, imports: {calc: calc}}`),
    'src/calc.lua': 'local M = {}\nfunction M.add(a, b) return a + b end\nreturn M\n',
    'src/f.lua':
      'local calc = require("calc")\nreturn function() return calc.ad(1, 2) + calc.add(1, 2) end\n',
  };
  const { out } = await lint(context, files);
  assert.equal(
    out.split('\n')[0],
    "src/f.lua:2:31: error unknown_field: 'calc' has no field 'ad'; did you mean 'add'?  (app:f)",
  );
});
