/** What a store in SQLite asks its database. */
import { NEVER } from './records.ts';

const line = `select pid, entry, host, state, step, attempts, started_at, changed_at, problem, attributes, started_as,
  failures, retry_at, begin_at, fork_pid, fork_step,
  (select json_group_array(name) from name where name.pid = process.pid) as names from process`;

/** A `+` keeps SQLite from an index: it is slower there. */
export const sql = {
  begin: 'begin immediate',
  commit: 'commit',
  rollback: 'rollback',
  step: `update process set step = ?, attempts = 0, failures = 0, changed_at = ?, layer_at = ?, wake_at = ?
    where pid = ? and step = ? and state in ('running', 'held')`,
  end: 'update process set state = ?, exit = ? where pid = ?',
  hold: `update process set state = ?, changed_at = ?, problem = ?, retry_at = ?, failures = ?, attempts = 0
    where pid = ? and state = ?`,
  former: `insert into former (pid, step, entry, program, context)
    select pid, ?, entry, program, context from process where pid = ?`,
  again: 'update process set run = ?, begin_at = ? where pid = ?',
  identity: 'update process set entry = ?, program = ?, context = ? where pid = ?',
  attributes: 'update process set attributes = ? where pid = ?',
  dropLayers: 'delete from layer where pid = ? and step < ?',
  dropFormer: 'delete from former where pid = ? and step <= ?',
  layer: 'insert into layer (pid, step, is_full, bytes, at, facts, came) values (?, ?, ?, ?, ?, ?, ?)',
  consume: 'delete from input where id = ?',
  dropInputs: 'delete from input where pid = ?',
  input: `insert into input (pid, kind, sender, body)
    select ?, ?, ?, ? where exists (select 1 from process where pid = ? and state in ('running', 'held'))`,
  away: 'insert into input (pid, kind, sender, body) values (?, ?, ?, ?)',
  allAway: `select id, pid, kind, sender, body from input
    where not exists (select 1 from process where process.pid = input.pid) order by id`,
  lives: `select 1 from process where pid = ? and state in ('running', 'held')`,
  heard: `insert into heard (pid, sender, number, at) values (?, ?, ?, unixepoch())
    on conflict (pid, sender) do update set number = excluded.number, at = excluded.at where heard.number < excluded.number`,
  dropHeard: 'delete from heard where pid = ?',
  pruneHeard: 'delete from heard where at < unixepoch() - 30 * 86400',
  start: `insert into process (pid, host, entry, program, parent, request, started_at, changed_at, started_as, begin_at, attributes, state)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running') on conflict (pid) do nothing`,
  formerOf: `select pid, state from process where started_as = ? and state in ('completed', 'failed')
    order by started_at desc, pid limit 1`,
  fork: 'update process set step = 1, layer_at = ?, context = ?, fork_pid = ?, fork_step = ? where pid = ?',
  code: 'insert into code (hash, bytes) values (?, ?) on conflict (hash) do nothing',
  part: 'insert into part (program, hash) values (?, ?) on conflict (program, hash) do nothing',
  readCode: 'select bytes from code where hash = ?',
  name: `insert into name (name, pid)
    select ?, ? where exists (select 1 from process where pid = ? and state in ('running', 'held'))
    on conflict (name) do update set pid = excluded.pid`,
  dropName: 'delete from name where name = ? and pid = coalesce(?, pid)',
  dropNames: 'delete from name where pid = ?',
  living: `select pid from process where state in ('running', 'held') order by started_at, pid`,
  resting: `select pid, wake_at, layer_at from process where pid in (select value from json_each(?)) and +state = 'running'
    and attempts = 0 and wake_at > 0 and not exists (select 1 from input where input.pid = process.pid)`,
  process: 'select * from process where pid = ?',
  processes: `select pid, host, entry, program, parent, request, started_at, begin_at, run, attributes, context, state, step,
    attempts, layer_at, failures, retry_at,
    (select group_concat(step) from (select step from layer where layer.pid = process.pid and is_full = 1 order by step)) as fulls
    from process where pid in (select value from json_each(?))`,
  layersOf: `select layer.pid, bytes from json_each(?) join process on process.pid = value join layer on layer.pid = value
    where layer.step between (select max(step) from layer as f where f.pid = value and is_full = 1 and f.step <= process.step)
      and process.step and length(bytes) > 0 order by layer.pid, layer.step`,
  inputsOf: `select id, pid, kind, sender, body from input where pid in (select value from json_each(?)) order by pid, id`,
  namesOf: 'select pid, name from name where pid in (select value from json_each(?)) order by pid, name',
  layers: 'select bytes from layer where pid = ? and step between ? and ? order by step',
  full: 'select step from layer where pid = ? and is_full = 1 and step <= ? order by step desc limit 1',
  layerAt: 'select at, length(bytes) as size from layer where pid = ? and step = ?',
  formerAt: 'select entry, program, context from former where pid = ? and step > ? order by step limit 1',
  steps: `select step, is_full, length(bytes) as size, at, facts from layer
    where pid = ? and step < ? order by step desc limit ?`,
  came: `select step, facts, came from layer where pid = ? and step > ? and came is not null order by step`,
  allNames: 'select name, pid from name order by name',
  lines: `${line} where (:states is null or state in (select value from json_each(:states)))
    and (:entry is null or entry = :entry) and (:host is null or host = :host)
    and (:since is null or started_at >= :since) and (:before is null or started_at < :before)
    and (:after is null or started_at < :after or (started_at = :after and pid > :pid))
    and not exists (select 1 from json_each(:where) as wanted where not exists (
      select 1 from json_each(attributes, '$.search') as has where has.key = wanted.key
        and wanted.value = case has.type when 'true' then 'true' when 'false' then 'false' else cast(has.value as text) end))
    order by started_at desc, pid limit :limit`,
  linesOf: `${line} where pid = ? or pid in (select pid from name where name = ?) or started_as = ?
    or (started_at = ? and pid like ?) order by state in ('running', 'held') desc, started_at desc limit 1`,
  attempt: `update process set attempts = attempts + 1 where pid in (select value from json_each(?)) and +state = 'running'
    and attempts < ? and (case when step = 0 or exists (
        select 1 from layer where layer.pid = process.pid and layer.step = process.step and length(bytes) = 0)
      then begin_at <= changed_at else wake_at is null or wake_at between 1 and ${NEVER - 1} end
      or exists (select 1 from input where input.pid = process.pid))`,
  setNode:
    'insert into node (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  getNode: 'select value from node where key = ?',
  ended: `select pid, program from process where state in ('completed', 'failed') and host = ? and changed_at < ?
    order by changed_at limit ?`,
  dropProcess: 'delete from process where pid = ?',
  formerPrograms: 'select program from former where pid = ?',
  named: `select 1 where exists (select 1 from process where program = ?)
    or exists (select 1 from former where program = ?)`,
  parts: 'select hash from part where program = ?',
  dropParts: 'delete from part where program = ?',
  dropCode: 'delete from code where hash = ? and not exists (select 1 from part where part.hash = code.hash)',
} as const;
