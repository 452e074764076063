/** Kind `db.sql.mysql`: a database on a server of MySQL or MariaDB. */
import { defineKind, type Infer, t } from '#plugin';
import type { MysqlServer } from './mysql-connection.ts';
import { serverDatabase } from './server-database.ts';
import { certificatesOf, serverFields } from './server-settings.ts';

/** Options are texts, as in the address of a connection; plain flags are taken too. */
const flag = t.oneOf(t.boolean, 'true', 'false');
const path = t.optional(t.string);

const data = t.object({
  ...serverFields,
  options: t
    .object({
      charset: t.optional(t.string).describe('utf8mb4 when left out; of several the first counts.'),
      collation: t.optional(t.string).describe('In place of a charset.'),
      parseTime: flag.default('false').describe('Writes moments as RFC 3339 has them.'),
      loc: t
        .text("a time zone, 'UTC' or 'Local'", isZone)
        .default('UTC')
        .describe('The time zone in which `parseTime` takes moments.'),
      timeout: t.duration('5s').describe('How long a connection may take.'),
      readTimeout: t.optional(t.duration()).describe('How long a statement may take.'),
      tls: t
        .oneOf(t.boolean, 'true', 'false', 'skip-verify', 'preferred')
        .default('false')
        .describe('Encrypts, with `true` to a server whose certificate is good.'),
      sslrootcert: path,
      sslcert: path,
      sslkey: path,
      clientFoundRows: flag
        .default('false')
        .describe('Counts rows as changed that were what they should become.'),
    })
    .default({}),
});

type Settings = Infer<typeof data>;

export const mysql = defineKind({
  kind: 'db.sql.mysql',
  summary: 'A database on a server of MySQL or MariaDB.',
  data,
  ...serverDatabase<Settings, MysqlServer>({
    dialect: 'mysql',
    serverOf,
    connector: async () => (await import('./mysql-connection.ts')).MysqlConnection.open,
  }),
});

async function serverOf({
  username,
  password,
  options,
  host,
  port,
  database,
}: Settings): Promise<MysqlServer> {
  const { charset = 'utf8mb4', collation, parseTime, loc, timeout, readTimeout, clientFoundRows } = options;
  const tls = String(options.tls);
  const [firstCharset = charset] = charset.split(',');
  return {
    host,
    port,
    database,
    user: username,
    ...(password !== undefined && { password }),
    charset: collation ?? firstCharset.trim(),
    ...(tls !== 'false' && {
      ssl: {
        rejectUnauthorized: tls === 'true',
        verifyIdentity: tls === 'true',
        ...(await certificatesOf(options)),
      },
    }),
    mayBePlain: tls === 'preferred',
    connectTimeout: timeout,
    ...(readTimeout !== undefined && { readTimeout }),
    ...(String(parseTime) === 'true' && { zone: zoneOf(loc) }),
    countsFound: String(clientFoundRows) === 'true',
  };
}

function zoneOf(name: string): string {
  return name === 'Local' ? Temporal.Now.timeZoneId() : name;
}

function isZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zoneOf(name));
    return true;
  } catch {
    return false;
  }
}
