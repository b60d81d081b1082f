import type { Verdict } from '../../core/diagnosis.ts';
import { speaksTls } from '../../core/target.ts';
import type { WatchedCertificate, WatchRow } from '../../core/watch/endpoint.ts';
import { policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { isWorse, type RenewalState, renewalPlan, stateByPlan } from '../../core/watch/renewal/renewal.ts';

export const lists = ['critical', 'overdue', 'due', 'unchecked', 'troubled', 'fine', 'bare'] as const;
/** `bare`: reached, and speaks no TLS. */
export type List = (typeof lists)[number];

/** Where one certificate of one endpoint belongs. */
export type Placed = {
  readonly list: List;
  /** What comes together in one row: the leaf, or the endpoint where none is known. */
  readonly key: string;
  readonly row: WatchRow;
  readonly certificate: WatchedCertificate | null;
  readonly state: RenewalState | null;
};

/** Nobody looked for so long that "fine" would be a guess: the sweep must have stood still. */
const staleMs = 24 * 3_600_000;

/** An endpoint whose addresses serve different leaves stands in several places. */
export function placesOf(row: WatchRow, rules: readonly WatchRule[], now: Date): readonly Placed[] {
  const { endpoint, sighting } = row;
  const known = sighting?.certificate ?? null;
  const placed = (list: List, certificate: WatchedCertificate | null = known): Placed => ({
    list,
    key: certificate?.fingerprint256 ?? endpoint.id,
    row,
    certificate,
    state: certificate === null ? null : stateOf(certificate, row, rules, now),
  });
  if (sighting === null || now.getTime() - sighting.at.getTime() > staleMs) return [placed('unchecked')];
  const { verdict, at, certificateSeenAt, served } = sighting;
  if (!speaksTls(endpoint.target)) return [placed(listWithoutCertificate(verdict), null)];
  if (known === null || certificateSeenAt?.getTime() !== at.getTime()) return [placed('unchecked')];
  const leaves = (served.length === 0 ? [known] : served).map((leaf) => placed('fine', leaf));
  const late = leaves.filter(({ state }) => state !== null && state !== 'ok');
  const rest = late.length > 0 ? 'fine' : listInTime(verdict);
  return leaves.map((leaf) => ({ ...leaf, list: lateList(leaf.state) ?? rest }));
}

function stateOf(
  certificate: WatchedCertificate,
  { endpoint }: WatchRow,
  rules: readonly WatchRule[],
  now: Date,
): RenewalState {
  return stateByPlan(renewalPlan(certificate, policyFor(endpoint, rules).thresholds), now);
}

function lateList(state: RenewalState | null): List | null {
  switch (state) {
    case 'expired':
    case 'critical':
      return 'critical';
    case 'overdue':
    case 'due':
      return state;
    case 'ok':
    case null:
      return null;
  }
}

function listInTime(verdict: Verdict): List {
  if (verdict === 'unknown') return 'unchecked';
  return verdict === 'healthy' ? 'fine' : 'troubled';
}

function listWithoutCertificate(verdict: Verdict): List {
  const list = listInTime(verdict);
  return list === 'fine' ? 'bare' : list;
}

/**
 * One group per certificate and kind of list. A certificate that is late for one of its endpoints, by a policy of its own,
 * is late; what could not be seen at one endpoint stays apart from what was seen at others.
 */
export function grouped(places: readonly Placed[]): ReadonlyMap<List, readonly (readonly Placed[])[]> {
  const groups = Map.groupBy(places, ({ key, list }) => `${isLate(list) ? 'late' : list} ${key}`);
  const listed = [...groups.values()].map((group) => {
    const list = lists.find((each) => group.some((placed) => placed.list === each)) ?? 'fine';
    return { list, group };
  });
  const busy = new Set(listed.flatMap(({ list, group }) => (list === 'fine' ? [] : [group[0]?.key])));
  // Fine is what is fine everywhere.
  const kept = listed.filter(({ list, group }) => list !== 'fine' || !busy.has(group[0]?.key));
  return new Map(
    [...Map.groupBy(kept, ({ list }) => list)].map(([list, members]) => [
      list,
      members.map(({ group }) => group),
    ]),
  );
}

function isLate(list: List): boolean {
  return list === 'critical' || list === 'overdue' || list === 'due';
}

export function worstState(group: readonly Placed[]): RenewalState | null {
  return group.reduce<RenewalState | null>((worst, { state }) => {
    if (state === null || worst === null) return worst ?? state;
    return isWorse(state, worst) ? state : worst;
  }, null);
}
