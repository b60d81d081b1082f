import type { Verdict } from '../core/diagnosis.ts';
import type { Message } from '../core/message.ts';
import type { Place } from '../core/people.ts';
import { speaksTls } from '../core/target.ts';
import type { WatchRow } from '../core/watch/endpoint.ts';
import { isWorse, renewalStates } from '../core/watch/renewal.ts';
import { type DigestContent, digestMessage } from '../views/digest.ts';
import type { Watcher } from './look.ts';
import { lookAtAll, type Sweep } from './sweep.ts';

export type DigestRequest = Watcher &
  Pick<Sweep, 'log'> & {
    readonly place: Place;
    /** IANA name: the day in the title is this zone's. */
    readonly zone: string;
    /** The slot it was meant for, when it is late. */
    readonly lateFrom?: Date | null;
    /** How long looking again may take in all. */
    readonly patienceMs?: number;
  };

const lookAgainConcurrency = 32;
const defaultPatienceMs = 60_000;
/** Nobody looked for so long that "fine" would be a guess: the sweep must have stood still. */
const staleMs = 24 * 3_600_000;

/**
 * The digest of a place. Whatever is not plainly fine is looked at again first, so nobody is sent after a
 * certificate that was renewed an hour ago; "could not check" is its own list and never counts as fine.
 */
export async function composeDigest(request: DigestRequest): Promise<Message> {
  const { store, place, now, signal, patienceMs = defaultPatienceMs } = request;
  const begun = now();
  const before = (await store.endpoints.rows(begun)).filter((row) => belongsTo(row, place));
  const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  await lookAtAll(
    before.filter((row) => wantsAnotherLook(row, begun)).map((row) => row.endpoint),
    { ...request, signal: patience, concurrency: lookAgainConcurrency },
  );
  signal.throwIfAborted();
  const at = now();
  const rows = (await store.endpoints.rows(at)).filter((row) => belongsTo(row, place));
  return digestMessage({
    ...sorted(rows, at),
    at,
    zone: request.zone,
    lateFrom: request.lateFrom ?? null,
    notLookedAtAgain: rows.filter((row) => wantsAnotherLook(row, at) && !lookedSince(row, begun)).length,
  });
}

/** The console shows everything; other places what is at home there, threads included. */
function belongsTo({ endpoint: { home } }: WatchRow, place: Place): boolean {
  if (place.platform === 'console' || place.platform === 'terminal') return true;
  return home.platform === place.platform && home.channel === place.channel;
}

function wantsAnotherLook(row: WatchRow, now: Date): boolean {
  return listOf(row, now) !== 'fine' && listOf(row, now) !== 'withoutCertificate';
}

function lookedSince({ sighting }: WatchRow, begun: Date): boolean {
  return sighting !== null && sighting.at.getTime() >= begun.getTime();
}

type List = 'overdue' | 'due' | 'unchecked' | 'troubled' | 'fine' | 'withoutCertificate';

/** Where a row belongs: each in exactly one list. */
function listOf({ endpoint, sighting, state }: WatchRow, now: Date): List {
  if (sighting === null || now.getTime() - sighting.at.getTime() > staleMs) return 'unchecked';
  const { verdict, at, certificateSeenAt } = sighting;
  if (!speaksTls(endpoint.target)) return listWithoutCertificate(verdict);
  if (state === null || certificateSeenAt?.getTime() !== at.getTime()) return 'unchecked';
  if (isWorse(state, 'due')) return 'overdue';
  if (state === 'due') return 'due';
  if (verdict === 'unknown') return 'unchecked';
  return verdict === 'healthy' ? 'fine' : 'troubled';
}

function listWithoutCertificate(verdict: Verdict): List {
  switch (verdict) {
    case 'healthy':
      return 'withoutCertificate';
    case 'unknown':
      return 'unchecked';
    case 'degraded':
    case 'broken':
      return 'troubled';
  }
}

function sorted(
  rows: readonly WatchRow[],
  now: Date,
): Omit<DigestContent, 'at' | 'zone' | 'lateFrom' | 'notLookedAtAgain'> {
  const lists = Map.groupBy(rows, (row) => listOf(row, now));
  const inList = (list: List) => lists.get(list) ?? [];
  const listed = (['overdue', 'due', 'unchecked', 'troubled'] as const).flatMap(inList);
  return {
    overdue: inList('overdue').toSorted(worstFirst),
    due: inList('due'),
    unchecked: inList('unchecked').toSorted(worstFirst),
    troubled: inList('troubled'),
    fine: inList('fine').length,
    withoutCertificate: inList('withoutCertificate').length,
    unowned: listed.filter((row) => row.endpoint.owners.length === 0).length,
    undelivered: rows.filter((row) => row.undelivered !== null),
  };
}

function stage({ state }: WatchRow): number {
  return state === null ? -1 : renewalStates.indexOf(state);
}

/** Rows come soonest end first, and sorting keeps that order within a state. */
function worstFirst(one: WatchRow, other: WatchRow): number {
  return stage(other) - stage(one);
}
