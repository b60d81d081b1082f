import { reasonOf } from '../../core/errors.ts';
import type { Message, Picture } from '../../core/message.ts';
import type { Place } from '../../core/people.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { slimming } from '../../core/watch/slim-rows.ts';
import type { DigestContent } from '../../views/digest/content.ts';
import { digestMessage } from '../../views/digest/message.ts';
import { timelineSvg } from '../../views/timeline/draw.ts';
import { timelineOf } from '../../views/timeline/timeline.ts';
import { timelineWords } from '../../views/timeline/words.ts';
import { breakerState } from '../breaker/mark.ts';
import { gonePeople } from '../delivery/gone-people.ts';
import { readDrift } from '../lists/watch-file/drift.ts';
import { lookAtAll, type Sweep } from '../looking/sweep.ts';
import type { Watcher } from '../looking/watcher.ts';
import { rowsWhere } from '../rows-where.ts';
import { digestContent, wantsAnotherLook } from './content.ts';
import { digestDrift } from './drift.ts';
import { goneOwners } from './gone.ts';
import { readLeaves } from './leaves.ts';

/** SVG to PNG. */
export type Draw = (svg: string) => Promise<Uint8Array>;

export type DigestRequest = Watcher &
  Pick<Sweep, 'log'> & {
    readonly place: Place;
    /** IANA name: the day in the title is this zone's. */
    readonly zone: string;
    /** Times at which it should have come and did not, this one's own included when it is late; newest first. */
    readonly missed?: readonly Date[];
    /** When the last one came: what happened since is news. A day ago when left out. */
    readonly since?: Date | null;
    readonly next?: Date | null;
    /** Left out: no picture. */
    readonly draw?: Draw | undefined;
    /** The declared list, where there is one. */
    readonly watchFile?: string | null;
    /** Every row instead of the first few of each kind. */
    readonly whole?: boolean;
    /** How long looking again may take in all. */
    readonly patienceMs?: number;
  };

const lookAgainConcurrency = 32;
const defaultPatienceMs = 60_000;
const dayMs = 24 * 3_600_000;
const mostEnded = 200;

/**
 * The digest of a place. Whatever is not plainly fine is looked at again first, so nobody is sent after a
 * certificate that was renewed an hour ago; "could not check" is its own list and never counts as fine.
 */
export async function composeDigest(request: DigestRequest): Promise<Message> {
  return (await composeDigestOf(request)).message;
}

/** The same with what it is made of. */
export async function composeDigestOf(
  request: DigestRequest,
): Promise<{ readonly message: Message; readonly content: DigestContent }> {
  const { store, place, now, signal, patienceMs = defaultPatienceMs } = request;
  const begun = now();
  const rules = await store.rules.list();
  const doubtful = await rowsWhere(
    store,
    begun,
    (row) => belongsTo(row, place) && wantsAnotherLook(row, { rules, at: begun }),
    slimming(),
  );
  const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  await lookAtAll(
    doubtful.map((row) => row.endpoint),
    { ...request, rules, signal: patience, concurrency: lookAgainConcurrency },
  );
  signal.throwIfAborted();
  const content = await gather(request, begun);
  const pictures = await picturesOf(content, request);
  const isUndrawn = pictures.length === 0 && request.draw !== undefined && content.certificates.length > 0;
  const message = digestMessage(content, { whole: request.whole ?? false, isUndrawn });
  return { message: pictures.length === 0 ? message : { ...message, pictures }, content };
}

async function gather(request: DigestRequest, begun: Date): Promise<DigestContent> {
  const { store, place, now } = request;
  const at = now();
  const rows = await rowsWhere(store, at, (row) => belongsTo(row, place), slimming());
  const since = request.since ?? new Date(at.getTime() - dayMs);
  const { watchFile = null } = request;
  const [rules, open, ended, leavesBefore, gone, breaker, drift] = await Promise.all([
    store.rules.list(),
    store.incidents.open(),
    store.incidents.endedSince(since, mostEnded),
    readLeaves(store.marks, place),
    gonePeople(store.marks),
    breakerState(store.marks),
    watchFile === null ? null : readDrift(store, watchFile),
  ]);
  const leaves = rows.flatMap(({ sighting }) => [
    ...(sighting?.served ?? []),
    ...(sighting === null || sighting.certificate === null ? [] : [sighting.certificate]),
  ]);
  const outlooks = await store.outlooks.get([...new Set(leaves.map(({ fingerprint256 }) => fingerprint256))]);
  const isHere = ({ home }: { readonly home: Place }) => covers(place, home);
  return digestContent({
    rows,
    rules,
    outlooks,
    open: open.filter(isHere),
    ended: ended.filter(isHere),
    leavesBefore,
    gone: goneOwners(rows, rules, gone),
    breaker,
    drift: drift === null ? null : digestDrift(drift, (home) => covers(place, home)),
    begun,
    at,
    zone: request.zone,
    missed: request.missed ?? [],
    next: request.next ?? null,
  });
}

/** A digest without its picture is worth more than none. */
async function picturesOf(
  content: DigestContent,
  { draw, log }: Pick<DigestRequest, 'draw' | 'log'>,
): Promise<readonly Picture[]> {
  if (draw === undefined || content.certificates.length === 0) return [];
  const timeline = timelineOf(content.certificates, content.at, content.zone);
  try {
    const bytes = await draw(timelineSvg(timeline));
    return [{ name: 'timeline.png', bytes, alternative: timelineWords(timeline) }];
  } catch (fault) {
    log?.error({ err: fault, reason: reasonOf(fault) }, 'the timeline could not be drawn');
    return [];
  }
}

export function belongsTo({ endpoint }: WatchRow, place: Place): boolean {
  return covers(place, endpoint.home);
}

/** The console shows everything; other places what is at home there, threads included. */
function covers(place: Place, home: Place): boolean {
  if (place.platform === 'console' || place.platform === 'terminal') return true;
  return home.platform === place.platform && home.channel === place.channel;
}
