import type { Kysely, Transaction } from 'kysely';
import { dayOf } from '../../core/past/day-totals.ts';
import { isMeasured } from '../../core/past/latency.ts';
import type { Sighting } from '../../core/watch/endpoint.ts';
import { withLook } from '../codec/latency-codec.ts';
import { type Place, prepared } from '../prepared.ts';
import type { LookTable, Schema } from '../schema.ts';
import { keepChange } from './keep-change.ts';
import { leafFrom } from './look-rows.ts';

/**
 * Lengthens the run of looks that said the same, or begins another one. Time that a run covers already is known: of two
 * looks at once, or by a clock that was set back, the first one stands. `longestGapMs`: what a look saw stands that long at
 * most until the next.
 */
export async function appendLook(
  db: Transaction<Schema>,
  sighting: Sighting,
  longestGapMs: number,
): Promise<void> {
  const look = lookRow(sighting);
  const at = look.first_at;
  const before = await newestUpTo(db, look.endpoint_id, at);
  if (before !== undefined && (at <= before.last_at || at < before.until)) return;
  const follows = before !== undefined && at - before.last_at <= longestGapMs;
  if (follows && isSame(before, look)) {
    const { endpoint_id, first_at, looks } = before;
    const took = tookWith(before.took, sighting);
    await lengthen(db, { endpoint_id, first_at, at, looks: looks + 1, took });
    return;
  }
  if (follows) await ofRun(db, before).set({ until: at }).execute();
  await db.insertInto('looks').values(look).execute();
  if (look.verdict === 'unknown') return;
  const sound = before?.verdict === 'unknown' ? await newestUpTo(db, look.endpoint_id, at - 1, true) : before;
  if (sound !== undefined) await keepChanges(db, sound, look);
}

/** In the row that is written anyway: of each look it takes no statement more. */
function tookWith(took: string | null, { at, connectMs }: Sighting): string | null {
  return isMeasured(connectMs) ? withLook(took, dayOf(at), connectMs) : took;
}

function lookRow(sighting: Sighting): LookTable {
  const { endpointId, at, verdict, rootCause, reason, certificate } = sighting;
  const moment = at.getTime();
  return {
    endpoint_id: endpointId,
    first_at: moment,
    last_at: moment,
    until: moment,
    looks: 1,
    verdict,
    root_cause: rootCause,
    reason,
    fingerprint256: certificate?.fingerprint256 ?? null,
    not_after: certificate?.notAfter.getTime() ?? null,
    issuer: certificate?.issuer ?? null,
    took: tookWith(null, sighting),
  };
}

async function newestUpTo(
  db: Transaction<Schema>,
  endpointId: string,
  at: number,
  sound = false,
): Promise<LookTable | undefined> {
  const [row] = await (sound ? newestSound : newest)(db, { endpointId, at });
  return row;
}

type UpTo = { readonly endpointId: string; readonly at: number };

const newest = prepared((db, place: Place<UpTo>) => upTo(db, place));
const newestSound = prepared((db, place: Place<UpTo>) => upTo(db, place).where('verdict', '!=', 'unknown'));

function upTo(db: Kysely<Schema>, place: Place<UpTo>) {
  return db
    .selectFrom('looks')
    .selectAll()
    .where('endpoint_id', '=', place('endpointId'))
    .where('first_at', '<=', place('at'))
    .orderBy('first_at', 'desc')
    .limit(1);
}

type Lengthened = Pick<LookTable, 'endpoint_id' | 'first_at' | 'looks' | 'took'> & { readonly at: number };

const lengthen = prepared((db, place: Place<Lengthened>) =>
  db
    .updateTable('looks')
    .set({ last_at: place('at'), until: place('at'), looks: place('looks'), took: place('took') })
    .where('endpoint_id', '=', place('endpoint_id'))
    .where('first_at', '=', place('first_at')),
);

function ofRun(db: Transaction<Schema>, { endpoint_id, first_at }: LookTable) {
  return db.updateTable('looks').where('endpoint_id', '=', endpoint_id).where('first_at', '=', first_at);
}

/** The reason is left out: it may count days. */
function isSame(one: LookTable, other: LookTable): boolean {
  return (
    one.verdict === other.verdict &&
    one.root_cause === other.root_cause &&
    one.fingerprint256 === other.fingerprint256
  );
}

async function keepChanges(db: Transaction<Schema>, before: LookTable, now: LookTable): Promise<void> {
  const at = new Date(now.first_at);
  const leaf = leafFrom(now);
  if (leaf !== null && before.fingerprint256 !== now.fingerprint256) {
    await keepChange(db, now.endpoint_id, { at, what: 'certificate', before: leafFrom(before), now: leaf });
  }
  if (before.verdict !== now.verdict || before.root_cause !== now.root_cause) {
    const states = { before: stateOf(before), now: stateOf(now) };
    await keepChange(db, now.endpoint_id, { at, what: 'verdict', ...states });
  }
}

function stateOf({ verdict, root_cause, reason }: LookTable) {
  return { verdict: verdict as Sighting['verdict'], rootCause: root_cause, reason };
}
