/** The tables of a store in PostgreSQL. */
export const FORMAT = 2;

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function tables(schema: string): string {
  const s = quoted(schema);
  return `
create schema if not exists ${s};
create table ${s}.store_format (format integer not null);
insert into ${s}.store_format values (${FORMAT});
create table ${s}.node (
  id bigint generated always as identity primary key,
  incarnation text not null,
  lease_until timestamptz not null,
  batch bigint not null default 0,
  answers jsonb
) with (fillfactor = 50);
create index node_incarnation on ${s}.node (incarnation);
create table ${s}.process (
  pid text primary key,
  host text not null,
  entry text not null,
  program text not null,
  parent text not null,
  request bytea not null,
  started_at bigint not null,
  changed_at bigint not null,
  state text not null,
  step bigint not null default 0,
  owner bigint not null,
  fence bigint not null default 1,
  attempts integer not null default 0,
  layer_at bigint not null default 0,
  problem text not null default '',
  attributes text not null default '{}',
  context bytea,
  exit bytea,
  started_as text,
  failures integer not null default 0,
  retry_at bigint,
  fork_pid text,
  fork_step bigint,
  run integer not null default 1,
  begin_at bigint not null,
  ended_at bigint
) with (fillfactor = 70);
create index process_owner on ${s}.process (owner) where state in ('running', 'held');
create index process_started on ${s}.process (started_at desc, pid);
create index process_started_as on ${s}.process (started_as, started_at desc) where started_as is not null;
create index process_ended on ${s}.process (host, ended_at) where ended_at is not null;
create table ${s}.layer (
  pid text not null,
  step bigint not null,
  is_full boolean not null,
  bytes bytea not null,
  at bigint not null,
  facts text not null,
  came bytea,
  primary key (pid, step)
);
create index layer_full on ${s}.layer (pid, step) where is_full;
create table ${s}.former (
  pid text not null,
  step bigint not null,
  entry text not null,
  program text not null,
  context bytea,
  primary key (pid, step)
);
create table ${s}.input (
  id bigint generated always as identity primary key,
  pid text not null,
  node bigint,
  source bigint not null,
  kind text not null,
  sender text not null,
  body bytea not null
);
create index input_pid on ${s}.input (pid, id);
create index input_node on ${s}.input (node) where node is not null;
create table ${s}.name (name text primary key, pid text not null);
create index name_pid on ${s}.name (pid);
create table ${s}.code (hash text primary key, bytes bytea not null);
`;
}

/** What came to the tables later, and is no matter for who does not know of it. */
export function additions(s: string): string {
  return `
-- The last question by which the node was to be given processes (Ps3).
alter table ${s}.node add column if not exists act bigint not null default 0;
create table if not exists ${s}.part (
  program text not null,
  hash text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (program, hash)
);
create index if not exists part_hash on ${s}.part (hash);
create index if not exists process_program on ${s}.process (program);
create index if not exists former_program on ${s}.former (program);
-- Until when a process has nothing to do by itself, as that step of it said. No columns of the process: statements that nodes
-- of before have prepared would fail.
create table if not exists ${s}.rest (pid text primary key, step bigint not null, wake_at bigint not null)
  with (fillfactor = 70);
-- How many messages wait in the states of those processes in which many do.
create table if not exists ${s}.crowd (pid text primary key, waiting bigint not null) with (fillfactor = 70);
-- The last number of each sender from another store, by those that it was for (D4).
create table if not exists ${s}.heard (
  pid text not null,
  sender text not null,
  number bigint not null,
  at timestamptz not null,
  primary key (pid, sender)
);
`;
}
