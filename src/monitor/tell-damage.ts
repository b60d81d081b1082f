import type { Log } from '../core/log.ts';
import { type Damage, damageMark, damageText } from '../core/store/damaged.ts';
import type { Store } from '../core/store/store.ts';
import { isListOf, isRecordOf, keptMark } from '../core/watch/kept-mark.ts';
import { claimTurn } from './timing/claim-turn.ts';
import { sweepSlot } from './timing/schedule.ts';

export type DamageWorld = {
  readonly store: Store;
  readonly now: () => Date;
  readonly log: Log;
};

const job = 'damage';
const everyMs = 3_600_000;

/** Once an hour, in one of all processes, looks for rows that cannot be read and tells of each once. Returns when it is due next. */
export async function tellDamage({ store, now, log }: DamageWorld): Promise<Date> {
  const next = new Date(sweepSlot(everyMs, now()).getTime() + everyMs);
  if (!(await claimTurn(store, job, everyMs, now()))) return next;
  const before = new Set((await knownDamage(store.marks)).rows.map(({ kind, id }) => `${kind} ${id}`));
  const found = await store.damage();
  for (const row of found.rows) {
    if (before.has(`${row.kind} ${row.id}`)) continue;
    const { what, remedy } = damageText(row);
    log.error({ row: row.id, kind: row.kind, remedy }, what);
  }
  await store.marks.set(damageMark, JSON.stringify(found));
  return next;
}

/** As it was found last. */
export async function knownDamage(marks: Pick<Store['marks'], 'get'>): Promise<Damage> {
  const kept = keptMark<Damage>(await marks.get(damageMark), (value) => {
    if (!isRecordOf({ count: 'number', rows: 'list' })(value)) return false;
    return isListOf({ kind: 'string', id: 'string' })((value as Damage).rows);
  });
  return kept ?? { count: 0, rows: [] };
}
