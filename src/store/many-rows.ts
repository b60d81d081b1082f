import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ColumnKind, Engine } from './engine.ts';
import { jsonRows } from './json-rows.ts';
import { type Place, prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

export type ManyRows = {
  readonly table: keyof Schema & string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Where a row with these is there already; left out: none is. */
  readonly key?: readonly string[];
  /** What happens to one that is there: it stays, or takes over what is new, this apart; left out: all of the new. */
  readonly known?:
    | 'stays'
    | { readonly set?: Readonly<Record<string, RawBuilder<unknown>>>; readonly where?: RawBuilder<boolean> };
};

type WriteRows<Row> = (db: Kysely<Schema>, rows: readonly Row[]) => Promise<void>;

/** Writes any number of rows with one statement, the same one each time. */
export function writingRows<Row extends object>(engine: Engine, many: ManyRows): WriteRows<Row> {
  const write = prepared((db, place: Place<{ rows: string }>) => {
    const names = Object.keys(many.columns);
    const columns = sql.join(names.map((name) => sql.ref(name)));
    // "where true": SQLite would read ON as that of a join.
    const statement = sql<never>`insert into ${sql.table(many.table)} (${columns})
      select ${columns} from ${engine.tableOf(many.columns, place('rows'))} as given where true ${conflict(many)}`;
    return { compile: () => statement.compile(db) };
  });
  return async (db, rows) => {
    if (rows.length > 0) await write(db, { rows: jsonRows(rows) });
  };
}

function conflict({ columns, key, known = {} }: ManyRows): RawBuilder<unknown> {
  if (key === undefined) return sql``;
  const target = sql`on conflict (${sql.join(key.map((name) => sql.ref(name)))})`;
  if (known === 'stays') return sql`${target} do nothing`;
  const taken = Object.keys(columns).filter((name) => !key.includes(name));
  const sets = [
    ...taken.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`),
    ...Object.entries(known.set ?? {}).map(([name, value]) => sql`${sql.ref(name)} = ${value}`),
  ];
  const where = known.where === undefined ? sql`` : sql`where ${known.where}`;
  return sql`${target} do update set ${sql.join(sets)} ${where}`;
}
