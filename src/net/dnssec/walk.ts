import { isKnownAlgorithm, isKnownDigest } from './algorithms.ts';
import { type Answered, type Asker, isAnswered } from './asking.ts';
import { type BrokenLink, brokenLink, type Trust, type Uncertainty, type Unsecured } from './broken-link.ts';
import { type Cut, cutAt } from './cut.ts';
import { denialRrsets, verifiedDenials } from './denial.ts';
import { ancestors } from './names.ts';
import { type Ds, readDs } from './records.ts';
import { findRrset } from './rrset.ts';
import { type Judge, type TrustedZone, verifyRrset } from './verify-rrset.ts';
import { keysOf, trustKeys, usableDs } from './zone-keys.ts';
import type { ZoneLog } from './zone-log.ts';

export type Walker = {
  readonly asker: Asker;
  readonly judge: Judge;
  readonly anchors: readonly Ds[];
  readonly log: ZoneLog;
  /** Zones and what came of them, so that two names of one zone are one walk. */
  readonly known: Map<string, Promise<ZoneTrust>>;
};

/** The zone a name is in, and `absent`: the walk met proof that the name does not exist. */
export type ZoneTrust = Trust<TrustedZone & { readonly absent: boolean }>;

/**
 * From the root down to the zone that `name` is in: at every label the DS of the parent, or its proof that there is
 * none (RFC 4035 §5.2). Given the apex that signed something, `until`, it goes no further.
 */
export async function walkTo(walker: Walker, name: string, until: string | null = null): Promise<ZoneTrust> {
  let trust = await once(walker, '.', () => rootTrust(walker));
  for (const child of ancestors(name).toReversed().slice(1)) {
    if (trust.state !== 'secure' || trust.absent || trust.zone === until) return trust;
    const parent = trust;
    trust = await once(walker, child, () => stepDown(walker, parent, child));
  }
  return trust;
}

function once(walker: Walker, name: string, step: () => Promise<ZoneTrust>): Promise<ZoneTrust> {
  const known = walker.known.get(name) ?? step();
  walker.known.set(name, known);
  return known;
}

async function rootTrust(walker: Walker): Promise<ZoneTrust> {
  const answer = await walker.asker.ask('.', 'DNSKEY');
  if (!isAnswered(answer)) return unsure(answer);
  const rrset = findRrset(answer.records, '.', 'DNSKEY');
  if (rrset === null || rrset.signatures.length === 0) return unsure({ code: 'stripped' });
  const trusted = await trustKeys('.', answer.records, usableDs(walker.anchors), walker.judge);
  const { keys } = trusted;
  if (!trusted.trusted) {
    if (trusted.link.code === 'ds-mismatch') return unsure({ code: 'other-root', found: trusted.link.found });
    walker.log.zone('.', 'bogus', walker.anchors, keys);
    return broken(trusted.link);
  }
  walker.log.zone('.', 'secure', walker.anchors, keys);
  walker.log.signed('.', '.', 'DNSKEY', trusted.signature);
  return { state: 'secure', zone: '.', keys, absent: false };
}

type SecureZone = Extract<ZoneTrust, { state: 'secure' }>;

async function stepDown(walker: Walker, parent: SecureZone, child: string): Promise<ZoneTrust> {
  const answer = await walker.asker.ask(child, 'DS');
  if (!isAnswered(answer)) return unsure(answer);
  const rrset = findRrset(answer.records, child, 'DS');
  if (rrset === null) {
    // An alias has no zone of its own, and whatever is below it is for its own zone to sign.
    if (findRrset(answer.records, child, 'CNAME') !== null) return parent;
    const denials = await verifiedDenials(answer.authority, parent, walker.judge);
    walker.log.denials(denials);
    const cut = await cutAt(denials, child);
    if (cut !== 'not-proved') return afterCut(walker, parent, child, cut);
    return missing(
      walker,
      denials.fault ?? lackOf(parent.zone, child, denialRrsets(answer.authority).length),
    );
  }
  const verified = await verifyRrset(rrset, parent, walker.judge);
  if (!verified.holds) return missing(walker, verified.link);
  if (verified.expanded)
    return broken(brokenLink({ code: 'rrsig-misplaced', ...placeOf(parent.zone, child) }));
  walker.log.signed(parent.zone, child, 'DS', verified.signature);
  return enter(
    walker,
    parent,
    child,
    rrset.records.flatMap((record) => readDs(record) ?? []),
  );
}

function placeOf(zone: string, name: string) {
  return { zone, name, type: 'DS' };
}

function lackOf(zone: string, child: string, sent: number): BrokenLink {
  return brokenLink({ code: sent === 0 ? 'denial-missing' : 'denial-not-proved', ...placeOf(zone, child) });
}

function afterCut(
  walker: Walker,
  parent: SecureZone,
  child: string,
  cut: Exclude<Cut, 'not-proved'>,
): ZoneTrust {
  switch (cut) {
    case 'none':
      return parent;
    case 'no-name':
      return { ...parent, absent: true };
    case 'unsigned-delegation':
      return unsecured(walker, { code: 'no-ds', zone: parent.zone, from: child, algorithms: [] });
    case 'opt-out':
      return unsecured(walker, { code: 'opt-out', zone: parent.zone, from: child, algorithms: [] });
    case 'too-many-iterations':
      return unsecured(walker, { code: 'nsec3-iterations', zone: parent.zone, from: child, algorithms: [] });
  }
}

/** Into the child zone by its DS records, which are trusted. */
async function enter(
  walker: Walker,
  parent: SecureZone,
  child: string,
  ds: readonly Ds[],
): Promise<ZoneTrust> {
  const usable = usableDs(ds);
  if (usable.length === 0) {
    walker.log.zone(child, 'insecure', ds, []);
    const algorithms = ds.map(({ algorithm, digestType }) =>
      isKnownAlgorithm(algorithm) && !isKnownDigest(digestType) ? -digestType : algorithm,
    );
    return unsecured(walker, { code: 'unknown-algorithm', zone: parent.zone, from: child, algorithms });
  }
  const answer = await walker.asker.ask(child, 'DNSKEY');
  if (!isAnswered(answer)) {
    walker.log.zone(child, 'indeterminate', ds, []);
    return unsure(answer);
  }
  const trusted = await trustKeys(child, answer.records, usable, walker.judge);
  if (!trusted.trusted) {
    if (trusted.link.code === 'dnskey-missing' && (await isOwnView(walker, answer))) {
      return unsure({ code: 'own-view' });
    }
    walker.log.zone(child, 'bogus', ds, keysOf(answer.records, child));
    return missing(walker, trusted.link);
  }
  walker.log.zone(child, 'secure', ds, trusted.keys);
  walker.log.signed(child, child, 'DNSKEY', trusted.signature);
  return { state: 'secure', zone: child, keys: trusted.keys, absent: false };
}

/** From a zone that the resolver holds itself, unlike the root; a server that says AA of all it sends says nothing. */
export async function isOwnView({ asker }: Walker, { authoritative }: Answered): Promise<boolean> {
  const root = await asker.ask('.', 'DNSKEY');
  return authoritative && isAnswered(root) && !root.authoritative;
}

/**
 * Bogus, unless signatures or denials are missing and the resolver does not hand them out for the root either: whoever
 * removes them is then between us and the zone. The root has no TXT record, so that its answer is a denial.
 */
export async function missing(walker: Walker, link: BrokenLink): Promise<Trust<never>> {
  if (walker.judge.checks.left <= 0) return unsure({ code: 'too-much' });
  const couldBeStripped = link.code === 'denial-missing' || link.code === 'rrsig-missing';
  if (!couldBeStripped) return broken(link);
  const canary = await walker.asker.ask('.', 'TXT');
  if (!isAnswered(canary)) return unsure(canary);
  const carried = denialRrsets(canary.authority).some(({ signatures }) => signatures.length > 0);
  return carried ? broken(link) : unsure({ code: 'stripped' });
}

export function broken(link: BrokenLink): Trust<never> {
  return { state: 'bogus', link };
}

export function unsure(why: Uncertainty): Trust<never> {
  return { state: 'indeterminate', why };
}

export function unsecured(walker: Walker, why: Unsecured): Trust<never> {
  walker.log.unsigned(why);
  return { state: 'insecure', why };
}
