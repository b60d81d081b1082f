/** A row that cannot be read: it is left out wherever rows are read, and told of. */
export type DamagedRow = {
  readonly kind: 'endpoint' | 'look' | 'alarm' | 'rule' | 'mark';
  /** What names it in its table. */
  readonly id: string;
};

/** `rows`: the first of them. */
export type Damage = { readonly count: number; readonly rows: readonly DamagedRow[] };

/** The last look at all rows, as JSON. */
export const damageMark = 'damaged-rows';

const tables: Readonly<Record<DamagedRow['kind'], { readonly table: string; readonly key: string }>> = {
  endpoint: { table: 'endpoints', key: 'id' },
  look: { table: 'sightings', key: 'endpoint_id' },
  alarm: { table: 'incidents', key: 'id' },
  rule: { table: 'rules', key: 'scope' },
  mark: { table: 'marks', key: 'key' },
};

/** "Endpoint 12ab" and what becomes of it: one sentence each, without what the row holds. */
export function damageText({ kind, id }: DamagedRow): { readonly what: string; readonly remedy: string } {
  const { table, key } = tables[kind];
  const row = `${table}.${key} = '${id.slice(0, 200)}'`;
  return { what: `The row ${row} cannot be read, and is left out`, remedy: remedies[kind] };
}

const remedies: Readonly<Record<DamagedRow['kind'], string>> = {
  endpoint:
    'Add it again (/watch add, or the line in WATCH_FILE), which replaces the row; or restore a backup (notafter restore FILE).',
  look: 'Nothing has to be done: the next look replaces it, and what was counted of troubles begins anew.',
  alarm:
    'Restore a backup (notafter restore FILE), or remove the row while the bot is stopped: what is still wrong is told anew by the next look.',
  rule: 'Set it again (/watch policy, /watch owner), which replaces the row; or restore a backup (notafter restore FILE).',
  mark: 'Nothing has to be done: it counts as never written, and is written anew.',
};
