import { targetText } from '../../core/target.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { renewalStates } from '../../core/watch/renewal/renewal.ts';
import type { DigestContent, DigestRow } from '../../views/digest/content.ts';
import { maintenanceOf } from './maintenance.ts';
import { type LeavesBefore, mutedOf, newsOf, quietlyRenewed } from './news.ts';
import { grouped, type List, placesOf } from './places.ts';
import { ownedBy, type RowFacts, rowOf, timelineEntryOf } from './rows.ts';

/** All that a digest is made from, for one place. */
export type DigestFacts = RowFacts &
  Pick<DigestContent, 'at' | 'zone' | 'missed' | 'next' | 'gone' | 'breaker' | 'drift'> & {
    readonly rows: readonly WatchRow[];
    readonly open: readonly Incident[];
    /** Those that ended since the last digest. */
    readonly ended: readonly Incident[];
    readonly leavesBefore: LeavesBefore;
    /** When looking again began. */
    readonly begun: Date;
  };

export function digestContent(facts: DigestFacts): DigestContent {
  const { rows, rules, at, zone, missed, next, open, ended, leavesBefore, gone, begun, breaker, drift } =
    facts;
  const places = rows.flatMap((row) => placesOf(row, rules, at));
  const groups = grouped(places);
  const inList = (list: List) =>
    (groups.get(list) ?? []).map((group) => rowOf(group, facts)).toSorted(worstFirst);
  const certificates = [...Map.groupBy(places, ({ key }) => key).values()];
  const entries = certificates.flatMap((group) => timelineEntryOf(group, rules) ?? []);
  const every = certificates.filter((group) => group.some(({ list }) => list !== 'bare'));
  return {
    at,
    zone,
    missed,
    next,
    breaker,
    drift,
    critical: inList('critical'),
    overdue: inList('overdue'),
    due: inList('due'),
    unchecked: inList('unchecked'),
    troubled: inList('troubled'),
    news: newsOf(rows, ended).toSorted((one, other) => other.at.getTime() - one.at.getTime()),
    renewed: quietlyRenewed(rows, leavesBefore, ended).toSorted(),
    muted: [...mutedOf(open, at), ...maintenanceOf(rows, at)],
    unowned: every
      .filter((group) => ['nobody', 'fallback'].includes(ownedBy(group, rules).by))
      .map((group) => rowOf(group, facts))
      .toSorted((one, other) => rankOwned(one) - rankOwned(other) || worstFirst(one, other)),
    gone,
    undelivered: rows.flatMap(({ endpoint, undelivered }) =>
      undelivered === null ? [] : [{ name: targetText(endpoint.target), ...undelivered }],
    ),
    fine: groups.get('fine')?.length ?? 0,
    withoutCertificate: groups.get('bare')?.length ?? 0,
    notLookedAtAgain: rows.filter((row) => wantsAnotherLook(row, facts) && !lookedSince(row, begun)).length,
    certificates: entries,
  };
}

/** Whatever is not plainly fine is looked at again before anybody is told. */
export function wantsAnotherLook(row: WatchRow, { rules, at }: Pick<DigestFacts, 'rules' | 'at'>): boolean {
  return placesOf(row, rules, at).some(({ list }) => list !== 'fine' && list !== 'bare');
}

/** Where nobody is called at all comes before where somebody is in the end. */
function rankOwned({ owned }: DigestRow): number {
  return owned.by === 'nobody' ? 0 : 1;
}

function lookedSince({ sighting }: WatchRow, begun: Date): boolean {
  return sighting !== null && sighting.at.getTime() >= begun.getTime();
}

function worstFirst(one: DigestRow, other: DigestRow): number {
  const stage = ({ state }: DigestRow) => (state === null ? -1 : renewalStates.indexOf(state));
  const end = (row: DigestRow) => row.end?.getTime() ?? Number.MAX_SAFE_INTEGER;
  const name = (row: DigestRow) => row.names[0] ?? '';
  return stage(other) - stage(one) || end(one) - end(other) || (name(one) < name(other) ? -1 : 1);
}
