import type { Evidence } from '../../../core/finding.ts';
import { dayText } from '../../../core/text/utc-text.ts';
import type { DnssecFacts } from '../../../probes/dnssec.ts';
import { evidence, listed } from '../evidence.ts';
import { momentText } from '../time-words.ts';

export type BrokenLink = NonNullable<DnssecFacts['link']>;

/** Where the chain breaks, in one clause: "the signature over A of api.example.org expired on Fri 20 Nov 2026, 04:00 UTC". */
export function linkText({ code, zone, name, type, at, wanted, found }: BrokenLink): string {
  const over = `over ${type} of ${shown(name)}`;
  const tags = listed(wanted.map(String));
  const date = at === null ? 'an unreadable date' : momentText(at);
  switch (code) {
    case 'ds-mismatch':
      return `the DS at the parent of ${shown(zone)} names key ${tags}, which is not among its keys (${keysText(found)})`;
    case 'dnskey-missing':
      return `the parent of ${shown(zone)} has a DS for it, but the zone has no DNSKEY`;
    case 'no-zone-key':
      return `key ${tags} of ${shown(zone)}, which the DS names, is revoked or no zone key`;
    case 'dnskey-unsigned':
      return `the keys of ${shown(zone)} are not signed by key ${tags}, which the DS names`;
    case 'rrsig-missing':
      return `${type} of ${shown(name)} has no signature, though ${shown(zone)} is a signed zone`;
    case 'rrsig-expired':
      return `the signature ${over} expired on ${date}`;
    case 'rrsig-not-yet-valid':
      return `the signature ${over} begins on ${date} only`;
    case 'rrsig-key-missing':
      return `the signature ${over} was made with key ${tags}, which ${shown(zone)} does not have (${keysText(found)})`;
    case 'rrsig-wrong':
      return `the signature ${over} by key ${tags} does not fit the records`;
    case 'rrsig-misplaced':
      return `the signature ${over} is not one that ${shown(zone)} could have made`;
    case 'too-many-signatures':
      return `${type} of ${shown(name)} has more signatures and keys of one tag than a resolver tries`;
    case 'denial-missing':
      return `${shown(zone)} gives no proof that ${shown(name)} has no ${type}`;
    case 'denial-not-proved':
      return `the proof of ${shown(zone)} that ${shown(name)} has no ${type} does not hold`;
    case 'dname-mismatch':
      return `the CNAME of ${shown(name)} does not follow from the DNAME of ${shown(zone)}`;
  }
}

/** The same for a title, without the numbers. */
export function linkTitle({ code, zone, name, type, at }: BrokenLink): string {
  const over = `RRSIG over ${type} of ${shown(name)}`;
  const day = at === null ? 'an unreadable date' : dayText(at);
  switch (code) {
    case 'ds-mismatch':
      return `no key of ${shown(zone)} matches its DS`;
    case 'dnskey-missing':
      return `${shown(zone)} has a DS and no DNSKEY`;
    case 'no-zone-key':
      return `the DS of ${shown(zone)} names a revoked key`;
    case 'dnskey-unsigned':
      return `the key that the DS of ${shown(zone)} names signs nothing`;
    case 'rrsig-missing':
      return `no ${over}`;
    case 'rrsig-expired':
      return `${over} expired on ${day}`;
    case 'rrsig-not-yet-valid':
      return `${over} begins on ${day} only`;
    case 'rrsig-key-missing':
      return `${over} by a key that is not there`;
    case 'rrsig-wrong':
      return `${over} does not fit`;
    case 'rrsig-misplaced':
      return `${over} by the wrong zone`;
    case 'too-many-signatures':
      return `too many signatures over ${type} of ${shown(name)}`;
    case 'denial-missing':
      return `no proof that ${shown(name)} has no ${type}`;
    case 'denial-not-proved':
      return `bad proof that ${shown(name)} has no ${type}`;
    case 'dname-mismatch':
      return `the CNAME of ${shown(name)} does not follow from its DNAME`;
  }
}

export function shown(name: string): string {
  return name === '.' ? 'the root' : name;
}

function keysText(tags: readonly number[]): string {
  return tags.length === 0 ? 'none' : listed([...new Set(tags)].map(String));
}

/** What mends this link. */
export function linkFix({ code, zone, name }: BrokenLink): string {
  const sign = `BIND: rndc sign ${zone}; Knot: knotc zone-sign ${zone}; PowerDNS: pdnsutil rectify-zone ${zone}; at a provider, switch DNSSEC off and on again only after the DS is gone`;
  switch (code) {
    case 'ds-mismatch':
    case 'dnskey-missing':
    case 'no-zone-key':
    case 'dnskey-unsigned':
      return `At the registrar (or the operator of the parent zone) replace the DS of ${zone} by one made from its present key (dnssec-dsfromkey, or the value that the DNS provider shows), or remove the DS altogether: the name then works unsigned. This is the usual leftover of a change of DNS provider or of a key roll-over.`;
    case 'rrsig-expired':
      return `Sign the zone ${zone} anew and find out why the signer stopped: ${sign}. If the servers of the zone differ, a secondary that no longer transfers is serving old signatures.`;
    case 'rrsig-not-yet-valid':
      return `Set the clock of the machine that signs ${zone} and sign anew: ${sign}.`;
    case 'rrsig-missing':
    case 'rrsig-key-missing':
    case 'rrsig-wrong':
    case 'rrsig-misplaced':
    case 'too-many-signatures':
    case 'dname-mismatch':
      return `Sign the zone ${zone} anew with the keys it publishes, and see that all its name servers serve that copy: ${sign}.`;
    case 'denial-missing':
    case 'denial-not-proved':
      return `Mend the NSEC or NSEC3 chain of ${zone} around ${name}: ${sign}. A name server or load balancer that answers for part of the zone without its proofs is the other usual cause.`;
  }
}

export function linkEvidence(
  link: BrokenLink,
  { server, zones }: Pick<DnssecFacts, 'server' | 'zones'>,
): readonly Evidence[] {
  const before = zones.filter(({ state }) => state === 'secure').map(({ zone }) => zone);
  return [
    evidence('broken link', linkText(link)),
    evidence('signed down to', before.at(-1) ?? 'nothing'),
    ...(server === null ? [] : [evidence('asked', server)]),
  ];
}

/** Everyone asks for A and AAAA; certificate authorities ask for CAA as well. */
export const renewalText =
  'Since 2026-03-15 certificate authorities must validate DNSSEC when they look up CAA and check control of a domain, so no certificate of this name can be renewed until it is mended.';
