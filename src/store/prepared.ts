import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Stands in a query for what each run binds. */
type Slot = { readonly slotOf: string };

export type Place<Values> = <Name extends keyof Values & string>(name: Name) => Values[Name];

/**
 * A query that is built once for each engine and bound anew at each run: building one costs more than SQLite takes to answer it, and
 * a sweep asks ten for each look. `place('name')` stands for a value; in a `where` none that may be null, and no list.
 */
export function prepared<Values extends object, Row>(
  build: (db: Kysely<Schema>, place: Place<Values>) => Compilable<Row>,
): (db: Kysely<Schema>, values: Values) => Promise<readonly Row[]> {
  // Each database has one, and its transactions share it.
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    const query = compiled.get(adapter) ?? build(db, slot).compile();
    compiled.set(adapter, query);
    const bound = values as Readonly<Record<string, unknown>>;
    const parameters = query.parameters.map((one) => (isSlot(one) ? bound[one.slotOf] : one));
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };

  function slot<Name extends keyof Values & string>(name: Name): Values[Name] {
    return { slotOf: name } satisfies Slot as unknown as Values[Name];
  }
}

function isSlot(value: unknown): value is Slot {
  return typeof value === 'object' && value !== null && 'slotOf' in value;
}
