import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Damage, DamagedRow } from '../../core/store/damaged.ts';
import { jsonOrNull } from '../../core/text/json.ts';
import { isMarkInJson } from '../../core/watch/marks-in-json.ts';
import { endpointOrNull, incidentOrNull, ruleOrNull, sightingOrNull } from '../codec/readable.ts';
import type { EndpointTable, SightingTable } from '../schema.ts';
import type { Ask } from './postgres-source.ts';

type Row = Readonly<Record<string, unknown>>;

type Look = {
  readonly kind: DamagedRow['kind'];
  readonly table: string;
  readonly key: string;
  readonly where?: string;
  isSound(row: Row): boolean;
};

const looks: readonly Look[] = [
  {
    ...{ kind: 'endpoint', table: 'endpoints', key: 'id' },
    isSound: (row) => endpointOrNull(row as EndpointTable) !== null,
  },
  {
    ...{ kind: 'look', table: 'sightings', key: 'endpoint_id' },
    isSound: (row) => sightingOrNull(row as SightingTable) !== null,
  },
  {
    ...{ kind: 'alarm', table: 'incidents', key: 'id', where: 'ended_at is null' },
    isSound: (row) => incidentOrNull({ incident: String(row.incident), version: 1 }) !== null,
  },
  {
    ...{ kind: 'rule', table: 'rules', key: 'scope' },
    isSound: (row) => ruleOrNull({ rule: String(row.rule) }) !== null,
  },
  {
    ...{ kind: 'mark', table: 'marks', key: 'key' },
    isSound: (row) => !isMarkInJson(String(row.key)) || jsonOrNull(String(row.value)) !== null,
  },
];

const rowsAtOnce = 500;
const mostTold = 100;

/** Reads every row of which one that is damaged would be missed, in pages, with a turn for everybody else between two. */
export async function damagedRows(ask: Ask): Promise<Damage> {
  const rows: DamagedRow[] = [];
  let count = 0;
  for (const { kind, table, key, where, isSound } of looks) {
    for (let after: string | null = null; ; ) {
      const begin: string = after === null ? '' : `${key} > '${after.replaceAll("'", "''")}'`;
      const conditions = [begin, where ?? ''].filter((one) => one !== '').join(' and ');
      const page: readonly Row[] = await ask(
        `select * from ${table} ${conditions === '' ? '' : `where ${conditions}`} order by ${key} limit ${rowsAtOnce}`,
      );
      const last = page.at(-1);
      if (last === undefined) break;
      for (const row of page) {
        if (isSound(row)) continue;
        count += 1;
        if (rows.length < mostTold) rows.push({ kind, id: String(row[key]) });
      }
      after = String(last[key]);
      await nextTurn();
    }
  }
  return { count, rows };
}
