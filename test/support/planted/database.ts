import { asSuperuser, newDatabase } from '../postgres/database.ts';

export type PlantedDatabase = AsyncDisposable & {
  /** With a user of its own, whose password is the one that is planted, as a URL writes it. */
  readonly url: string;
  /** Every row of every table, and what the server shows of who is connected. */
  dump(): Promise<string>;
};

export async function openPlantedDatabase(password: string): Promise<PlantedDatabase> {
  const { location, dispose } = await newDatabase();
  const url = new URL(location);
  const name = url.pathname.slice(1);
  await asSuperuser(
    `create role "${name}" login password '${decodeURIComponent(password)}'; alter database "${name}" owner to "${name}"`,
    location,
  );
  return {
    url: `postgres://${name}:${password}@${url.host}/${name}`,
    async dump() {
      const tables = (await asSuperuser(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')`,
        location,
      )) as readonly { readonly name: string }[];
      const reads = tables.map((table) => `select one::text as row from ${table.name} one`);
      const seen = `select row(application_name, usename, client_hostname, query)::text as row from pg_stat_activity`;
      const rows = await asSuperuser([...reads, seen].join('\nunion all '), location);
      return rows.map((row) => (row as { readonly row: string }).row).join('\n');
    },
    async [Symbol.asyncDispose]() {
      await dispose();
      await asSuperuser(`drop role "${name}"`, new URL('/postgres', url).href);
    },
  };
}
