import { sqlAt } from './sql-at.ts';

/** What has to be said once. */
export type Promised = { readonly host: string; readonly problem: string };

export type ScaleState = {
  readonly seen: number;
  readonly looks: number;
  readonly bytes: number;
  readonly sweepsEnded: number;
  readonly sweeps: number;
  /** One, and one more for each boundary of an interval that the run went over: a long run may see midnight. */
  readonly slots: number;
  /** Messages that opened an alarm and were delivered, as their texts say. */
  readonly sent: readonly string[];
  readonly waiting: number;
  /** Alarms, by problem and what they are about. */
  readonly alarms: number;
  readonly distinctAlarms: number;
};

export async function readState(database: string): Promise<ScaleState> {
  const [row] = await sqlAt(
    database,
    `select (select count(*) from sightings)::int as seen,
       (select coalesce(sum(looks), 0) from looks)::int as looks,
       pg_database_size(current_database())::bigint as bytes,
       (select count(*) from sweeps where ended_at is not null)::int as ended,
       (select count(*) from sweeps)::int as sweeps,
       (select count(distinct slot) from sweeps)::int as slots,
       (select count(*) from notifications where state = 'queued')::int as waiting,
       (select count(*) from incidents)::int as alarms,
       (select count(*) from (select distinct subject, problem from incidents) as one)::int as distinct_alarms`,
  );
  const feed = await sqlAt(database, 'select message from feed where under is null');
  return {
    seen: Number(row?.seen),
    looks: Number(row?.looks),
    bytes: Number(row?.bytes),
    sweepsEnded: Number(row?.ended),
    sweeps: Number(row?.sweeps),
    slots: Number(row?.slots),
    sent: feed.map(({ message }) => String(message)),
    waiting: Number(row?.waiting),
    alarms: Number(row?.alarms),
    distinctAlarms: Number(row?.distinct_alarms),
  };
}

/** A sentence for each promise that was not kept. */
export function broken(
  state: ScaleState,
  endpoints: number,
  promised: readonly Promised[],
): readonly string[] {
  const sentences: string[] = [];
  if (state.seen !== endpoints) sentences.push(`${endpoints - state.seen} endpoints were never looked at`);
  if (state.sweepsEnded === 0) sentences.push('no sweep came to its end');
  if (state.sweeps !== state.slots) sentences.push(`${state.slots} slots were swept ${state.sweeps} times`);
  if (state.alarms !== state.distinctAlarms) sentences.push('an alarm was opened twice');
  for (const { host, problem } of promised) {
    const count = state.sent.filter((text) =>
      new RegExp(`\\b${host.replaceAll('.', '\\.')}\\b`).test(text),
    ).length;
    if (count === 0) sentences.push(`${host} (${problem}) was never told of`);
    if (count > 1) sentences.push(`${host} (${problem}) was told of ${count} times`);
  }
  return sentences;
}
