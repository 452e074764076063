/**
 * The tables of a store in PostgreSQL, and the functions that write to them: a batch is one call, and so one transaction
 * and one way there and back.
 *
 * Every transaction takes its locks in one order: code as a whole, then by its hash, names, then processes by their pid. So no two nodes
 * wait for each other. Whoever gives a process an input shares the key of its row, which only an end takes away: an input
 * is seen by the end, or finds that the process has ended.
 *
 * What every step changes is in no index, so that the row stays where it is. `owner + 0` keeps a planner that knows no
 * numbers yet from looking through all processes of a node for one.
 */
import { createHash } from 'node:crypto';
import { additions, FORMAT, quoted } from './postgres-tables.ts';
import { KNOWN } from './records.ts';
import { ALONE } from './store-methods.ts';

/** Where nodes wake each other: `w<node>` has inputs, `n<json>` is about names, `f`: processes are free. */
export function channelOf(schema: string): string {
  return `wippy_${createHash('sha256').update(schema).digest('hex').slice(0, 24)}`;
}

/** `[offset, length]` in the bytes that go with a batch. */
const part = (value: string) => `substring(blob from (${value}->>0)::int + 1 for (${value}->>1)::int)`;

export function functions(schema: string): string {
  return functionsOf(quoted(schema), functionOf(schema), channelOf(schema));
}

/** `f`: what stands before their names. */
function functionsOf(s: string, f: string, topic: string): string {
  const channel = `'${topic}'`;
  const living = `state in ('running', 'held')`;
  return `${additions(s)}
create function ${f}enter(me bigint, input jsonb, blob bytea, receiver text) returns bigint language plpgsql as $$
declare reached bigint; made bigint; is_told boolean;
begin
  if input ? 'away' and not exists (select from ${s}.process where pid = receiver) then
    insert into ${s}.input (pid, node, source, kind, sender, body)
      values (receiver, me, me, input->>'kind', input->>'from', ${part(`input->'body'`)}) returning id into made;
    return made;
  end if;
  if input ? 'at' then
    select id into reached from ${s}.node where incarnation = input->>'at' and lease_until > clock_timestamp();
  else
    select owner into reached from ${s}.process where pid = receiver and ${living} for key share;
  end if;
  if not found then return 0; end if;
  if input ? 'number' then
    insert into ${s}.heard as h values (receiver, input->>'from', (input->>'number')::bigint, clock_timestamp())
      on conflict (pid, sender) do update set number = excluded.number, at = excluded.at where h.number < excluded.number;
    if not found then return ${KNOWN}; end if;
  end if;
  -- 'told': whoever writes it does not learn its id, so the receiver's node is told even when it is the same one.
  is_told := reached <> me or input ? 'at' or input ? 'told';
  insert into ${s}.input (pid, node, source, kind, sender, body) values (receiver,
    case when is_told then reached end, me, input->>'kind', input->>'from', ${part(`input->'body'`)})
    returning id into made;
  if is_told then perform pg_notify(${channel}, 'w' || reached); end if;
  return made;
end $$;

-- What a write answers besides its ids when so many messages wait for the receiver: no more rows than that are looked at.
create function ${f}full(most bigint, receiver text) returns jsonb language sql as $$
  select case when (select count(*) from (select from ${s}.input where input.pid = receiver and kind = 'message' limit most) as i)
    + coalesce((select waiting from ${s}.crowd where crowd.pid = receiver), 0) >= most
    then jsonb_build_object('full', jsonb_build_array(receiver)) else '{}' end
$$;

create function ${f}tell_name(name text, pid text, is_set boolean) returns void language plpgsql as $$
declare told text := 'n' || jsonb_build_array(name, pid, is_set)::text;
begin
  perform pg_notify(${channel}, case when octet_length(told) < 7900 then told else 'n' end);
end $$;

create function ${f}claim(wanted text, owner text) returns text language plpgsql as $$
declare holder text;
begin
  select pid into holder from ${s}.name where name = wanted;
  if found then return holder; end if;
  insert into ${s}.name values (wanted, owner);
  perform ${f}tell_name(wanted, owner, true);
  return owner;
end $$;

-- Null: it was written before, perhaps by another node.
create function ${f}admit(me bigint, start jsonb, fork jsonb, blob bytea) returns text language plpgsql as $$
declare own text := start->>'pid'; holder text := own; one jsonb;
begin
  if exists (select from ${s}.process where pid = own) then return null; end if;
  if start->>'name' is not null then
    holder := ${f}claim(start->>'name', own);
    if holder <> own and start->>'conflict' = 'terminate' then
      perform ${f}enter(me, start->'terminate' || '{"told": true}', blob, holder);
      update ${s}.name set pid = own where name = start->>'name';
      perform ${f}tell_name(start->>'name', own, true);
      holder := own;
    end if;
    if holder <> own then
      if start->>'conflict' = 'use' then
        for one in select value from jsonb_array_elements(start->'joining') loop
          perform ${f}enter(me, one || '{"told": true}', blob, holder);
        end loop;
      end if;
      return holder;
    end if;
  end if;
  insert into ${s}.process (pid, host, entry, program, parent, request, started_at, changed_at, started_as, begin_at,
      attributes, state, owner)
    values (own, start->>'host', start->>'entry', start->>'program', start->>'parent', ${part(`start->'request'`)},
      (start->>'startedAt')::bigint, (start->>'startedAt')::bigint, start->>'name',
      (start->>'beginAt')::bigint, start->>'attributes', 'running', me) on conflict (pid) do nothing;
  if not found then return null; end if;
  if fork is not null then
    update ${s}.process set step = 1, layer_at = (fork->>'at')::bigint, context = ${part(`fork->'context'`)},
      fork_pid = fork->>'pid', fork_step = (fork->>'step')::bigint where pid = own;
    insert into ${s}.layer values (own, 1, true, ${part(`fork->'layer'`)}, (fork->>'at')::bigint, '', null);
    for one in select value from jsonb_array_elements(fork->'inputs') loop
      perform ${f}enter(me, one, blob, own);
    end loop;
  end if;
  return own;
end $$;

create function ${f}finish(me bigint, own text, end_state text, end_exit bytea) returns void language plpgsql as $$
declare one record;
begin
  for one in select kind, sender from ${s}.input where pid = own and kind in ('monitor', 'link') order by id loop
    perform ${f}enter(me, jsonb_build_object('kind', case one.kind when 'monitor' then 'exit' else 'link-down' end,
      'from', own, 'told', true, 'body', jsonb_build_array(0, octet_length(end_exit)))
      || case when one.sender ~ '\\|0x' then jsonb_build_object('at',
        substring(one.sender from '\\|0x([0-9a-f]+)[0-9a-f]{14}\\}$'))
        when exists (select from ${s}.process where pid = one.sender) then '{}' else '{"away": true}' end, end_exit, one.sender);
  end loop;
  delete from ${s}.input where pid = own;
  delete from ${s}.rest where rest.pid = own;
  delete from ${s}.heard where heard.pid = own;
  delete from ${s}.crowd where crowd.pid = own;
  for one in delete from ${s}.name where pid = own returning name loop
    perform ${f}tell_name(one.name, own, false);
  end loop;
  update ${s}.process set state = end_state, exit = end_exit, ended_at = changed_at where pid = own;
end $$;

create function ${f}answer(me bigint, own text, asked jsonb, holder text, blob bytea) returns bigint language plpgsql as $$
begin
  return ${f}enter(me, jsonb_build_object('kind', 'decided', 'from', holder, 'body', asked), blob, own);
end $$;

create function ${f}step(me bigint, given jsonb, blob bytea) returns jsonb language plpgsql as $$
declare
  own text := given->>'pid'; identity jsonb := given->'identity'; one jsonb; ids jsonb := '[]'; decided jsonb := '[]'; holder text;
  filled jsonb := '[]';
begin
  update ${s}.process as p set step = (given->>'number')::bigint, attempts = 0, failures = 0,
      changed_at = (given->>'at')::bigint, layer_at = (given->>'at')::bigint,
      attributes = coalesce(given->>'attributes', p.attributes),
      run = coalesce((given->'again'->>'run')::int, p.run), begin_at = coalesce((given->'again'->>'at')::bigint, p.begin_at)
    where p.pid = own and p.step = (given->>'number')::bigint - 1 and p.owner + 0 = me
      and p.fence = (given->>'fence')::bigint and p.state in ('running', 'held');
  if not found then return 'null'; end if;
  if given ? 'wakeAt' then
    insert into ${s}.rest as r values (own, (given->>'number')::bigint, (given->>'wakeAt')::bigint)
      on conflict (pid) do update set step = excluded.step, wake_at = excluded.wake_at;
  end if;
  if (given->>'waiting')::bigint > 0 then
    insert into ${s}.crowd values (own, (given->>'waiting')::bigint) on conflict (pid) do update set waiting = excluded.waiting;
  elsif given ? 'waiting' then
    delete from ${s}.crowd where crowd.pid = own;
  end if;
  if identity is not null then
    insert into ${s}.former select pid, (given->>'number')::bigint, entry, program, context from ${s}.process where pid = own;
    update ${s}.process set entry = identity->>'entry', program = identity->>'program', context = ${part(`identity->'context'`)}
      where pid = own;
  end if;
  if jsonb_array_length(given->'consumed') > 0 then
    delete from ${s}.input where id in (select value::bigint from jsonb_array_elements_text(given->'consumed'));
  end if;
  if not given ? 'dropBefore' or (given->>'number')::bigint >= (given->>'dropBefore')::bigint then
    insert into ${s}.layer values (own, (given->>'number')::bigint, (given->>'isFull')::boolean, ${part(`given->'layer'`)},
      (given->>'at')::bigint, given->>'facts', case when given ? 'came' then ${part(`given->'came'`)} end);
  end if;
  if given ? 'dropBefore' then
    delete from ${s}.layer as l where l.pid = own and l.step < (given->>'dropBefore')::bigint;
    delete from ${s}.former as f where f.pid = own and f.step <= (given->>'dropBefore')::bigint;
  end if;
  if given ? 'end' then
    perform ${f}finish(me, own, given->'end'->>'state', ${part(`given->'end'->'exit'`)});
  end if;
  -- What is freed can be taken by the same step.
  for one in select value from jsonb_array_elements(given->'names') where value->>'pid' = '' loop
    delete from ${s}.name where name = one->>'name' and pid = coalesce(one->>'holder', pid);
    if found then perform ${f}tell_name(one->>'name', one->>'holder', false); end if;
  end loop;
  for one in select value from jsonb_array_elements(given->'starts') loop
    holder := ${f}admit(me, one, null, blob);
    if holder is null then raise unique_violation using message = 'a step starts what is there'; end if;
    if one ? 'most' then filled := filled || coalesce(${f}full((one->>'most')::bigint, holder)->'full', '[]'); end if;
    if one ? 'answer' then
      decided := decided || jsonb_build_array(jsonb_build_array(${f}answer(me, own, one->'answer', holder, blob), holder));
    end if;
  end loop;
  for one in select value from jsonb_array_elements(given->'names') where value->>'pid' <> '' loop
    holder := one->>'pid';
    if exists (select from ${s}.process where pid = holder and ${living}) then
      holder := ${f}claim(one->>'name', holder);
    end if;
    if one ? 'answer' then
      decided := decided || jsonb_build_array(jsonb_build_array(${f}answer(me, own, one->'answer', holder, blob), holder));
    end if;
  end loop;
  for one in select value from jsonb_array_elements(given->'inputs') loop
    ids := ids || to_jsonb(${f}enter(me, one, blob, one->>'to'));
    if one ? 'most' then filled := filled || coalesce(${f}full((one->>'most')::bigint, one->>'to')->'full', '[]'); end if;
  end loop;
  return jsonb_build_object('ids', ids, 'decided', decided)
    || case when filled = '[]' then '{}' else jsonb_build_object('full', filled) end;
end $$;

-- Code goes when nothing names its programs and nobody wrote it for an hour: whoever is about to start what it has seen
-- there wrote it again within minutes.
create function ${f}drop_code() returns void language plpgsql as $$
declare parts text[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended(${channel} || ' code', 0)) then return; end if;
  with dropped as (delete from ${s}.part where at < clock_timestamp() - interval '1 hour'
      and not exists (select from ${s}.process p where p.program = part.program)
      and not exists (select from ${s}.former o where o.program = part.program) returning hash)
    select array_agg(hash) into parts from dropped;
  delete from ${s}.code where hash = any(parts) and not exists (select from ${s}.part where part.hash = code.hash);
end $$;

create function ${f}prune(of_host text, before bigint, most integer) returns integer language plpgsql as $$
declare gone text[];
begin
  gone := array(select pid from ${s}.process where ended_at is not null and host = of_host and ended_at < before
    order by ended_at limit most for update skip locked);
  delete from ${s}.heard where at < clock_timestamp() - interval '30 days';
  delete from ${s}.layer where pid = any(gone);
  delete from ${s}.former where pid = any(gone);
  -- Nodes of an older version left them.
  delete from ${s}.crowd where pid = any(gone);
  delete from ${s}.process where pid = any(gone);
  perform ${f}drop_code();
  return coalesce(array_length(gone, 1), 0);
end $$;

create function ${f}write(me bigint, number bigint, work jsonb, blob bytea) returns jsonb language plpgsql as $$
declare last record; one jsonb; made jsonb := '[]'; former jsonb; holder text; filled jsonb;
begin
  select batch, answers into last from ${s}.node where id = me for update;
  if not found then return null; end if;
  if last.batch = number then return last.answers; end if;
  -- It was on its way through a connection that was lost, and was asked for again since.
  if last.batch > number then return null; end if;
  if jsonb_array_length(work->'code') > 0 then
    perform pg_advisory_xact_lock_shared(hashtextextended(${channel} || ' code', 0));
  end if;
  for one in select value from jsonb_array_elements(work->'code') loop
    insert into ${s}.code values (one->>'hash', ${part(`one->'bytes'`)}) on conflict do nothing;
    insert into ${s}.part select value, one->>'hash' from jsonb_array_elements_text(one->'programs')
      on conflict (program, hash) do update set at = excluded.at where part.at < excluded.at - interval '10 minutes';
  end loop;
  for one in select value from jsonb_array_elements(work->'names') loop
    perform pg_advisory_xact_lock(hashtextextended(${channel} || (one#>>'{}'), 0));
  end loop;
  for one in select value from jsonb_array_elements(work->'locks') loop
    if one->>1 = 'end' then perform from ${s}.process where pid = one->>0 for update;
    elsif one->>1 = 'step' then perform from ${s}.process where pid = one->>0 for no key update;
    else perform from ${s}.process where pid = one->>0 for key share;
    end if;
  end loop;
  for one in select value from jsonb_array_elements(work->'writes') loop
    if one ? 'step' then
      made := made || jsonb_build_array(${f}step(me, one->'step', blob));
    elsif one ? 'input' then
      one := one->'input';
      filled := case when one ? 'most' then ${f}full((one->>'most')::bigint, one->>'to') else '{}' end;
      made := made || jsonb_build_array(filled || jsonb_build_object('ids', jsonb_build_array(
        case when filled = '{}' or one ? 'number' then ${f}enter(me, one, blob, one->>'to') else 0 end)));
    elsif one ? 'sent' then
      delete from ${s}.input where id in (select value::bigint from jsonb_array_elements_text(one->'sent')) and node = me;
      made := made || jsonb_build_array(jsonb_build_object('ids', '[]'::jsonb));
    elsif one ? 'prune' then
      made := made || jsonb_build_array(jsonb_build_object('ids', jsonb_build_array(
        ${f}prune(one->'prune'->>'host', (one->'prune'->>'before')::bigint, (one->'prune'->>'limit')::int))));
    else
      former := null;
      if one->'start' ? 'reuse' then
        select jsonb_build_object('pid', p.pid, 'state', p.state) into former from ${s}.process p
          where p.started_as = one->'start'->>'name' and p.ended_at is not null order by p.started_at desc, p.pid collate "C" limit 1;
      end if;
      if former is null or (one->'start'->>'reuse' = 'failed' and former->>'state' = 'failed') then
        holder := ${f}admit(me, one->'start', one->'fork', blob);
        made := made || jsonb_build_array(jsonb_build_object('ids', '[]'::jsonb) || case when holder is null
          then '{"known": true}' else jsonb_build_object('holder', holder)
          || case when one->'start' ? 'most' then ${f}full((one->'start'->>'most')::bigint, holder) else '{}' end end);
      else
        made := made || jsonb_build_array(jsonb_build_object('ids', '[]'::jsonb, 'former', former));
      end if;
    end if;
  end loop;
  update ${s}.node set batch = number, answers = made where id = me;
  return made;
end $$;

create function ${f}take(me bigint, hosts text[], most integer, number bigint) returns table (taken text) language plpgsql as $$
declare dead bigint[];
begin
  update ${s}.node set act = number where id = me and act < number;
  if not found then return; end if;
  if not exists (select from ${s}.process where owner = 0 and ${living})
    and not exists (select from ${s}.input where node = 0)
    and not exists (select from ${s}.node where lease_until <= clock_timestamp()) then return; end if;
  dead := array(select id from (select id from ${s}.node where lease_until <= clock_timestamp() order by id for share) as n);
  return query
    with free as (
      select pid, owner from ${s}.process where (owner = 0 or owner = any(dead)) and ${living} and host = any(hosts)
        order by pid limit most for update skip locked)
    update ${s}.process as p set owner = me, fence = p.fence + 1, attempts = p.attempts + case
        when free.owner <> 0 and p.attempts < ${ALONE} and p.state = 'running' and (exists (select from ${s}.input i where i.pid = p.pid)
          or case when p.step = 0 or exists (
              select from ${s}.layer l where l.pid = p.pid and l.step = p.step and octet_length(l.bytes) = 0)
            then p.begin_at <= p.changed_at
            else not exists (select from ${s}.rest r where r.pid = p.pid and r.step = p.step
              and (r.wake_at = 0 or r.wake_at > extract(epoch from clock_timestamp()) * 1000)) end)
        then 1 else 0 end
      from free where p.pid = free.pid returning p.pid;
  -- What is on its way to another store is its sender's new node's to hand on, or anybody's whose sender has ended.
  update ${s}.input as i set node = me where i.node <> me and i.pid !~ '\\|0x'
    and not exists (select from ${s}.process r where r.pid = i.pid)
    and (exists (select from ${s}.process p where p.pid = i.sender and p.owner = me and p.${living})
      or (i.node = 0 or i.node = any(dead)) and not exists (select from ${s}.process p where p.pid = i.sender and p.${living}));
  -- Those that have nothing left are forgotten.
  delete from ${s}.input where input.node = any(dead) and input.pid ~ '\\|0x';
  delete from ${s}.node where id in (select n.id from ${s}.node n
    where n.lease_until < clock_timestamp() - interval '1 hour'
      and not exists (select from ${s}.process p where p.owner = n.id and p.state in ('running', 'held'))
    order by n.id for update skip locked);
end $$;
`;
}

const version = createHash('sha256')
  .update(functionsOf('', '', ''))
  .digest('hex')
  .slice(0, 8);

/** Nodes of several versions share the tables; each version has functions of its own. */
const functionOf = (schema: string) => `${quoted(schema)}.v${version}_`;

export function statements(schema: string) {
  const s = quoted(schema);
  const f = functionOf(schema);
  const now = `(extract(epoch from clock_timestamp()) * 1000)::float8 as now`;
  const line = `select pid, entry, host, state, step, attempts, started_at, changed_at, problem, attributes, started_as,
    failures, retry_at, begin_at, fork_pid, fork_step,
    array(select name from ${s}.name where name.pid = process.pid order by name) as names from ${s}.process`;
  const layersTo = (
    step: string,
  ) => `array(select bytes from ${s}.layer where layer.pid = p.pid and octet_length(bytes) > 0
    and step between (select max(f.step) from ${s}.layer f where f.pid = p.pid and f.is_full and f.step <= ${step}) and ${step}
    order by step) as layers`;
  // Ps3.
  const taking = (node: string, number: string) =>
    `update ${s}.node set act = ${number} where id = ${node} and act < ${number} returning id`;
  const input = `input.id, input.pid, input.kind, input.sender, input.body`;
  return {
    isThere: `select to_regclass('${s.replaceAll("'", "''")}.store_format') is not null as found`,
    areFunctionsThere: `select to_regproc('${f.replaceAll("'", "''")}write') is not null as found`,
    // Since format 2 what lies there as bytes has checksums, which older programs do not know (checked-codec.ts).
    format: `with raised as (update ${s}.store_format set format = ${FORMAT} where format < ${FORMAT} returning format)
      select format from raised union all select format from ${s}.store_format limit 1`,
    join: `insert into ${s}.node (incarnation, lease_until)
      values ($1, clock_timestamp() + $2 * interval '1 millisecond') returning id, ${now}`,
    isNode: `select from ${s}.node where id = $1 and incarnation = $2`,
    renew: `update ${s}.node set lease_until = clock_timestamp() + $2 * interval '1 millisecond'
      where id = $1 and lease_until > clock_timestamp() returning ${now}, (select extract(epoch from min(other.lease_until)) * 1000
        from ${s}.node as other where other.id <> $1 and other.lease_until > clock_timestamp())::float8 as next_end`,
    release: `with freed as (update ${s}.process set owner = 0, fence = fence + 1
        where owner = $1 and state in ('running', 'held') returning pid)
      select pg_notify('${channelOf(schema)}', 'f') from freed limit 1`,
    releaseHost: `with freed as (update ${s}.process set owner = 0, fence = fence + 1
        where owner = $1 and host = $2 and state in ('running', 'held') returning pid)
      select pg_notify('${channelOf(schema)}', 'f') from freed limit 1`,
    adopt: `with me as (${taking('$1', '$4')})
      update ${s}.process set owner = $1, fence = fence + 1 from me where pid = $2 and state = any($3) and owner <> $1
      returning pid`,
    leave: `with gone as (delete from ${s}.input where node = $1 and pid ~ '\\|0x'),
        left_behind as (update ${s}.input set node = 0 where node = $1 and pid !~ '\\|0x'
          and not exists (select from ${s}.process where process.pid = input.pid)),
        freed as (update ${s}.process set owner = 0, fence = fence + 1
          where owner = $1 and state in ('running', 'held'))
      delete from ${s}.node where id = $1`,
    attempt: `update ${s}.process set attempts = attempts + 1
      where pid = any($2) and owner = $1 and attempts >= $3 and state = 'running'`,
    write: `select ${f}write($1, $2, $3, $4) as answers`,
    take: `select taken from ${f}take($1, $2, $3, $4)`,
    drop: `delete from ${s}.input where id = any($2) and node = $1`,
    woken: `select ${input} from ${s}.input left join ${s}.process on process.pid = input.pid
      where node = $1 and (process.pid is null or (process.owner = $1 and process.state = 'running')) order by input.id`,
    polled: `select ${input} from ${s}.input left join ${s}.process on process.pid = input.pid
      where node = $1 and process.pid is null
      union all select ${input} from ${s}.process join ${s}.input on input.pid = process.pid
      where process.owner = $1 and process.state = 'running' and (input.source <> $1 or input.node = $1) order by id`,
    unhandled: `select ${input} from ${s}.process join ${s}.input on input.pid = process.pid
      where process.owner = $1 and process.state = 'running' order by input.id`,
    names: `select name, pid from ${s}.name`,
    living: `select pid from ${s}.process where owner = $1 and state in ('running', 'held') order by started_at, pid`,
    resting: `select pid, wake_at, layer_at from ${s}.rest r join ${s}.process p using (pid, step)
      where pid = any($2) and wake_at > 0 and p.owner = $1 and p.state = 'running' and p.attempts = 0
        and not exists (select from ${s}.input i where i.pid = r.pid)`,
    processes: `select p.*,
      ${layersTo('p.step')},
      array(select step from ${s}.layer where layer.pid = p.pid and is_full order by step) as fulls,
      array(select name from ${s}.name where name.pid = p.pid order by name) as names,
      (select jsonb_agg(jsonb_build_array(id, kind, sender) order by id) from ${s}.input where input.pid = p.pid) as inputs,
      array(select body from ${s}.input where input.pid = p.pid order by id) as bodies
      from ${s}.process p where p.pid = any($1)`,
    state: `select p.pid, p.host, p.parent, p.request, p.started_at, p.state, p.fence, p.layer_at, p.attributes, l.at,
      coalesce(f.entry, p.entry) as entry, coalesce(f.program, p.program) as program,
      case when f.pid is null then p.context else f.context end as context, ${layersTo('l.step')}
      from ${s}.process p join ${s}.layer l on l.pid = p.pid and l.step = $2 and octet_length(l.bytes) > 0
      left join lateral (select * from ${s}.former where former.pid = p.pid and former.step > $2 order by step limit 1) f on true
      where p.pid = $1`,
    steps: `select step, is_full, octet_length(bytes) as size, at, facts from ${s}.layer
      where pid = $1 and step < $2 order by step desc limit $3`,
    came: `select step, facts, came from ${s}.layer where pid = $1 and step > $2 and came is not null order by step`,
    code: `select bytes from ${s}.code where hash = $1`,
    exit: `select exit from ${s}.process where pid = $1`,
    hold: `update ${s}.process set state = 'held', changed_at = $2, problem = $3, retry_at = $5, failures = $6, attempts = 0
      where pid = $1 and state = 'running' and owner = $4`,
    retry: `with me as (${taking('$4', '$7')})
      update ${s}.process set state = 'running', changed_at = $2, problem = $3, retry_at = $5, failures = $6,
      attempts = 0, owner = $4, fence = fence + 1 from me where pid = $1 and state = 'held'`,
    lines: `${line} where ($1::text[] is null or state = any($1)) and ($2::text is null or entry = $2)
      and ($3::text is null or host = $3) and ($4::bigint is null or started_at >= $4)
      and ($5::bigint is null or started_at < $5)
      and ($6::bigint is null or started_at < $6 or (started_at = $6 and pid collate "C" > $7::text collate "C"))
      and not exists (select from jsonb_each_text($8::jsonb) as wanted
        where (attributes::jsonb->'search'->>wanted.key) is distinct from wanted.value)
      order by started_at desc, pid collate "C" limit $9`,
    lineOf: `${line} where pid = $1 or pid in (select pid from ${s}.name where name = $1) or started_as = $1
      or (started_at = $2 and right(pid, length($1) + 2) = '|' || $1 || '}')
      order by state in ('running', 'held') desc, started_at desc limit 1`,
  } as const;
}

export type Statements = ReturnType<typeof statements>;
