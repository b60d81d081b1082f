import type { Verdict } from '../diagnosis.ts';
import type { Blame, Finding } from '../finding.ts';
import { depthOf } from '../layer.ts';
import { joined } from '../text/joined.ts';
import { addressesOf, causeOf, isSound, leavesOf, type Sight, type Voice } from './sight.ts';

/**
 * What several vantages saw, held against each other. `same`: one verdict, one cause, one certificate; `only-some`: it works
 * from some and not from others; `other-causes`: it works from none, and not for one reason; `other-certificate`: the same
 * verdict over different certificates; `alone`: one of several answered; `nobody`: none saw the target.
 */
export type ComparisonKind = 'same' | 'only-some' | 'other-causes' | 'other-certificate' | 'alone' | 'nobody';

export type Comparison = {
  readonly kind: ComparisonKind;
  readonly verdict: Verdict;
  readonly blame: Blame;
  /** What it comes down to, without the target's name: "is broken from eu-1 only: nothing listens on port 443". */
  readonly headline: string;
  /** What that means, and who has to look where; a sentence or two. Null: the headline says it all. */
  readonly meaning: string | null;
  /** The finding behind the headline; null: there is none. */
  readonly cause: Finding | null;
  /** Of `only-some`: where it fails and where it works; else empty. */
  readonly failsFrom: readonly string[];
  readonly worksFrom: readonly string[];
  readonly voices: readonly Voice[];
};

type Group = { readonly sights: readonly Sight[]; readonly cause: Finding | null; readonly verdict: Verdict };

/** Pure: the same voices, the same words. */
export function compareVoices(voices: readonly Voice[]): Comparison {
  const sights = voices.flatMap((voice) => (voice.kind === 'saw' ? [voice.sight] : []));
  const sound = sights.filter(isSound);
  const [first] = sound;
  if (first === undefined) return nobody(voices, sights);
  if (sound.length === 1) return alone(first, voices);
  const groups = groupsOf(sound);
  const bad = groups.filter(({ verdict }) => verdict !== 'healthy');
  if (groups.length > 1) {
    return bad.length === groups.length ? otherCauses(bad, voices) : onlySome(bad, groups, voices);
  }
  const [group] = groups;
  const leaves = new Set(sound.filter(servesAny).map((sight) => leavesOf(sight).join()));
  if (leaves.size > 1 && group !== undefined) return otherCertificate(group, sound, voices);
  return same(group ?? { sights: sound, cause: null, verdict: first.verdict }, voices);
}

/** Those that came to the same end, the worst first, then the lowest layer. */
function groupsOf(sights: readonly Sight[]): readonly Group[] {
  const groups = new Map<string, Sight[]>();
  for (const sight of sights) {
    const key = `${sight.verdict} ${sight.rootCause}`;
    groups.set(key, [...(groups.get(key) ?? []), sight]);
  }
  const order: readonly Verdict[] = ['broken', 'degraded', 'unknown', 'healthy'];
  return [...groups.values()]
    .flatMap((together): readonly Group[] => {
      const [one] = together;
      return one === undefined ? [] : [{ sights: together, cause: causeOf(one), verdict: one.verdict }];
    })
    .toSorted(
      (one, other) =>
        order.indexOf(one.verdict) - order.indexOf(other.verdict) ||
        depthIn(one) - depthIn(other) ||
        (idIn(one) < idIn(other) ? -1 : 1),
    );
}

function depthIn({ cause }: Group): number {
  return cause === null ? Number.MAX_SAFE_INTEGER : depthOf(cause.layer);
}

function idIn({ cause }: Group): string {
  return cause?.id ?? '';
}

function nobody(voices: readonly Voice[], sights: readonly Sight[]): Comparison {
  const [first] = sights;
  const told = first?.reason ?? null;
  return {
    ...plain('nobody', voices),
    verdict: 'unknown',
    blame: first?.blame ?? 'our-vantage',
    headline: `could not be checked from ${joined(namesOf(voices), 'or')}${told === null ? '' : `: ${told}`}`,
    meaning: 'Nothing is known about the target: none of them saw it.',
    cause: first === undefined ? null : causeOf(first),
  };
}

function alone(sight: Sight, voices: readonly Voice[]): Comparison {
  const cause = causeOf(sight);
  const others = namesOf(voices.filter(({ vantage }) => vantage !== sight.vantage));
  return {
    ...plain('alone', voices),
    verdict: sight.verdict,
    blame: sight.blame,
    headline: `is ${sight.verdict} from ${sight.vantage}${colon(cause)}`,
    meaning:
      others.length === 0
        ? null
        : `There is nothing to compare with: ${joined(others)} told nothing about the target.`,
    cause,
  };
}

function same({ sights, cause, verdict }: Group, voices: readonly Voice[]): Comparison {
  const from = fromAll(sights);
  const blame = cause?.blame ?? 'unknown';
  // What several places meet alike is not the way from one of them.
  const isShared = verdict === 'broken' && (blame === 'network-path' || blame === 'unknown');
  return {
    ...plain('same', voices),
    verdict,
    blame: isShared ? 'target' : blame,
    headline:
      verdict === 'healthy'
        ? `is healthy, the same ${from}`
        : `is ${verdict}, the same ${from}${colon(cause)}`,
    meaning: isShared
      ? `${joined(sights.map(({ vantage }) => vantage))} meet the same fault, so it is not the way from one of them: it is at the target or right before it.`
      : null,
    cause,
  };
}

function otherCauses(bad: readonly Group[], voices: readonly Voice[]): Comparison {
  const [worst] = bad;
  const each = bad.map(
    ({ sights, cause, verdict }) => `from ${namesIn(sights)} ${cause?.title ?? `it is ${verdict}`}`,
  );
  const all = bad.flatMap(({ sights }) => sights);
  return {
    ...plain('other-causes', voices),
    verdict: worst?.verdict ?? 'broken',
    blame: worst?.cause?.blame ?? 'unknown',
    headline: `works from nowhere, and not for one reason: ${each.join('; ')}`,
    meaning: sharesAddress(all, all)
      ? 'They reach the same addresses: the lowest of these causes is worth mending first, and what then remains shows by itself.'
      : 'They are sent to different addresses, each with a fault of its own.',
    cause: worst?.cause ?? null,
  };
}

function onlySome(bad: readonly Group[], groups: readonly Group[], voices: readonly Voice[]): Comparison {
  const good = groups.filter(({ verdict }) => verdict === 'healthy').flatMap(({ sights }) => sights);
  const failing = bad.flatMap(({ sights }) => sights);
  const [worst] = bad;
  const cause = worst?.cause ?? null;
  const names = namesIn(failing);
  const where = failing.length === 1 ? `from ${names} only` : `from ${names}, and not from ${namesIn(good)}`;
  const found = whoIsToBlame(failing, good, cause);
  return {
    ...plain('only-some', voices),
    // Some clients can work: those that are where it works.
    verdict: 'degraded',
    ...found,
    headline: `is ${worst?.verdict ?? 'broken'} ${where}${colon(cause)}`,
    cause,
    failsFrom: failing.map(({ vantage }) => vantage),
    worksFrom: good.map(({ vantage }) => vantage),
  };
}

function whoIsToBlame(
  failing: readonly Sight[],
  good: readonly Sight[],
  cause: Finding | null,
): Pick<Comparison, 'blame' | 'meaning'> {
  const [there, here] = [namesIn(failing), namesIn(good)];
  const layer = cause?.layer ?? 'target';
  if (layer === 'dns') {
    return {
      blame: 'network-path',
      meaning: `${here} can resolve the name and ${there} cannot: ask the resolver that ${there} uses, and a name server of the zone past it.`,
    };
  }
  if (!sharesAddress(failing, good)) {
    return {
      blame: 'target',
      meaning: `${there} and ${here} are sent to different addresses: the servers that answer for ${there} are at fault, not the way to them.`,
    };
  }
  if (depthOf(layer) <= depthOf('path')) {
    return {
      blame: 'network-path',
      meaning: `The same address answers ${here}, so the server is up: something between it and ${there} is at fault, or a filter before the server that judges by source address.`,
    };
  }
  const leaves = new Set(good.flatMap(leavesOf));
  const seen = failing.flatMap(leavesOf);
  if (seen.length > 0 && seen.every((leaf) => !leaves.has(leaf))) {
    return {
      blame: 'network-path',
      meaning: `The same address serves ${there} another certificate than ${here}: somebody on the way from ${there} answers in its place, or what stands before the servers chooses by source address.`,
    };
  }
  if (['certificate', 'chain', 'revocation'].includes(layer)) {
    return {
      blame: 'our-trust-store',
      meaning: `Both are served the same certificate and judge it differently: compare the clock and the trust anchors of ${there} (EXTRA_CA_FILE, MOZILLA_CA_FILE) with those of ${here}.`,
    };
  }
  if (depthOf(layer) < depthOf('http')) {
    return {
      blame: 'network-path',
      meaning: `The same address finishes its handshake with ${here} and not with ${there}: a middlebox on the way from ${there}, or a filter that judges by source address.`,
    };
  }
  return {
    blame: 'target',
    meaning: `The same address answers ${here} well and ${there} not: it judges by where a client comes from (a country rule, an allow list, a region of its own).`,
  };
}

function otherCertificate(
  { cause, verdict }: Group,
  sights: readonly Sight[],
  voices: readonly Voice[],
): Comparison {
  const counts = new Map<string, number>();
  for (const sight of sights) {
    const key = leavesOf(sight).join();
    if (servesAny(sight)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const usual = [...counts].toSorted((one, other) => other[1] - one[1])[0]?.[0];
  const odd = sights.filter((sight) => servesAny(sight) && leavesOf(sight).join() !== usual);
  const verb = odd.length === 1 ? 'is' : 'are';
  const state = verdict === 'healthy' ? '' : `, and is ${verdict} from all${colon(cause)}`;
  return {
    ...plain('other-certificate', voices),
    verdict,
    blame: cause?.blame ?? 'unknown',
    headline: `serves ${namesIn(odd)} another certificate than ${namesIn(sights.filter((one) => !odd.includes(one)))}${state}`,
    meaning: sharesAddress(
      odd,
      sights.filter((one) => !odd.includes(one)),
    )
      ? `${namesIn(odd)} ${verb} served it by an address that serves the others theirs: a renewal that has not reached every server yet, or a balancer that chooses by source.`
      : 'They are sent to different addresses, each with a certificate of its own: each has to be renewed.',
    cause,
  };
}

function plain(kind: ComparisonKind, voices: readonly Voice[]) {
  return { kind, voices, failsFrom: [], worksFrom: [] };
}

function servesAny({ certificates }: Sight): boolean {
  return certificates.length > 0;
}

function sharesAddress(some: readonly Sight[], others: readonly Sight[]): boolean {
  const known = new Set(others.flatMap(addressesOf));
  return some.flatMap(addressesOf).some((address) => known.has(address));
}

function namesOf(voices: readonly Voice[]): readonly string[] {
  return voices.map(({ vantage }) => vantage);
}

function namesIn(sights: readonly Sight[]): string {
  return joined(sights.map(({ vantage }) => vantage));
}

function fromAll(sights: readonly Sight[]): string {
  return `from ${sights.length === 2 ? 'both ' : ''}${namesIn(sights)}`;
}

function colon(cause: Finding | null): string {
  return cause === null ? '' : `: ${cause.title}`;
}
