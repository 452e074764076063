import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '#base';
import { type Command, type CommandEntry, defineCommand, type Surroundings } from './command.ts';
import { runCommandLine } from './shell.ts';

const greet = defineCommand({
  name: 'greet',
  summary: 'Greets somebody.',
  arguments: [
    { name: 'person', summary: 'Who is greeted.' },
    { name: 'word', summary: 'What is said besides.', isRest: true },
  ],
  options: {
    loud: { type: 'flag', short: 'l', summary: 'With force.' },
    title: { type: 'text', short: 't', value: 'text', summary: 'Comes before the name.', standard: 'dear' },
    from: { type: 'texts', value: 'name', summary: 'Who greets.' },
    by: { type: 'text', value: 'id', summary: 'The program that greets.', namesProgram: true },
  },
  run: ({ options, globals, arguments: words, out }) => {
    out.write(JSON.stringify({ options: { ...options }, verbose: globals.verbose, words }));
    return 3;
  },
});

const count = defineCommand({
  name: 'count',
  summary: 'Counts.',
  arguments: [{ name: 'to', summary: 'The last number.', isOptional: true }],
  options: {},
  run: () => 0,
});

const list = defineCommand({ name: 'things list', summary: 'Lists things.', options: {}, run: () => 0 });
const fails = defineCommand({
  name: 'fails',
  summary: 'Fails.',
  options: {},
  run: () => {
    throw failure('NotFound', 'there is no such thing');
  },
});

const commands: readonly CommandEntry[] = [greet, count, list, fails].map((command) => ({
  name: command.name,
  summary: command.summary,
  load: async () => command as unknown as Command<never>,
}));

async function line(...words: string[]) {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: false,
  });
  const surroundings: Surroundings = {
    directory: '/',
    environment: {},
    out: output('out'),
    err: output('err'),
    terminal: { input: () => process.stdin, output: process.stdout, error: process.stderr },
    version: () => '1.2.3',
    onInterrupt: () => () => {},
  };
  const code = await runCommandLine(words, commands, surroundings);
  return { code, ...written };
}

async function read(...words: string[]) {
  return JSON.parse((await line(...words)).out);
}

test('Pa1: options stand before or behind arguments, short or long, with blanks or =', async () => {
  const expected = {
    options: { title: 'Dr', from: ['a', 'b'], loud: true },
    verbose: true,
    words: ['Ada', 'hello'],
  };
  const { options, ...rest } = await read(
    '-v',
    'greet',
    '-lt',
    'Dr',
    'Ada',
    '--from=a',
    '--from',
    'b',
    'hello',
  );
  const { title, from, loud } = options;
  assert.deepEqual({ options: { title, from, loud }, ...rest }, expected);
});

test('what is not given has its standard value', async () => {
  const { options } = await read('greet', 'Ada');
  assert.deepEqual([options.title, options.from, options.loud, options.verbose], ['dear', [], false, false]);
});

test('the exit code is what the command gives', async () => {
  assert.equal((await line('greet', 'Ada')).code, 3);
});

test('Pa2: unknown options and commands are refused with what was probably meant', async () => {
  const option = await line('greet', '--lout', 'Ada');
  assert.deepEqual([option.code, option.out], [2, '']);
  assert.equal(
    option.err,
    "wippy: there is no option --lout; did you mean --loud?\n'wippy greet --help' shows what there is.\n",
  );
  assert.match((await line('gret')).err, /^wippy: there is no command 'gret'; did you mean 'greet'\?/);
  assert.match(
    (await line('things', 'lst')).err,
    /there is no command 'things lst'; did you mean 'things list'\?/,
  );
  assert.match((await line('--verbos')).err, /there is no option --verbos; did you mean --verbose\?/);
});

test('Pa3: behind its first argument a command passes on what it does not know, behind -- everything', async () => {
  assert.deepEqual((await read('greet', 'Ada', '--unknown', '-z', 'x')).words, [
    'Ada',
    '--unknown',
    '-z',
    'x',
  ]);
  assert.deepEqual((await read('greet', 'Ada', '--', '--loud', '-h')).words, ['Ada', '--loud', '-h']);
  assert.deepEqual((await read('greet', '--by', 'robot', '--unknown', 'x', '-l')).words, ['--unknown', 'x']);
  assert.match((await line('greet', '--unknown', '--by', 'robot', 'x')).err, /there is no option --unknown/);
});

test('missing and superfluous arguments and values are told', async () => {
  assert.match((await line('greet')).err, /greet needs person: who is greeted/);
  assert.match((await line('count', '1', '2')).err, /count does not take '2'/);
  assert.match((await line('greet', 'Ada', '--title')).err, /--title needs a value: text/);
  assert.match((await line('greet', 'Ada', '--loud=yes')).err, /--loud takes no value/);
});

test('help is shown for the program, for groups and for every command', async () => {
  for (const words of [[], ['help'], ['--help'], ['-h']]) {
    const { code, out } = await line(...words);
    assert.equal(code, 0);
    assert.match(out, /^wippy 1\.2\.3: [\s\S]*\n {2}greet {8}Greets somebody\.\n[\s\S]*--verbose/);
  }
  assert.match((await line('things', '--help')).out, /Usage: wippy things <command>[\s\S]*things list/);
  assert.equal((await line('things')).code, 2);
  const { out } = await line('greet', '--help');
  assert.equal((await line('help', 'greet')).out, out);
  assert.match((await line('help', 'things')).out, /Usage: wippy things <command>/);
  assert.match((await line('help', 'gret')).err, /there is no command 'gret'; did you mean 'greet'\?/);
  assert.match(out, /^Greets somebody\.\n\nUsage: wippy greet <person> \[word\.\.\.\] \[options\]\n/);
  assert.match(out, /-t, --title text +Comes before the name\. \[dear\]\n/);
  assert.match(out, /--from name +Who greets\. Repeatable\.\n/);
});

test('a failure is told in a line, and the code is 1', async () => {
  const { code, err, out } = await line('fails');
  assert.deepEqual([code, err, out], [1, 'wippy: there is no such thing\n', '']);
});
