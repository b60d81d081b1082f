import type { KeyObject } from 'node:crypto';
import { isKnownAlgorithm, loadKey, verifySignature } from './algorithms.ts';
import { type BrokenCode, type BrokenLink, brokenLink } from './broken-link.ts';
import type { Dnskey, Rrsig } from './records.ts';
import { countedLabels, type Rrset, signedData } from './rrset.ts';

/** A zone that is trusted, and the keys that may sign in it. */
export type TrustedZone = { readonly zone: string; readonly keys: readonly ZoneKey[] };
export type ZoneKey = Dnskey & { readonly loaded: () => KeyObject | null };

/** What one run may still spend, and the moment it is about. */
export type Judge = { readonly now: Date; readonly checks: { left: number } };

export type Verified =
  | { readonly holds: true; readonly signature: Rrsig; readonly expanded: boolean }
  | { readonly holds: false; readonly link: BrokenLink };

/** Signatures that were checked in vain before a set of records is given up: more is an attack (CVE-2023-50387). */
const mostVainChecks = 8;

export function zoneKey(key: Dnskey): ZoneKey {
  let known: KeyObject | null | undefined;
  const loaded = () => {
    if (known === undefined) known = loadKey(key);
    return known;
  };
  return { ...key, loaded };
}

/** RFC 4034 §2.1.1 and RFC 5011 §2.1: signs zones, and is not revoked. */
export function maySign({ flags, protocol }: Dnskey): boolean {
  return (flags & 0x0100) !== 0 && (flags & 0x0080) === 0 && protocol === 3;
}

/** One signature that holds is enough (RFC 6840 §5.4, §5.11). The link names the fault of the most promising one. */
export async function verifyRrset(rrset: Rrset, by: TrustedZone, judge: Judge): Promise<Verified> {
  const faults: BrokenLink[] = [];
  let vain = 0;
  const tags = by.keys.map(({ keyTag }) => keyTag);
  const fault = (code: BrokenCode, signature: Rrsig, at: number | null = null): void => {
    const place = { code, zone: by.zone, name: rrset.name, type: rrset.type };
    const moment = at === null ? null : timeOf(at, judge.now);
    faults.push(brokenLink(place, { at: moment, wanted: [signature.keyTag], found: tags }));
  };
  for (const signature of rrset.signatures) {
    if (!isKnownAlgorithm(signature.algorithm)) continue;
    const misplaced = signature.signer !== by.zone || signature.labels > countedLabels(rrset.name);
    if (misplaced) {
      fault('rrsig-misplaced', signature);
      continue;
    }
    const untimely = untimelyOf(signature, judge.now);
    if (untimely !== null) {
      fault(untimely.code, signature, untimely.at);
      continue;
    }
    const candidates = by.keys.filter(
      (key) => maySign(key) && key.keyTag === signature.keyTag && key.algorithm === signature.algorithm,
    );
    if (candidates.length === 0) fault('rrsig-key-missing', signature);
    for (const key of candidates) {
      if (vain >= mostVainChecks || judge.checks.left <= 0) {
        fault('too-many-signatures', signature);
        return { holds: false, link: worstOf(faults, rrset, by.zone) };
      }
      const loaded = key.loaded();
      judge.checks.left -= 1;
      if (loaded !== null && (await holds(signature, loaded, rrset))) {
        return { holds: true, signature, expanded: signature.labels < countedLabels(rrset.name) };
      }
      vain += 1;
      fault('rrsig-wrong', signature);
    }
  }
  return { holds: false, link: worstOf(faults, rrset, by.zone) };
}

function holds(signature: Rrsig, key: KeyObject, rrset: Rrset): Promise<boolean> {
  return verifySignature(signature.algorithm, key, signedData(rrset, signature), signature.signature);
}

type Untimely = {
  readonly code: 'rrsig-expired' | 'rrsig-not-yet-valid';
  readonly at: number;
};

/** RFC 4034 §3.1.5: times are compared by serial number arithmetic. */
function untimelyOf({ inception, expiration }: Rrsig, now: Date): Untimely | null {
  const seconds = Math.floor(now.getTime() / 1000);
  if (((expiration - seconds) | 0) < 0) return { code: 'rrsig-expired', at: expiration };
  if (((seconds - inception) | 0) < 0) return { code: 'rrsig-not-yet-valid', at: inception };
  return null;
}

/** The moment nearest to now that these 32 bits can mean. */
export function timeOf(seconds: number, now: Date): Date {
  const current = Math.floor(now.getTime() / 1000);
  return new Date((current + ((seconds - current) | 0)) * 1000);
}

/** From the fault that says most to the one that says least. */
const telling: readonly BrokenCode[] = [
  'too-many-signatures',
  'rrsig-wrong',
  'rrsig-expired',
  'rrsig-not-yet-valid',
  'rrsig-key-missing',
  'rrsig-misplaced',
];

function worstOf(faults: readonly BrokenLink[], { name, type }: Rrset, zone: string): BrokenLink {
  const sorted = faults.toSorted((one, other) => telling.indexOf(one.code) - telling.indexOf(other.code));
  return sorted[0] ?? brokenLink({ code: 'rrsig-missing', zone, name, type });
}
