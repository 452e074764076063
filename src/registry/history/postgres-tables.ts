/** The tables of a history in PostgreSQL, in a schema of the user's choice, and the statements over them. */

export const FORMAT = 1;

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function tables(schema: string): string {
  const s = quoted(schema);
  return `
create schema if not exists ${s};
create table ${s}.registry_format (format integer not null);
create table ${s}.registry_version (
  id bigint primary key, parent bigint, author text not null, time bigint not null, message text not null, verdict text
);
create table ${s}.registry_content (hash text primary key, text text not null);
create table ${s}.registry_change (
  version bigint not null, place integer not null, entry text not null,
  content text, origin text, former text, former_origin text,
  primary key (version, place)
);
create table ${s}.registry_state (
  place bigserial, entry text primary key, content text not null, origin text not null
);
create table ${s}.registry_agreed (entry text primary key, content text not null, origin text not null);
create table ${s}.registry_audit (serial bigint primary key, line text not null);
create table ${s}.registry_head (one integer primary key check (one = 1), version bigint not null);
insert into ${s}.registry_format values (${FORMAT});
`;
}

/** Rows come as one JSON list, so that a step is a few statements however much it changes. */
export function statements(schema: string) {
  const s = quoted(schema);
  const rows = `json_array_elements($1::text::json) with ordinality as row(e, n)`;
  return {
    isThere: `select to_regclass('${s.replaceAll("'", "''")}.registry_format') is not null as found`,
    format: `select format from ${s}.registry_format`,
    head: `select version from ${s}.registry_head`,
    versions: `select * from ${s}.registry_version order by id`,
    state: `select entry, origin, text from ${s}.registry_state
      join ${s}.registry_content on hash = content order by place`,
    otherwise: `select a.entry, a.origin, text from ${s}.registry_agreed a
      join ${s}.registry_content on hash = a.content left join ${s}.registry_state s on s.entry = a.entry
      where s.content is distinct from a.content or s.origin is distinct from a.origin`,
    live: `select entry from ${s}.registry_state s
      where not exists (select from ${s}.registry_agreed a where a.entry = s.entry)`,
    changes: `select entry, origin, former_origin, a.text as text, b.text as former_text
      from ${s}.registry_change left join ${s}.registry_content a on a.hash = content
      left join ${s}.registry_content b on b.hash = former where version = $1 order by place`,
    recorded: `select line from ${s}.registry_audit order by serial desc limit $1`,
    addContents: `insert into ${s}.registry_content select e->>0, e->>1 from ${rows} on conflict do nothing`,
    addVersion: `insert into ${s}.registry_version values ($1, $2, $3, $4, $5, $6)`,
    setHead: `insert into ${s}.registry_head values (1, $1) on conflict (one) do update set version = excluded.version`,
    addChanges: `insert into ${s}.registry_change
      select (e->>0)::bigint, n, e->>1, e->>2, e->>3, e->>4, e->>5 from ${rows}`,
    put: `insert into ${s}.registry_state (entry, content, origin) select e->>0, e->>1, e->>2 from ${rows} order by n
      on conflict (entry) do update set content = excluded.content, origin = excluded.origin`,
    remove: `delete from ${s}.registry_state where entry in (select e#>>'{}' from ${rows})`,
    agree: `insert into ${s}.registry_agreed select e->>0, e->>1, e->>2 from ${rows}
      on conflict (entry) do update set content = excluded.content, origin = excluded.origin`,
    disagree: `delete from ${s}.registry_agreed where entry in (select e#>>'{}' from ${rows})`,
    judge: `update ${s}.registry_version set verdict = $1 where id = $2`,
    addLines: `insert into ${s}.registry_audit select (e->>0)::bigint, e->>1 from ${rows} on conflict do nothing`,
  } as const;
}

export type Statements = ReturnType<typeof statements>;
