import type { Diagnosis, SeenCertificate } from '../../../src/core/diagnosis.ts';
import type { Finding, FindingId } from '../../../src/core/finding.ts';
import type { Target } from '../../../src/core/target.ts';
import { findingOf, lookWith } from '../watch/troubled-looks.ts';
import { type Disasters, during } from './disasters.ts';
import { type Leaf, type Listener, leafAt, type OutageKind } from './fleet.ts';
import type { Random } from './random.ts';

const blocked: Readonly<Record<Exclude<OutageKind, 'wrong-name'>, FindingId>> = {
  refused: 'tcp/refused',
  silent: 'tcp/filtered',
  nxdomain: 'dns/nxdomain',
};

export type Truth = {
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly disasters: Disasters;
  readonly random: Random;
};

/** What a look from our machine sees at a true moment; `now` is what its clock says. */
export function seenAt(target: Target, truth: Truth, at: number, now: Date): Diagnosis {
  return {
    target,
    at: now,
    wishes: [],
    elapsedMs: 1,
    blame: 'unknown',
    rootCause: null,
    results: [],
    certificates: [],
    from: 'here',
    baseline: null,
    changes: [],
    verdict: 'unknown',
    findings: [],
    ...partsOf(target, truth, at),
  };
}

function partsOf({ host }: Target, { listeners, disasters, random }: Truth, at: number): Partial<Diagnosis> {
  if (during(disasters.offline, at) !== null) {
    const offline = findingOf('vantage/offline', { blame: 'our-vantage' });
    return { ...lookWith([offline], { certificates: [] }), verdict: 'unknown', blame: 'our-vantage' };
  }
  const listener = listeners.get(host);
  const leaf = listener === undefined ? null : leafAt(listener, at);
  if (listener === undefined || leaf === null) return stopped('dns/nxdomain');
  const blind = during(disasters.halfBlind, at);
  if (blind !== null && shareOf(host) < blind.share) return stopped('tcp/filtered');
  const outage = during(listener.outages, at);
  if (outage !== null && outage.kind !== 'wrong-name') return stopped(blocked[outage.kind]);
  const findings = [
    ...(outage === null ? [] : [findingOf('certificate/name-mismatch')]),
    ...(at > leaf.notAfter ? [findingOf('certificate/expired')] : []),
  ];
  return { ...lookWith(findings), certificates: [seen(leaf, random)] };
}

function stopped(id: FindingId): Partial<Diagnosis> {
  const finding: Finding = findingOf(id);
  return { ...lookWith([finding], { certificates: [] }), blame: 'target' };
}

/** The CA cannot be asked at every look. */
function seen(leaf: Leaf, random: Random): SeenCertificate {
  const { fingerprint256, notBefore, notAfter, names, window } = leaf;
  return {
    fingerprint256,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    ...(window === null || random.chance(0.1) ? {} : { renewalWindow: window }),
    issuer: 'R13',
    authority: "Let's Encrypt",
    names,
    addresses: ['192.0.2.7:443'],
  };
}

/** Where a host stands between 0 and 1: the same ones are cut off each time. */
function shareOf(host: string): number {
  let mixed = 2_166_136_261;
  for (const character of host) mixed = Math.imul(mixed ^ character.charCodeAt(0), 16_777_619);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
}
