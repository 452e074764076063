/** `wippy registry ...` with a node that runs in the folder, and without one. Both in this process, over a real socket. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import type { Surroundings } from '../src/cli/command.ts';
import { commands } from '../src/cli/commands.ts';
import { runCommandLine } from '../src/cli/shell.ts';
import { findNode } from '../src/runtime/index.ts';

const me = `os:${userInfo().username}`;

const application = {
  'wippy.lock': 'directories:\n  src: ./src\n',
  'src/_index.yaml': `version: "1.0"
namespace: app
entries:
  - name: price
    kind: function.lua
    meta: {title: What it costs}
    source: file://price.lua
    method: price
  - {name: note, kind: registry.entry, text: hi, size: 5}
  - {name: spare, kind: registry.entry}
`,
  'src/price.lua': 'local function price()\n  return 2\nend\nreturn { price = price }\n',
};

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder with an application, and commands that are given there. */
class Place {
  readonly directory: string;
  readonly #context: TestContext;

  constructor(context: TestContext, files: Readonly<Record<string, string>> = {}) {
    this.#context = context;
    this.directory = mkdtempSync(join(tmpdir(), 'wippy-registry-'));
    context.after(() => rmSync(this.directory, { recursive: true }));
    for (const [path, text] of Object.entries({ ...application, ...files })) this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8');
  }

  stop: () => Promise<void> = async () => {};

  /** Gives a command with nothing, or a text, as its input. */
  async wippy(words: string, input = ''): Promise<Told> {
    return (await this.#call(words.split(' '), input)).ended;
  }

  /** Starts the application; it runs until the end of the test. */
  async start(): Promise<void> {
    const running = await this.#call(['run'], '');
    this.stop = async () => {
      // A second interrupt would end this process.
      this.stop = async () => {};
      running.interrupt();
      await running.ended;
    };
    this.#context.after(() => this.stop());
    while ((await findNode(this.directory))?.socket.destroy() === undefined)
      await new Promise((resolve) => setTimeout(resolve, 1));
  }

  async #call(words: readonly string[], input: string) {
    const written = { out: '', err: '' };
    const output = (name: 'out' | 'err') => ({
      write: (text: string) => {
        written[name] += text;
      },
      isTerminal: false,
    });
    let interrupt: () => void = () => {};
    const surroundings: Surroundings = {
      directory: this.directory,
      environment: {},
      out: output('out'),
      err: output('err'),
      terminal: {
        input: () => new PassThrough().end(input),
        output: new PassThrough().on('data', (part) => {
          written.out += String(part);
        }),
        error: new PassThrough(),
      },
      version: () => '1.2.3',
      onInterrupt: (run) => {
        interrupt = run;
        return () => {};
      },
    };
    const ended = runCommandLine(words, commands, surroundings).then((code) => ({ code, ...written }));
    return { ended, interrupt: () => interrupt() };
  }
}

async function running(context: TestContext, files: Readonly<Record<string, string>> = {}): Promise<Place> {
  const place = new Place(context, files);
  await place.start();
  return place;
}

/** What goes right prints this and nothing else. */
async function prints(place: Place, words: string, expected: string | RegExp, input?: string): Promise<void> {
  const { code, out, err } = await place.wippy(words, input);
  assert.equal(code, 0, err);
  if (typeof expected === 'string') assert.equal(out, expected);
  else assert.match(out, expected);
}

async function fails(place: Place, words: string, expected: string | RegExp, code = 1): Promise<void> {
  const told = await place.wippy(words);
  assert.equal(told.code, code, told.out);
  if (typeof expected === 'string') assert.equal(told.err, expected);
  else assert.match(told.err, expected);
}

const none =
  "wippy: no node runs in this folder, and without one no versions are kept (registry.history_type); 'wippy run' starts one\n";

test('what only a running node knows is refused where none runs', async (context) => {
  const place = new Place(context, { 'c.yaml': 'delete: [app:spare]\n' });
  for (const words of ['history', 'diff v0 v1', 'apply c.yaml', 'rollback v0', 'take']) {
    await fails(place, `registry ${words}`, none);
  }
  await fails(place, 'registry list --live', "wippy: no node runs in this folder; 'wippy run' starts one\n");
});

test('Rg1: while a node runs its entries are listed and shown, otherwise those of the files', async (context) => {
  const place = new Place(context);
  await prints(place, 'registry show app:note -f text', 'hi\n');
  await place.start();
  await place.wippy('registry apply -', '[{name: app:note, kind: registry.entry, text: changed}]');
  await prints(place, 'registry show app:note -f text', 'changed\n');
  await prints(place, 'registry show app:note', /^# version 1 by os:/);
  await prints(place, 'registry show app:note -f text --files', 'hi\n');
  await prints(place, 'registry show app:note -f text --set shutdown.timeout=1s', 'hi\n');
  await prints(place, 'registry show app:note -f text --at v0', 'hi\n');
  await prints(place, 'registry list --name note --json', /"changed"/);
  await prints(place, 'registry list --name note --json --files', /"hi"/);
  await prints(
    place,
    'registry list --name note',
    'ID        KIND            ABOUT\napp:note  registry.entry\n',
  );
  await fails(place, 'registry list --live --files', /--live and --files exclude each other/, 2);
  await fails(place, 'registry list --live --set a.b=1', /--set is for files/, 2);
});

test('entries that are not there are told with those that were meant', async (context) => {
  const place = await running(context);
  await fails(
    place,
    'registry show app:nite',
    "wippy: there is no entry app:nite; did you mean 'app:note'?\n",
  );
  await fails(place, 'registry show note', "wippy: there is no entry note; did you mean 'app:note'?\n");
  await fails(place, 'registry show app:note --at v7', 'wippy: there is no version 7\n');
});

test('find looks for words in entries, code included, and for fields', async (context) => {
  const place = new Place(context);
  const found = 'ID         KIND          WHERE\napp:price  function.lua  data.source:2: return 2\n';
  await prints(place, 'registry find RETURN', found);
  await place.start();
  await prints(place, 'registry find RETURN', found);
  await prints(
    place,
    'registry find .kind=function.* costs',
    /^ID.*\napp:price {2}function.lua {2}meta.title: What it costs\n$/,
  );
  await prints(place, 'registry find ^meta.title=What --json', /"id": "app:price"/);
  await prints(place, 'registry find .kind=registry.entry costs', '');
  await fails(place, 'registry find', /needs a word or a filter/, 2);
});

test('a change is applied, told, kept with author and message, and called at once', async (context) => {
  const place = await running(context);
  place.write(
    'changes/c.yaml',
    'namespace: app\nmessage: prices are up\nput:\n  - {name: price, kind: function.lua, source: file://price.lua, method: price}\n  - {name: fresh, kind: registry.entry}\ndelete: [spare]\n',
  );
  place.write('changes/price.lua', 'local function price()\n  return 3\nend\nreturn { price = price }\n');
  await prints(
    place,
    'registry apply changes/c.yaml',
    /^\+ app:fresh {2}registry.entry\n~ app:price {2}function.lua\n- app:spare {2}registry.entry\nv1: 1 created, 1 updated, 1 deleted in [\d.]+ ms\n$|^(.*\n)+v1: 1 created, 1 updated, 1 deleted in [\d.]+ ms\n$/,
  );
  const { current, versions } = JSON.parse((await place.wippy('registry history --json')).out);
  assert.equal(current, 1);
  const [{ id, parent, author, message, counts }] = versions;
  assert.deepEqual(
    { id, parent, author, message, counts },
    {
      id: 1,
      parent: 0,
      author: me,
      message: 'prices are up',
      counts: { create: 1, update: 1, delete: 1 },
    },
  );
});

test('--message and --base of the command go before those of the file', async (context) => {
  const place = await running(context);
  place.write(
    'c.yaml',
    'message: of the file\nbase: 0\nput: [{name: app:note, kind: registry.entry, text: one}]\n',
  );
  await prints(place, 'registry apply c.yaml --message mine', /v1: 1 updated/);
  await prints(place, 'registry history --limit 1', new RegExp(`^VERSION .*\nv1 \\* .*${me} +~1 +mine\n$`));
  place.write('c.yaml', 'base: 0\nput: [{name: app:note, kind: registry.entry, text: two}]\n');
  await fails(place, 'registry apply c.yaml', /^wippy: app:note changed since version 0; read again/);
  await fails(
    place,
    'registry apply c.yaml --dry-run',
    /^wippy: app:note changed since version 0; read again/,
  );
  await prints(place, 'registry apply c.yaml --base v1', /v2: 1 updated/);
});

test('what is so already makes no version', async (context) => {
  const place = await running(context);
  place.write('c.yaml', 'put: [{name: app:note, kind: registry.entry, text: hi, size: 5}]\n');
  await prints(place, 'registry apply c.yaml', 'nothing to change: v0 is so already\n');
  assert.equal(JSON.parse((await place.wippy('registry history --json')).out).total, 1);
});

test('a dry run shows what would change, refuses what would be refused, and changes nothing', async (context) => {
  const place = await running(context);
  place.write('c.yaml', 'put: [{name: app:note, kind: registry.entry, text: hi, size: 6}]\n');
  await prints(
    place,
    'registry apply c.yaml --dry-run',
    '~ app:note  registry.entry\n    data.size: 5 -> 6\nnothing was changed; applied to v0 it would be: 1 updated\n',
  );
  place.write('c.yaml', 'create:\n  - {name: app:note, kind: registry.entry}\n');
  await fails(place, 'registry apply c.yaml --dry-run', /^c\.yaml:2:5: app:note exists already\n/);
  place.write('c.yaml', 'put: [{name: app:price, kind: function.lua, source: return {, method: price}]\n');
  await fails(place, 'registry apply c.yaml --dry-run', /^c\.yaml:/);
  assert.equal(JSON.parse((await place.wippy('registry history --json')).out).total, 1);
  await prints(place, 'registry show app:note -f size', '5\n');
});

test('a refusal tells every problem where it stands, and nothing has changed', async (context) => {
  const place = await running(context);
  place.write('bad.lua', 'return { main = function( end }');
  place.write(
    'c.yaml',
    `namespace: app
put:
  - name: price
    kind: function.lua
    source: |
      local x = 1
      return }
    method: price
    modules: [jsn]
  - {name: other, kind: functon.lua}
  - {name: third, kind: function.lua, source: file://bad.lua, method: main}
`,
  );
  await fails(
    place,
    'registry apply c.yaml',
    `bad.lua:1:27: app:third: <name> or '...' expected near 'end'
  1 | return { main = function( end }
    |                           ^
c.yaml:7:14: app:price: unexpected symbol near '}'
  7 |       return }
    |              ^
c.yaml:9:15: app:price: there is no module 'jsn'; did you mean 'json'?
  9 |     modules: [jsn]
    |               ^
c.yaml:10:25: app:other: there is no kind 'functon.lua'; did you mean 'function.lua'?
  10 |   - {name: other, kind: functon.lua}
     |                         ^
4 errors
wippy: refused; nothing has changed
`,
  );
  assert.equal(JSON.parse((await place.wippy('registry history --json')).out).total, 1);
});

test('operations that cannot be are told all at once, also as JSON', async (context) => {
  const place = await running(context);
  place.write(
    'c.yaml',
    'namespace: app\ncreate: [{name: note, kind: registry.entry}]\nupdate: [{name: nothing}]\ndelete: [spore]\n',
  );
  const { code, out, err } = await place.wippy('registry apply c.yaml --json');
  assert.equal(code, 1);
  const { error } = JSON.parse(out);
  assert.deepEqual(
    error.problems.map(({ message, place: at }: { message: string; place: { line: number } }) => [
      at.line,
      message,
    ]),
    [
      [2, 'app:note exists already'],
      [3, 'there is no entry app:nothing'],
      [4, "there is no entry app:spore; did you mean 'app:spare'?"],
    ],
  );
  assert.match(err, /3 errors\nwippy: refused; nothing has changed\n$/);
});

test('a file that says no changes is told as such, without asking a node', async (context) => {
  const place = new Place(context, { 'c.yaml': 'creat: []\n', 'd.yaml': 'a: [' });
  await fails(
    place,
    'registry apply c.yaml',
    /^c\.yaml:1:1: creat is not known here; did you mean 'create'\?\n/,
  );
  await fails(place, 'registry apply d.yaml', /^d\.yaml:1:/);
  await fails(place, 'registry apply e.yaml', 'wippy: there is no file e.yaml\n');
});

test('diff shows what lies between two versions, and what was changed since the files were read', async (context) => {
  const place = await running(context);
  await place.wippy('registry apply -', '[{name: app:note, kind: registry.entry, text: "a\\nb\\n"}]');
  await place.wippy('registry apply -', '[{name: app:note, kind: registry.entry, text: "a\\nc\\n"}]');
  await prints(
    place,
    'registry diff v1 v2',
    '~ app:note  registry.entry\n    data.text:\n        a\n      - b\n      + c\n',
  );
  await prints(place, 'registry diff v2 v1', /- c\n {6}\+ b\n$/);
  await prints(place, 'registry diff v0', /- data.size: 5/);
  await prints(place, 'registry diff', /- data.size: 5/);
  await prints(place, 'registry diff v2', '');
  await fails(place, 'registry diff v7', 'wippy: there is no version 7\n');
  await fails(place, 'registry diff seven', /'seven' is no version; write v3, or current/, 2);
});

test('a difference can be applied as it is', async (context) => {
  const place = await running(context);
  await place.wippy(
    'registry apply -',
    '{delete: [app:spare], put: [{name: app:note, kind: registry.entry}]}',
  );
  const back = (await place.wippy('registry diff v1 v0 --json')).out;
  await prints(place, 'registry apply -', /v2: 1 created, 1 updated/, back);
  await prints(place, 'registry diff v0 v2', '');
});

test('rollback is a new version with the entries of an old one', async (context) => {
  const place = await running(context);
  await place.wippy(
    'registry apply -',
    '{delete: [app:spare], put: [{name: app:note, kind: registry.entry}]}',
  );
  await prints(place, 'registry rollback v0 --dry-run', /applied to v1 it would be: 1 created, 1 updated\n$/);
  await prints(place, 'registry rollback v0', /v2: 1 created, 1 updated in/);
  await prints(place, 'registry diff v0 v2', '');
  await prints(place, 'registry history --limit 1', /^.*\nv2 \* .* back to v0\n$/);
  await prints(place, 'registry rollback v0', 'nothing to change: v2 is so already\n');
  await fails(place, 'registry rollback current', /in force already/, 2);
});

test('take settles what was changed in the files and live', async (context) => {
  const place = await running(context);
  await place.wippy('registry apply -', '[{name: app:note, kind: registry.entry, text: live}]');
  await prints(
    place,
    'registry take',
    "nothing was changed both in the files and live\nchanged only live: 1 updated; 'wippy registry diff' shows it\n",
  );
  await prints(place, 'registry take files app:note', /^~ app:note {2}registry.entry\nv2: 1 updated/);
  await prints(place, 'registry show app:note -f text', 'hi\n');
  await fails(place, 'registry take sides app:note', /'sides' is no side; write files or live/, 2);
  await fails(place, 'registry take live', /needs the ids of entries/, 2);
});

test('history shows so many as are asked for, and says how many more there are', async (context) => {
  const place = await running(context);
  for (const text of ['a', 'b']) {
    await place.wippy('registry apply -', `[{name: app:note, kind: registry.entry, text: ${text}}]`);
  }
  const { out, err } = await place.wippy('registry history --limit 2');
  assert.deepEqual(
    out.split('\n').map((line) => line.split(' ')[0]),
    ['VERSION', 'v2', 'v1', ''],
  );
  assert.equal(err, 'wippy: 1 older ones; --limit 0 shows all\n');
  await prints(place, 'registry history --limit 0', /\nv0 .* loaded\n$/);
  await fails(place, 'registry history --limit all', /--limit all is no number/, 2);
});

test('Rn5: a second node of the folder does not start, and is told who has it', async (context) => {
  const place = await running(context);
  const { code, err } = await place.wippy('run');
  assert.equal(code, 1);
  assert.match(
    err,
    new RegExp(
      `^wippy: the application in .* runs already: process ${process.pid}, since \\d{4}-.* UTC; .* 'kill ${process.pid}' ends it in order\n$`,
    ),
  );
  await prints(place, 'run list', 'The application has no commands.\n');
});

test('Rn5: a node that ends takes its socket away', async (context) => {
  const place = new Place(context);
  const path = join(place.directory, '.wippy/state/control/node.sock');
  await place.start();
  assert.ok(existsSync(path));
  await place.stop();
  assert.equal(existsSync(path), false);
  await place.start();
});

test('Cc1: a node of another protocol is told apart before anything is asked', async (context) => {
  const place = new Place(context);
  mkdirSync(join(place.directory, '.wippy/state/control'), { recursive: true, mode: 0o700 });
  const greeting = { control: 2, program: '9.0.0', pid: 7, since: 0, directory: place.directory };
  const server = createServer((socket) => socket.write(`${JSON.stringify(greeting)}\n`));
  const path = join(place.directory, '.wippy/state/control/node.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  context.after(() => server.close());
  await fails(
    place,
    'registry history',
    /^wippy: the node \(process 7, since 1970-01-01 00:00:00 UTC\) is of wippy 9\.0\.0 and is asked in another way than this program knows, which is wippy 1\.2\.3; /,
  );
});

const lasting = {
  '.wippy.yaml': 'version: "1.0"\nregistry: {history_type: sqlite}\n',
  'c.yaml':
    'namespace: app\nmessage: stopped\nput: [{name: note, kind: registry.entry, text: live}]\ndelete: [spare]\n',
};

test('Rg3: the history of a stopped project is shown, changed and taken back', async (context) => {
  const place = new Place(context, lasting);
  await prints(
    place,
    'registry apply c.yaml --dry-run',
    /applied to v0 it would be: 1 updated, 1 deleted\n$/,
  );
  await prints(place, 'registry apply c.yaml', /v1: 1 updated, 1 deleted in/);
  await prints(place, 'registry history', new RegExp(`^.*\nv1 \\* .*${me} +~1 -1 +stopped\nv0 .* loaded\n$`));
  await prints(place, 'registry diff v0 v1', /- app:spare/);
  await prints(place, 'registry show app:note -f text --at v0', 'hi\n');
  place.write(
    'wrong.yaml',
    'put: [{name: app:price, kind: function.lua, source: "return {", method: price}]\n',
  );
  await fails(
    place,
    'registry apply wrong.yaml',
    /^wrong\.yaml:1:\d+: .*\n[\s\S]*wippy: refused; nothing has changed\n$/,
  );
  await prints(place, 'registry rollback v0', /v2: 1 created, 1 updated in/);
  await prints(place, 'registry diff v0 v2', '');
  await fails(place, 'registry apply c.yaml --guard true', /a guard watches what runs, and no node runs/);
});

test('Sp1: who looks at a stopped project sees what the next start would load, and writes nothing', async (context) => {
  const place = new Place(context, lasting);
  await prints(place, 'registry show app:note -f text', 'hi\n');
  assert.equal(existsSync(join(place.directory, '.wippy/registry.db')), false);
  await place.wippy('registry apply c.yaml');
  place.write('src/more.yaml', 'namespace: more\nentries:\n  - {name: note, kind: registry.entry}\n');
  await prints(
    place,
    'registry list --name note',
    'ID         KIND            ABOUT\napp:note   registry.entry\nmore:note  registry.entry\n',
  );
  await prints(place, 'registry show app:note -f text', 'live\n');
  await prints(place, 'registry show app:note -f text --files', 'hi\n');
  assert.equal(JSON.parse((await place.wippy('registry history --json')).out).total, 2);
});

test('what was changed while stopped is in force at the next start, and the other way round', async (context) => {
  const place = new Place(context, lasting);
  await place.wippy('registry apply c.yaml');
  await place.start();
  await prints(place, 'registry show app:note -f text --live', 'live\n');
  await place.wippy('registry apply -', '[{name: app:note, kind: registry.entry, text: later}]');
  await place.stop();
  await prints(place, 'registry show app:note -f text', 'later\n');
  await prints(place, 'registry history --limit 1', /\nv2 \*/);
});

test('a stopped project with mistakes is not changed', async (context) => {
  const place = new Place(context, {
    ...lasting,
    'src/more.yaml': 'namespace: more\nentries:\n  - {name: x, kind: nothing}\n',
  });
  await fails(
    place,
    'registry apply c.yaml',
    /src\/more\.yaml:3[\s\S]*wippy: the application has errors, and no node runs/,
  );
});

test('a guarded change is told with its watch, and with its verdict when that is waited for', async (context) => {
  const place = await running(context);
  place.write(
    'c.yaml',
    'guard: {window: 1h}\nput: [{name: app:note, kind: registry.entry, text: guarded}]\n',
  );
  await prints(
    place,
    'registry apply c.yaml',
    /v1: 1 updated in .*\nwatched until \d{4}-.* UTC; 'wippy registry history' shows the verdict\n$/,
  );
  await prints(place, 'registry history --limit 1', /\nv1 \* .*\[watching\]\n$/);
  place.write(
    'd.yaml',
    'put: [{name: app:spare, kind: registry.entry, text: guarded}]\nguard: {window: 0}\n',
  );
  await prints(place, 'registry apply d.yaml --wait', /v2: 1 updated in [^\n]*\n(watched until .*\n)?kept: /);
  place.write('e.yaml', 'delete: [app:spare]\n');
  await fails(place, 'registry apply e.yaml --wait', /--wait is for changes under a guard/, 2);
  await fails(place, 'registry apply e.yaml --guard soon', /the guard must be a table, or true/, 2);
  await fails(place, 'registry apply e.yaml --guard {windo:1s}', /guard\.windo:1s is not known/);
});

test('what is watched is listed, and a person ends a watch either way', async (context) => {
  const place = await running(context);
  await prints(place, 'registry guard', 'nothing is watched\n');
  const change = (text: string) =>
    place.write(
      'c.yaml',
      `guard: {window: 1h}\nput: [{name: app:note, kind: registry.entry, text: ${text}}]\n`,
    );
  change('first');
  await prints(place, 'registry apply c.yaml', /watched until/);
  await prints(place, 'registry guard', /^WATCHED +AUTHOR +UNTIL +ENTRIES\nv1 +os:\S+ .* app:note\n$/);
  await prints(place, 'registry guard keep v1', /^v1 is kept: 0 calls/);
  change('second');
  await prints(place, 'registry apply c.yaml', /watched until/);
  await prints(place, 'registry guard take-back v2', /^v2 is taken back by v3: /);
  await prints(place, 'registry show app:note', /first/);
  await fails(place, 'registry guard keep v2', /version 2 is not under watch/);
  await prints(place, 'registry guard take-back v1', /^v1 is taken back by v4: as it was asked for\n$/);
  await prints(place, 'registry show app:note', /hi/);
  await fails(place, 'registry guard forget v1', /'forget' is no decision/, 2);
  await fails(place, 'registry guard keep', /needs to know what/, 2);
});

test('what cannot be taken back is applied under a guard when a person has agreed', async (context) => {
  const place = await running(context);
  const put = 'put: [{name: app:spare, kind: registry.entry, meta: {irreversible: true}}]';
  place.write('c.yaml', `guard: {window: 0}\n${put}\n`);
  const { code, err } = await place.wippy('registry apply c.yaml');
  assert.equal(code, 1);
  const [, asked = ''] =
    /app:spare cannot be taken back: a person must agree \(consent (\w+)\)/.exec(err) ?? [];
  await prints(place, 'registry guard', new RegExp(`\nCONSENT .*\n${asked} +os:.*app:spare\n$`));
  await prints(place, `registry guard consent ${asked}`, /^agreed: os:\S+ may change app:spare once/);
  await prints(place, 'registry apply c.yaml', /v1: 1 updated/);
  await fails(place, `registry guard consent ${asked}`, /nobody asks for the consent/);
  const { out } = await place.wippy('registry audit');
  for (const line of [
    /^TIME +ACTOR +WHAT +ENTRIES +OUTCOME$/m,
    new RegExp(`^.+ os:\\S+ +apply +app:spare +refused app:spare cannot .*${asked}\\)$`, 'm'),
    new RegExp(`^.+ os:\\S+ +consent +app:spare +done ${asked}$`, 'm'),
    /^.+ os:\S+ +apply +app:spare +done v1$/m,
    new RegExp(`^.+ os:\\S+ +consent +refused nobody asks for the consent ${asked}$`, 'm'),
  ])
    assert.match(out, line);
  await prints(place, 'registry audit --limit 1 --json', /"kind": "NotFound"/);
  await fails(place, 'registry audit --limit 0', /no number from 1 to 1000/, 2);
});

test('O5: export writes live changes into the files, after which both agree', async (context) => {
  const place = await running(context);
  await place.wippy('registry apply -', '[{name: app:note, kind: registry.entry, text: live, size: 5}]');
  await prints(
    place,
    'registry export --dry-run',
    /^~ src\/_index\.yaml\n[\s\S]*\n {6}- .*text: hi[\s\S]*\n {6}\+ .*text: live[\s\S]*nothing was written; it would be app:note in one file\n$/,
  );
  assert.match(place.read('src/_index.yaml'), /text: hi/);
  await fails(
    place,
    'registry export app:nite',
    "wippy: app:nite was not changed live; did you mean 'app:note'?\n",
  );
  await prints(place, 'registry export app:note', 'src/_index.yaml\nwrote app:note in one file\n');
  assert.match(place.read('src/_index.yaml'), /text: live/);
  await prints(place, 'registry diff', '');
  await prints(place, 'registry show app:note --files -f text', 'live\n');
  await prints(place, 'registry export', 'nothing to write: the files say what is live\n');
});

test('O5: live changes of a stopped project are exported from its history', async (context) => {
  const place = new Place(context, lasting);
  await place.wippy('registry apply c.yaml');
  await prints(place, 'registry export', 'src/_index.yaml\nwrote app:note, app:spare in one file\n');
  assert.doesNotMatch(place.read('src/_index.yaml'), /spare/);
  await prints(place, 'registry diff', '');
});

test('O5: what the files changed too is left by export, unless it is named', async (context) => {
  const place = new Place(context, lasting);
  await place.wippy('registry apply c.yaml');
  const changed = place.read('src/_index.yaml').replace('text: hi', 'text: saved');
  place.write('src/_index.yaml', changed);
  const { code, out, err } = await place.wippy('registry export');
  assert.match(
    err,
    /app:note is left: the files changed it too; 'wippy registry take files app:note' takes what/,
  );
  assert.deepEqual([code, out], [1, 'src/_index.yaml\nwrote app:spare in one file\n']);
  assert.match(place.read('src/_index.yaml'), /text: saved/);
  await prints(place, 'registry export app:note', 'src/_index.yaml\nwrote app:note in one file\n');
  assert.match(place.read('src/_index.yaml'), /text: live/);
});

const command = `namespace: tool
entries:
  - {name: screen, kind: terminal.host}
  - name: look
    kind: process.lua
    meta: {command: {name: look}}
    modules: [io, registry]
    method: main
    source: |
      return { main = function()
        local io, registry = require("io"), require("registry")
        local note = registry.get("app:note")
        local was = note.data.text
        note.data.text = "mine"
        local changes = registry.snapshot():changes()
        changes:update(note)
        local version = changes:apply()
        io.print(was, version:string(), registry.get("app:note").data.text)
      end }
`;

test('a command that runs beside the node begins where that one stands, and what it changes ends with it', async (context) => {
  const place = await running(context, { ...lasting, 'src/tool.yaml': command });
  await place.wippy('registry apply c.yaml');
  await prints(place, 'run look', 'live\tv2\tmine\n');
  await prints(place, 'registry show app:note -f text', 'live\n');
  await place.stop();
  await prints(place, 'run look', 'live\tv2\tmine\n');
  await prints(place, 'registry show app:note -f text', 'mine\n');
});
