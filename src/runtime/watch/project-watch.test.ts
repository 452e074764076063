/** A watch over real files, with hints and time from the test and a node that writes down what it is asked for. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { failure } from '#base';
import { difference, type Entries, TrackedFiles, type Version } from '#registry';
import { settled, VirtualClock } from '#testing';
import { ProjectReader } from '../project.ts';
import { describeNews, type News } from './news.ts';
import { ProjectWatch, type Watched } from './project-watch.ts';

const lock = 'directories:\n  modules: .wippy\n  src: ./src\n';
const index = (entries: string, namespace = 'app') => `namespace: ${namespace}\nentries:\n${entries}`;
const code = '  - {name: code, kind: library.lua, source: file://code.lua}\n';

class Stage {
  readonly clock = new VirtualClock();
  readonly news: News[] = [];
  readonly root: string;
  /** What the node was given, state by state. */
  readonly followed: Entries[] = [];
  /** What was there at the start. */
  first: Entries = new Map();
  refusal: Error | undefined;
  isBusy = false;
  #watch: ProjectWatch | undefined;

  private constructor(root: string) {
    this.root = root;
  }

  static async open(context: TestContext, texts: Readonly<Record<string, string>>): Promise<Stage> {
    const root = mkdtempSync(join(tmpdir(), 'wippy-watch-'));
    context.after(() => rmSync(root, { recursive: true }));
    const stage = new Stage(root);
    for (const [path, text] of Object.entries({ 'wippy.lock': lock, ...texts })) stage.write(path, text);
    const files = new TrackedFiles(root);
    const reader = new ProjectReader({ directory: root, environment: {}, files });
    const project = await reader.read();
    assert.equal(project.isBroken, false, project.report());
    stage.first = project.application.entries;
    const { clock } = stage;
    stage.#watch = new ProjectWatch({
      ...{ reader, files, project, clock, node: stage.#node() },
      tell: (news) => stage.news.push(news),
      folders: () => {},
      isBusy: () => stage.isBusy,
    });
    return stage;
  }

  #node(): Watched {
    const version = (): Version => ({
      id: this.followed.length,
      parent: 0,
      author: '',
      time: 0,
      message: '',
    });
    return {
      get version() {
        return version();
      },
      follow: async ({ application }) => {
        if (this.refusal !== undefined) throw this.refusal;
        const before = this.followed.at(-1) ?? this.first;
        if (difference(before, application.entries).length > 0) this.followed.push(application.entries);
        return { version: version(), changes: [], conflicts: [] };
      },
      settle: async () => ({ restarted: [], outdated: [] }),
    };
  }

  get watch(): ProjectWatch {
    assert.ok(this.#watch !== undefined);
    return this.#watch;
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.root, path, '..'), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Writes and hints, as an editor's save does. */
  save(path: string, text: string): void {
    this.write(path, text);
    this.watch.hint(path);
  }

  rename(from: string, to: string): void {
    renameSync(join(this.root, from), join(this.root, to));
    this.watch.hint(from);
    this.watch.hint(to);
  }

  async pass(millis: number): Promise<void> {
    const end = this.clock.monotonic() + millis;
    while (this.clock.next <= end) {
      await this.clock.advanceAsync(Math.max(0, this.clock.next - this.clock.monotonic()));
      // Reading a project takes turns of the event loop that no clock counts.
      for (let turn = 0; turn < 20; turn++) await settled();
    }
    await this.clock.advanceAsync(end - this.clock.monotonic());
  }

  /** What was told since the last look, without the time that it took. */
  told(): string[] {
    return this.news.splice(0).map((news) => describeNews(news).replace(/ in [\d.]+ m?s/, ''));
  }
}

test('Wa1: a file that is saved is taken when it has been still for a moment', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.save('src/code.lua', 'return 2');
  await stage.pass(5);
  stage.save('src/code.lua', 'return 3');
  await stage.pass(5);
  assert.equal(stage.followed.length, 0);
  await stage.pass(10);
  assert.deepEqual(stage.told(), ['v1: changed app:code']);
  assert.deepEqual(stage.followed[0]?.get('app:code')?.data, { source: 'return 3' });
});

test('a file that is saved as it was, and what nobody reads, are no news', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.save('src/code.lua', 'return 1');
  stage.save('src/.code.lua.swp', 'x');
  stage.save('src/_index.yaml~', index(''));
  stage.save('elsewhere/a.yaml', index(''));
  await stage.pass(1000);
  assert.deepEqual([stage.told(), stage.followed.length], [[], 0]);
});

test('Wa2: half of a file that is being written is never taken', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.save('src/_index.yaml', '');
  await stage.pass(50);
  stage.save('src/_index.yaml', 'namespace: app\nentr');
  await stage.pass(50);
  stage.save('src/code.lua', 'return {');
  await stage.pass(50);
  stage.save('src/code.lua', 'return {}');
  stage.save('src/_index.yaml', index(code));
  await stage.pass(1000);
  assert.deepEqual(stage.told(), ['v1: changed app:code']);
});

test('Wa2: what goes is taken when it stays away', async (context) => {
  const more = '  - {name: more, kind: registry.entry}\n';
  const stage = await Stage.open(context, {
    'src/_index.yaml': index(code + more),
    'src/code.lua': 'return 1',
  });
  stage.save('src/_index.yaml', index(code));
  await stage.pass(100);
  assert.equal(stage.followed.length, 0);
  await stage.pass(100);
  assert.deepEqual(stage.told(), ['v1: gone app:more']);
});

test('Wa3: what is wrong is told once with its place, and what comes right is taken', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.save('src/code.lua', 'return 1 +');
  await stage.pass(300);
  const [report, ...others] = stage.told();
  assert.match(
    report ?? '',
    /^src\/code.lua:1:11: app:code: .*\n {2}1 \| return 1 \+\n.*\^\n1 error\nv0 goes on$/s,
  );
  assert.deepEqual(others, []);
  stage.save('src/new.txt', '');
  await stage.pass(300);
  assert.deepEqual(stage.told(), []);
  stage.save('src/code.lua', 'return 1 + 1');
  await stage.pass(300);
  assert.deepEqual(stage.told(), ['v1: changed app:code']);
});

test('Wa3: what was wrong and is again as it was is told to be mended', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.save('src/_index.yaml', 'namespace: app\nentries: [');
  await stage.pass(300);
  assert.match(stage.told().join(), /src\/_index.yaml:2:11/);
  stage.save('src/_index.yaml', index(code));
  await stage.pass(300);
  assert.deepEqual(stage.told(), ['mended: v0 is what the files say']);
});

test('Wa3: what the node refuses is told at the place of the entry, and tried again with the next save', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.refusal = failure('Invalid', 'no', {
    retryable: false,
    details: { problems: [{ id: 'app:code', message: 'does not want to' }] },
  });
  stage.save('src/code.lua', 'return 2');
  await stage.pass(300);
  assert.match(stage.told().join(), /^src\/_index.yaml:3:5: app:code: does not want to\n/);
  stage.refusal = undefined;
  stage.save('src/code.lua', 'return 3');
  await stage.pass(300);
  assert.deepEqual(stage.told(), ['v1: changed app:code']);
});

test('a project without its sources or its lock file is more likely on the move than empty', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.rename('src', 'elsewhere');
  await stage.pass(1000);
  stage.rename('elsewhere', 'src');
  await stage.pass(1000);
  stage.rename('wippy.lock', 'other.lock');
  await stage.pass(1000);
  stage.rename('other.lock', 'wippy.lock');
  await stage.pass(1000);
  const told = stage.told();
  assert.equal(told.length, 4);
  assert.match(told[0] ?? '', /the source folder src is gone/);
  assert.match(told[2] ?? '', /the lock file is gone/);
  assert.ok(stage.followed.every((entries) => entries.has('app:code')));
});

test('Wa4: what no hint told of is found', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  await stage.pass(1000);
  stage.write('src/code.lua', 'return 2');
  stage.write('src/deep/more.yaml', index('  - {name: a, kind: registry.entry}\n', 'deep'));
  await stage.pass(12_000);
  assert.deepEqual(stage.followed.at(-1)?.get('app:code')?.data, { source: 'return 2' });
  assert.ok(stage.followed.at(-1)?.has('deep:a'));
});

test('folders and files that come, move and go are followed', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.save('src/one/e.yaml', index('  - {name: a, kind: registry.entry}\n', 'one'));
  stage.watch.hint('src/one');
  await stage.pass(1000);
  stage.rename('src/one', 'src/two');
  await stage.pass(1000);
  stage.save('src/two/e.yaml', index('  - {name: b, kind: registry.entry}\n', 'one'));
  await stage.pass(1000);
  rmSync(join(stage.root, 'src/two'), { recursive: true });
  stage.watch.hint('src/two');
  await stage.pass(1000);
  assert.deepEqual(stage.told(), ['v1: new one:a', 'v2: new one:b; gone one:a', 'v3: gone one:b']);
});

test('while git holds its lock nothing is taken', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.isBusy = true;
  stage.save('src/code.lua', 'return 2');
  await stage.pass(2000);
  assert.equal(stage.followed.length, 0);
  stage.isBusy = false;
  await stage.pass(100);
  assert.deepEqual(stage.told(), ['v1: changed app:code']);
});

test('sections of the configuration that cannot follow are named, others act at once', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.save('.wippy.yaml', 'shutdown: {timeout: 1s}\noverride: {"app:code:meta.title": Words}\n');
  await stage.pass(300);
  assert.deepEqual(stage.told(), [
    'v1: changed app:code\nshutdown in the configuration count at the next start',
  ]);
  assert.equal(stage.followed[0]?.get('app:code')?.meta.title, 'Words');
});

test('Wa5: the end waits for what is under way, and nothing follows it', async (context) => {
  const stage = await Stage.open(context, { 'src/_index.yaml': index(code), 'src/code.lua': 'return 1' });
  stage.save('src/code.lua', 'return 2');
  stage.clock.advance(10);
  await stage.watch.close();
  assert.equal(stage.followed.length, 1);
  stage.save('src/code.lua', 'return 3');
  await stage.pass(10_000);
  assert.equal(stage.followed.length, 1);
});
