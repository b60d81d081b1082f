import { sql, type Transaction } from 'kysely';
import { dayOf } from '../../core/past/day-totals.ts';
import { isMeasured } from '../../core/past/latency.ts';
import type { PastChange } from '../../core/past/look-run.ts';
import type { Sighting } from '../../core/watch/endpoint.ts';
import { withLook } from '../codec/latency-codec.ts';
import type { ColumnKind, Engine } from '../engine.ts';
import { jsonRows } from '../json-rows.ts';
import { writingRows } from '../many-rows.ts';
import { type Place, prepared } from '../prepared.ts';
import type { LookTable, Schema } from '../schema.ts';
import { changeKeeper, type KeptChange } from './keep-change.ts';
import { leafFrom } from './look-rows.ts';

type Appended = { readonly look: LookTable; readonly before: LookTable | undefined };

/**
 * Lengthens the run of looks that said the same, or begins another one. Time that a run covers already is known: of two
 * looks at once, or by a clock that was set back, the first one stands. `longestGapMs`: what a look saw stands that long at
 * most until the next. Each of the sightings is of another endpoint.
 */
export function lookAppender(
  engine: Engine,
  longestGapMs: number,
): (db: Transaction<Schema>, sightings: readonly Sighting[]) => Promise<void> {
  const newest = newestUpTo(engine);
  const newestSound = newestUpTo(engine, sql<boolean>`verdict <> 'unknown'`);
  const write = writingRows<LookTable>(engine, {
    table: 'looks',
    columns: lookColumns,
    key: ['endpoint_id', 'first_at'],
  });
  const keepChanges = changeKeeper(engine);

  return async (db, sightings) => {
    if (sightings.length === 0) return;
    const looks = sightings.map((sighting) => ({ sighting, look: lookRow(sighting) }));
    const known = await newest(
      db,
      looks.map(({ look }) => look),
    );
    const written: LookTable[] = [];
    const begun: Appended[] = [];
    for (const { sighting, look } of looks) {
      const at = look.first_at;
      const before = known.get(look.endpoint_id);
      if (before !== undefined && (at <= before.last_at || at < before.until)) continue;
      const follows = before !== undefined && at - before.last_at <= longestGapMs;
      if (follows && isSame(before, look)) {
        const took = tookWith(before.took, sighting);
        written.push({ ...before, last_at: at, until: at, looks: before.looks + 1, took });
        continue;
      }
      if (follows) written.push({ ...before, until: at });
      written.push(look);
      if (look.verdict !== 'unknown') begun.push({ look, before });
    }
    const blind = begun.filter(({ before }) => before?.verdict === 'unknown').map(({ look }) => look);
    const sound =
      blind.length === 0
        ? null
        : await newestSound(
            db,
            blind.map((look) => ({ ...look, first_at: look.first_at - 1 })),
          );
    await write(db, written);
    await keepChanges(
      db,
      begun.flatMap(({ look, before }) => {
        const last = before?.verdict === 'unknown' ? sound?.get(look.endpoint_id) : before;
        return last === undefined ? [] : changesOf(last, look);
      }),
    );
  };
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

const lookColumns = {
  endpoint_id: 'text',
  first_at: 'bigint',
  last_at: 'bigint',
  until: 'bigint',
  looks: 'bigint',
  verdict: 'text',
  root_cause: 'text',
  reason: 'text',
  fingerprint256: 'text',
  not_after: 'bigint',
  issuer: 'text',
  took: 'text',
} as const satisfies Record<keyof LookTable, ColumnKind>;

/** Of each endpoint the newest run that began by then, by the id of the endpoint. */
function newestUpTo(engine: Engine, which = sql<boolean>`true`) {
  const columns = { endpoint_id: 'text', first_at: 'bigint' } as const;
  const read = prepared((db, place: Place<{ asked: string }>) => {
    // Materialized, or PostgreSQL may look for the newest once for each run there is.
    const statement = sql<LookTable>`with wanted as materialized (
        select asked.endpoint_id, (
          select max(newer.first_at) from looks as newer
          where newer.endpoint_id = asked.endpoint_id and newer.first_at <= asked.first_at and ${which}
        ) as first_at from ${engine.tableOf(columns, place('asked'))} as asked
      )
      select looks.* from wanted
      join looks on looks.endpoint_id = wanted.endpoint_id and looks.first_at = wanted.first_at`;
    return { compile: () => statement.compile(db) };
  });
  return async (db: Transaction<Schema>, asked: readonly Pick<LookTable, 'endpoint_id' | 'first_at'>[]) => {
    const rows = await read(db, {
      asked: jsonRows(asked.map(({ endpoint_id, first_at }) => ({ endpoint_id, first_at }))),
    });
    return new Map(rows.map((row) => [row.endpoint_id, row]));
  };
}

/** The reason is left out: it may count days. */
function isSame(one: LookTable, other: LookTable): boolean {
  return (
    one.verdict === other.verdict &&
    one.root_cause === other.root_cause &&
    one.fingerprint256 === other.fingerprint256
  );
}

function changesOf(before: LookTable, now: LookTable): readonly KeptChange[] {
  const at = new Date(now.first_at);
  const leaf = leafFrom(now);
  const changes: PastChange[] = [];
  if (leaf !== null && before.fingerprint256 !== now.fingerprint256) {
    changes.push({ at, what: 'certificate', before: leafFrom(before), now: leaf });
  }
  if (before.verdict !== now.verdict || before.root_cause !== now.root_cause) {
    changes.push({ at, what: 'verdict', before: stateOf(before), now: stateOf(now) });
  }
  return changes.map((change) => ({ endpointId: now.endpoint_id, change }));
}

function stateOf({ verdict, root_cause, reason }: LookTable) {
  return { verdict: verdict as Sighting['verdict'], rootCause: root_cause, reason };
}
