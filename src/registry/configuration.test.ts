import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfiguration } from './configuration.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { formatProblem } from './problem.ts';
import { SourceText } from './source-text.ts';

interface Given {
  profiles?: string[];
  set?: string[];
  override?: string[];
  environment?: Record<string, string>;
}

function configure(texts: readonly string[], given: Given = {}) {
  const documents = texts.map((text, index) => {
    const document = readPlainYaml(new SourceText(`${index}.yaml`, text));
    assert.ok(document);
    return document;
  });
  const result = readConfiguration({ documents, environment: {}, ...given });
  return { ...result, lines: result.problems.map(formatProblem) };
}

test('without a file every documented setting has its value', () => {
  const { settings, lines } = configure([]);
  assert.deepEqual(lines, []);
  assert.equal(settings.shutdown.timeout, 30_000);
  assert.equal(settings.registry.history_type, 'memory');
  assert.equal(settings.cluster.raft.snapshot_threshold, 8192);
  assert.equal(settings.lua.type_system.enabled, false);
  assert.deepEqual(settings.otel.propagators, ['tracecontext', 'baggage']);
});

test('G1: later files replace equal leaves and keep the rest, lists are leaves', () => {
  const { settings } = configure([
    'logger: {encoding: json}\ndisable: {entries: [a:x]}\nlua:\n  cache: {enabled: true, dir: /a}\n',
    'disable: {entries: [b:y]}\nlua:\n  cache: {dir: /b}\n',
  ]);
  assert.equal(settings.logger.encoding, 'json');
  assert.deepEqual(settings.disable.entries, ['b:y']);
  assert.equal(settings.lua.cache.enabled, true);
  assert.equal(settings.lua.cache.dir, '/b');
});

const profiles = `
shutdown: {timeout: 10s}
disable: {entries: [a:x, a:y]}
profiles:
  fast:
    shutdown: {timeout: 1s}
    disable: {entries: {add: [b:z], remove: [a:x]}}
  slow:
    shutdown: {timeout: 60s}
`;

test('profiles lie over the files in the order they are named', () => {
  assert.equal(configure([profiles]).settings.shutdown.timeout, 10_000);
  assert.equal(configure([profiles], { profiles: ['fast'] }).settings.shutdown.timeout, 1000);
  assert.equal(configure([profiles], { profiles: ['fast', 'slow'] }).settings.shutdown.timeout, 60_000);
});

test('a profile adds to the lists of what is disabled, or takes from them', () => {
  const { settings } = configure([profiles], { profiles: ['fast'] });
  assert.deepEqual(settings.disable.entries, ['a:y', 'b:z']);
});

test('an unknown profile is a problem that names the one that was meant', () => {
  assert.deepEqual(configure([profiles], { profiles: ['fats'] }).lines, [
    "there is no profile 'fats'; did you mean 'fast'?",
  ]);
  assert.deepEqual(configure([profiles], { profiles: ['x'] }).lines, [
    "there is no profile 'x'; there are fast, slow",
  ]);
  assert.deepEqual(configure([], { profiles: ['x'] }).lines, ["there is no profile 'x'"]);
});

test('--set lies over all, with true, false and numbers as values of their types', () => {
  const set = [
    'cluster.enabled=true',
    'shutdown.timeout=5s',
    'cluster.raft.priority=-3',
    'otel.sample_rate=0.5',
  ];
  const { settings, lines } = configure([profiles], { profiles: ['fast'], set });
  assert.deepEqual(lines, []);
  assert.equal(settings.cluster.enabled, true);
  assert.equal(settings.shutdown.timeout, 5000);
  assert.equal(settings.cluster.raft.priority, -3);
  assert.equal(settings.otel.sample_rate, 0.5);
});

test('strict mode is refused as long as nothing would be stricter for it', () => {
  const { lines } = configure(['security: {strict_mode: true}\n']);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /security\.strict_mode cannot be kept yet: there are no security policies/);
  assert.deepEqual(configure(['security: {strict_mode: false}\n']).lines, []);
});

test('what --set and -o cannot mean is a problem', () => {
  assert.deepEqual(
    configure(['version: "1.0"\n'], { set: ['x', 'version.a=1', 'shutdwn.timeout=1s'], override: ['y'] })
      .lines,
    [
      '--set x: must be of the form section.path=value',
      '--set version.a=1: leads through something that is not a table',
      "warning: shutdwn is not known; did you mean 'shutdown'?",
      '-o y: must be of the form namespace:entry:path=value',
    ],
  );
});

test('G2: variables of the operating system are read where they stand, and must be set', () => {
  const text = `cluster:\n  name: "node-\${env:HOST}"\n  failure_domain: \${env:ZONE}\n`;
  const { settings, lines } = configure([text], { environment: { HOST: 'a' } });
  assert.equal(settings.cluster.name, 'node-a');
  assert.deepEqual(lines, ['0.yaml:3:19: the environment variable ZONE is not set']);
});

test('G2: values of vars are put in when all is merged, alone with their type', () => {
  const text = `vars: {port: 7000, host: local}
cluster:
  name: "\${host}-x"
  membership: {bind_port: "\${port}"}
override:
  "app:x:text": "\${HOME|/root} $\${host}"
profiles:
  other:
    vars: {host: remote}
`;
  const base = configure([text]);
  assert.deepEqual(base.lines, []);
  assert.equal(base.settings.cluster.name, 'local-x');
  assert.equal(base.settings.cluster.membership.bind_port, 7000);
  assert.equal(base.overrides[0]?.value, `\${HOME|/root} $\${host}`);
  assert.equal(configure([text], { profiles: ['other'] }).settings.cluster.name, 'remote-x');
  assert.deepEqual(configure([`vars: {port: 1}\nrelay: {node_name: "\${prt}"}\n`]).lines, [
    "0.yaml:2:20: there is no variable 'prt' under vars; did you mean 'port'?",
  ]);
});

test('G2: values of vars may name each other, also over profiles, but not in a circle', () => {
  const text = `vars: {host: "\${zone}-a", zone: eu, all: ["\${host}", "\${port}"], port: 1}
cluster: {name: "\${host}"}
override:
  "app:x:list": "\${all}"
profiles:
  other:
    vars: {zone: us}
`;
  const base = configure([text]);
  assert.equal(base.settings.cluster.name, 'eu-a');
  assert.deepEqual(base.overrides[0]?.value, ['eu-a', 1]);
  assert.equal(configure([text], { profiles: ['other'] }).settings.cluster.name, 'us-a');
  assert.deepEqual(
    configure([`vars: {a: "\${b}", b: "x\${c}", c: "\${a}", d: "\${d}", e: "\${nam}", name: 1}\n`]).lines,
    [
      '0.yaml:1:11: the variables form a circle: a -> b -> c -> a',
      '0.yaml:1:45: the variables form a circle: d -> d',
      "0.yaml:1:56: there is no variable 'nam' under vars; did you mean 'name'?",
    ],
  );
});

test('the variables of a profile cannot come from the environment', () => {
  const text = `profiles:\n  a:\n    vars: {x: "\${env:X}"}\n`;
  assert.deepEqual(configure([text], { environment: { X: '1' } }).lines, [
    `0.yaml:3:15: \${env:X}: the variables of a profile cannot come from the environment`,
  ]);
});

test('unknown and wrong settings are reported in the layer that has them', () => {
  const { lines } = configure(
    [
      'logger: {encoding: json}\n',
      'logger:\n  encodng: json\nprofiles:\n  p:\n    cluster:\n      raft: {max_voters: 4}\n',
    ],
    { profiles: ['p'] },
  );
  assert.deepEqual(lines, [
    "1.yaml:2:3: warning: logger.encodng is not known; did you mean 'encoding'?",
    '1.yaml:6:26: cluster.raft.max_voters must be an odd number',
  ]);
});

test('overrides come with their places, those of the command line last', () => {
  const { overrides } = configure(['override:\n  app:x:size: 5\n  app:x:name: "7"\n'], {
    override: ['app:x:size=6', 'app:x:text=a=b'],
  });
  assert.deepEqual(overrides, [
    { target: 'app:x:size', value: 5, place: { path: '0.yaml', line: 2, column: 15 } },
    { target: 'app:x:name', value: '7', place: { path: '0.yaml', line: 3, column: 15 } },
    { target: 'app:x:size', value: 6 },
    { target: 'app:x:text', value: 'a=b' },
  ]);
});
