/** Databases, as other entries see them. */
import { defineService } from '#plugin';

/** Where a PostgreSQL database is. `password` is a secret: nothing of this is ever logged. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly ssl?:
    | false
    | {
        readonly rejectUnauthorized: boolean;
        readonly ca?: string;
        readonly cert?: string;
        readonly key?: string;
      };
  readonly application_name?: string;
  /** Milliseconds. */
  readonly connectTimeout?: number;
}

export interface PostgresDatabase {
  server(): PostgresServer;
}

export const postgresDatabase = defineService<PostgresDatabase>({
  name: 'sql.postgres',
  summary: 'A PostgreSQL database.',
  methods: ['server'],
});
