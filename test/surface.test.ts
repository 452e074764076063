/** What the applications written for this interface may use of it: every name is there, and described. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { House, index } from './applications/house.ts';

/** Functions and constants by the tables they are in; '' has the globals. */
const names: Readonly<Record<string, string>> = {
  process:
    'id pid send spawn spawn_monitored spawn_linked spawn_linked_monitored exec terminate cancel monitor unmonitor link unlink get_options set_options inbox events listen unlisten upgrade with_context with_options',
  'process.registry': 'register lookup unregister LOCAL EVENTUAL CONSISTENT STRONG',
  'process.event': 'CANCEL EXIT LINK_DOWN OUTDATED',
  channel: 'new select',
  coroutine: 'create resume yield status running wrap spawn',
  funcs: 'call async new',
  time: 'now date unix parse parse_duration load_location fixed_zone sleep after timer ticker NANOSECOND MICROSECOND MILLISECOND SECOND MINUTE HOUR RFC3339 RFC3339NANO RFC822 RFC822Z RFC850 RFC1123 RFC1123Z DATE_TIME DATE_ONLY TIME_ONLY KITCHEN STAMP STAMP_MILLI STAMP_MICRO STAMP_NANO JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY utc localtz',
  json: 'encode decode validate validate_string',
  uuid: 'v1 v4 v7 v3 v5 validate version variant parse format',
  payload: 'new',
  'payload.format': 'JSON YAML STRING BYTES MSGPACK LUA GOLANG ERROR',
  io: 'write print eprint read readline raw flush args',
  env: 'get set get_all',
  system: 'exit modules',
  'system.memory': 'stats allocated heap_objects set_limit get_limit',
  'system.gc': 'collect set_percent get_percent',
  'system.runtime': 'goroutines max_procs cpu_count',
  'system.process': 'pid hostname cwd',
  'system.hosts': 'list processes',
  'system.supervisor': 'state states',
  'system.node': 'id addr role',
  'system.cluster': 'members leader size',
  'system.raft': 'is_leader is_member role term commit_index stats',
  'system.lock': 'acquire release',
  registry:
    'get find parse_id snapshot snapshot_at current_version versions history apply_version build_delta',
  events: 'subscribe send',
  errors:
    'new wrap is call_stack UNKNOWN INVALID NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED TIMEOUT CANCELED UNAVAILABLE INTERNAL CONFLICT RATE_LIMITED',
  ctx: 'get all set',
  string: 'find match gmatch gsub upper lower sub len byte char rep reverse format unpack',
  table: 'insert remove concat sort unpack freeze isfrozen create',
  math: 'abs min max floor ceil modf fmod sqrt pow exp log log10 sin cos tan asin acos atan atan2 sinh cosh tanh deg rad random randomseed tointeger type ult pi huge mininteger maxinteger',
  os: 'time date clock difftime platform',
  '': 'type tonumber tostring assert error pcall xpcall pairs ipairs next getmetatable setmetatable rawget rawset rawequal select unpack print require typeof number integer boolean Number Integer String subscribe unsubscribe _G _VERSION',
  base64: 'encode decode',
  'compress.gzip': 'encode decode',
  'compress.brotli': 'encode decode',
  'compress.zstd': 'encode decode train_dict inspect_dict',
  'compress.deflate': 'encode decode',
  'compress.zlib': 'encode decode',
  'crypto.random': 'bytes string uuid',
  'crypto.hmac': 'sha256 sha512',
  'crypto.encrypt': 'aes chacha20',
  'crypto.decrypt': 'aes chacha20',
  'crypto.jwt': 'encode verify',
  crypto: 'pbkdf2 constant_time_compare',
  expr: 'eval compile',
  hash: 'md5 sha1 sha256 sha512 hmac_md5 hmac_sha1 hmac_sha256 hmac_sha512 fnv32 fnv64',
  'text.regexp': 'compile',
  'text.diff': 'new',
  'text.splitter': 'recursive markdown',
  yaml: 'encode decode',
  sql: 'get NULL',
  'sql.type': 'POSTGRES MYSQL SQLITE UNKNOWN',
  'sql.isolation': 'DEFAULT READ_UNCOMMITTED READ_COMMITTED WRITE_COMMITTED REPEATABLE_READ SERIALIZABLE',
  'sql.as': 'int float text binary null',
  'sql.builder':
    'select insert update delete expr eq not_eq lt lte gt gte like not_like and_ or_ question default_placeholder dollar at colon',
};

/** Methods by the handles whose values have them, on the pages of these modules. */
const methods: Readonly<Record<string, readonly [page: string, names: string]>> = {
  message: ['process', 'topic from payload'],
  'process.SpawnBuilder': [
    'process',
    'with_context with_actor with_scope with_name with_message with_options spawn spawn_monitored spawn_linked spawn_linked_monitored exec',
  ],
  channel: ['channel', 'send receive close case_send case_receive'],
  'funcs.Executor': ['funcs', 'with_context with_actor with_scope with_options call async'],
  Future: ['funcs', 'response channel is_complete is_canceled result error cancel'],
  'time.Time': [
    'time',
    'add sub add_date before after equal format format_rfc3339 unix unix_nano date clock year month day hour minute second nanosecond weekday year_day is_zero utc in_local in_location location round truncate',
  ],
  'time.Duration': ['time', 'hours minutes seconds milliseconds microseconds nanoseconds'],
  'time.Location': ['time', 'string'],
  'time.Timer': ['time', 'response channel stop reset'],
  'time.Ticker': ['time', 'response channel stop'],
  payload: ['payload', 'get_format data transcode unmarshal'],
  'logger.Logger': ['logger', 'debug info warn error with named'],
  'registry.Snapshot': ['registry', 'entries get find namespace version changes'],
  'registry.Version': ['registry', 'id string previous next'],
  'registry.History': ['registry', 'versions get_version snapshot_at'],
  'registry.Changes': ['registry', 'create update delete ops apply'],
  'events.Subscription': ['events', 'channel close'],
  error: ['errors', 'kind message retryable details stack'],
  'expr.Program': ['expr', 'run'],
  'text.Regexp': [
    'text',
    'match_string find_string find_all_string find_string_submatch find_all_string_submatch find_string_index find_all_string_index replace_all_string split num_subexp subexp_names string',
  ],
  'text.Differ': ['text', 'compare summarize pretty_text pretty_html patch_make patch_apply'],
  'sql.DB': ['sql', 'type query execute prepare begin release stats'],
  'sql.Statement': ['sql', 'query execute close'],
  'sql.TransactionStatement': ['sql', 'query execute close'],
  'sql.Transaction': ['sql', 'db_type query execute prepare commit rollback savepoint rollback_to release'],
  'sql.Select': [
    'sql',
    'from join left_join right_join inner_join where order_by group_by having limit offset columns distinct suffix placeholder_format to_sql run_with',
  ],
  'sql.Insert': [
    'sql',
    'into columns values set_map select prefix suffix options placeholder_format to_sql run_with',
  ],
  'sql.Update': [
    'sql',
    'table set set_map where order_by limit offset suffix from from_select placeholder_format to_sql run_with',
  ],
  'sql.Delete': ['sql', 'from where order_by limit offset suffix placeholder_format to_sql run_with'],
  'sql.Executor': ['sql', 'query exec to_sql'],
  'sql.TransactionExecutor': ['sql', 'query exec to_sql'],
  'sql.Sqlizer': ['sql', 'to_sql'],
  'text.Splitter': ['text', 'split_text split_batch'],
};

const declared = [...new Set(Object.keys(names).map((path) => path.replace(/\..*/, '')))].filter(
  (name) =>
    name !== '' &&
    !['process', 'channel', 'errors', 'payload', 'coroutine', 'string', 'table', 'math', 'os'].includes(name),
);

test('every function and constant is there', async (context) => {
  const checks = Object.entries(names).flatMap(([path, list]) =>
    list.split(' ').map((name) => (path === '' ? name : `${path}.${name}`)),
  );
  const source = `
${declared.map((name) => `local ${name} = require("${name}")`).join('\n')}
return function()
${checks.map((path) => `  if ${path} == nil then io.print("${path}") end`).join('\n')}
end`;
  const entry = `  - {name: main, kind: process.lua, source: file://main.lua, modules: [${declared}]}\n`;
  const house = await House.start(context, { 'src/_index.yaml': index(entry), 'src/main.lua': source });
  assert.deepEqual(await house.run('app:main'), { value: undefined });
  assert.deepEqual(house.printed, []);
});

const reference = join(import.meta.dirname, '../docs/reference');

test('every function and constant of a module is described on its page', () => {
  const missing = Object.entries(names).flatMap(([path, list]) => {
    const [module = ''] = path.split('.');
    const isLanguage = ['', 'coroutine', 'string', 'table', 'math', 'os'].includes(module);
    const page = readFileSync(
      join(reference, isLanguage ? 'standard-library.md' : `modules/${module}.md`),
      'utf8',
    );
    const words = new Set(page.match(/\w+/g));
    return list
      .split(' ')
      .filter((name) => !words.has(name))
      .map((name) => `${path}.${name}`);
  });
  assert.deepEqual(missing, []);
});

test('every method of a handle is described on the page of its module', () => {
  const missing = Object.entries(methods).flatMap(([handle, [page, list]]) => {
    const text = readFileSync(join(reference, `modules/${page}.md`), 'utf8');
    const section = text.split(/^## /m).find((each) => each.startsWith(`\`${handle}\``)) ?? '';
    return list
      .split(' ')
      .filter((name) => !section.includes(`\`:${name}(`))
      .map((name) => `${handle}:${name}`);
  });
  assert.deepEqual(missing, []);
});

test('types have their methods', async (context) => {
  const entry = '  - {name: main, kind: process.lua, source: file://main.lua, modules: [io]}\n';
  const source = `
local io = require("io")
type Point = {x: number}
return function()
  for name in ("is kind name fields elem key val inner variants params ret"):gmatch("%a+") do
    if type(Point[name]) ~= "function" then io.print(name) end
  end
end`;
  const house = await House.start(context, { 'src/_index.yaml': index(entry), 'src/main.lua': source });
  assert.deepEqual(await house.run('app:main'), { value: undefined });
  assert.deepEqual(house.printed, []);
});

test('subscribe and unsubscribe are there without a module, and do what those of events do', async (context) => {
  const entry = '  - {name: main, kind: process.lua, source: file://main.lua, modules: [events, io]}\n';
  const source = `
local events, io = require("events"), require("io")
return function()
  local orders = assert(subscribe("orders", "created"))
  local channel = orders:channel()
  events.send("orders", "deleted", "/1")
  events.send("orders", "created", "/2", {total = 5})
  local event = channel:receive()
  io.print(event.path, event.data.total, unsubscribe(orders))
  io.print(channel:receive())
  local none, err = unsubscribe("orders")
  io.print(none, err:kind(), select(2, subscribe("")):kind())
end`;
  const house = await House.start(context, { 'src/_index.yaml': index(entry), 'src/main.lua': source });
  assert.deepEqual(await house.run('app:main'), { value: undefined });
  assert.deepEqual(house.printed, ['/2\t5\ttrue', 'nil\tfalse', 'nil\tInvalid\tInvalid']);
});
