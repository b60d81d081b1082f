import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { type DnsFacts, dnsProbe } from '../../probes/dns.ts';
import { type DnssecFacts, dnssecProbe } from '../../probes/dnssec.ts';
import { issuanceProbe } from '../../probes/issuance.ts';
import { dig } from '../commands/dig.ts';
import { answerText, fateOfLookup, lookupEvidence, rcodeOf, serverOf } from '../reading/dns/answers.ts';
import { bogusForIssuance } from '../reading/dns/bogus-issuance.ts';
import {
  type BrokenLink,
  linkEvidence,
  linkFix,
  linkText,
  linkTitle,
  renewalText,
} from '../reading/dns/dnssec-words.ts';
import { evidence } from '../reading/evidence.ts';
import { insideRange } from '../reading/inside-range.ts';

export const dnssecBogus = defineCheck({
  id: 'dns/dnssec-bogus',
  severity: 'fatal',
  blame: 'target',
  title: 'DNSSEC validation fails',
  explanation:
    'The DNSSEC signatures of the name do not hold. Everybody behind a validating resolver loses the name; others still reach it, which is why it may look fine from your desk. Certificate authorities validate too, so renewal is blocked as well.',
  fix: 'Compare the DS record at the registrar with the DNSKEY of the zone, and look for expired RRSIGs (delv or dnsviz shows the broken link). After a change of DNS provider, remove or replace the old DS. Re-sign the zone if signatures have expired.',
  citation: 'RFC 4035 §5.5',
  reads: { dns: dnsProbe },
  mayRead: { dnssec: dnssecProbe, issuance: issuanceProbe },
  judge({ dns, dnssec, issuance }) {
    if (issuance !== null) return bogusForIssuance(issuance);
    const link = dnssec?.link ?? null;
    const refused = dns.lookup?.unvalidated != null && fateOfLookup(dns) === 'dnssec-bogus';
    if (dnssec !== null && link !== null) return brokenHere(dns, dnssec, link, refused);
    if (refused) return [dnssec?.state === 'secure' ? resolverAlone(dns, dnssec) : resolverSays(dns)];
    return dnssec?.caaLink == null ? [] : [caaOnly(dns, dnssec, dnssec.caaLink)];
  },
});

/** Two commands: what the resolver says to whoever lets it validate, and without. */
function bothWays({ name, lookup }: DnsFacts): string {
  const server = lookup === null ? undefined : serverOf(lookup);
  return `${dig(name, 'A', server, '+dnssec')}; ${dig(name, 'A', server, '+cd')}`;
}

function resolverEvidence({ lookup }: DnsFacts) {
  if (lookup === null) return [];
  const without = lookup.unvalidated;
  return [
    ...lookupEvidence(lookup),
    ...(without === null ? [] : [evidence('A without validation (CD)', answerText(without))]),
  ];
}

/** The resolver alone says so: the chain could not be followed from here. */
function resolverSays(dns: DnsFacts): Observation {
  return {
    title: `DNSSEC validation of ${dns.name} fails`,
    explanation: `The resolver refuses the answer because its DNSSEC signatures do not hold, and gives it as soon as it is told not to validate. Everybody behind a validating resolver loses the name; others still reach it, which is why it may look fine from your desk. ${renewalText}`,
    evidence: resolverEvidence(dns),
    reproduce: bothWays(dns),
  };
}

/** The signatures hold, the resolver refuses them all the same. */
function resolverAlone(dns: DnsFacts, { zones }: DnssecFacts): Observation {
  return {
    blame: 'third-party',
    title: `The resolver calls ${dns.name} bogus, though its signatures hold now`,
    explanation:
      'The resolver answers SERVFAIL unless it is told not to validate, yet every link from the root down to the answer verifies here. Either the zone was mended a moment ago and the resolver still remembers the fault, or the clock or the trust anchor of the resolver is wrong.',
    fix: 'Flush the name in the resolver (unbound-control flush_bogus, rndc flushtree NAME, or wait for its TTL), then compare its clock and its root trust anchor (KSK 20326 and 38696).',
    evidence: [
      ...resolverEvidence(dns),
      evidence('verified here', zones.map(({ zone }) => zone).join(' > ')),
    ],
    reproduce: bothWays(dns),
  };
}

function brokenHere(
  dns: DnsFacts,
  dnssec: DnssecFacts,
  link: BrokenLink,
  refused: boolean,
): readonly Observation[] {
  // A resolver that validates and vouches for the answer has seen more than we have.
  if (dns.lookup?.authenticated === true) return [];
  if (isInternalView(dns, link)) return [];
  const worst = refused || isServfail(dns);
  const show = dig(link.name, link.type, dnssec.server ?? undefined, '+dnssec', '+cd');
  return [
    {
      severity: worst ? 'fatal' : dns.addresses.length > 0 ? 'error' : 'warning',
      title: `DNSSEC of ${dns.name} is broken: ${linkTitle(link)}`,
      explanation: `${sentence(linkText(link))} ${whoLoses(dns)} ${renewalText}`,
      fix: linkFix(link),
      evidence: [...linkEvidence(link, dnssec), ...resolverEvidence(dns)],
      reproduce: worst ? `${bothWays(dns)}; ${show}` : show,
    },
  ];
}

/** Unsigned and with private addresses only: a zone kept for the inside, which nobody outside validates or sees. */
function isInternalView({ addresses }: DnsFacts, { code }: BrokenLink): boolean {
  const unsigned = ['rrsig-missing', 'dnskey-missing', 'denial-missing'].includes(code);
  const inside = addresses.map(insideRange);
  return unsigned && addresses.length > 0 && inside.every((range) => range !== null && range !== 'loopback');
}

function whoLoses({ addresses, lookup }: DnsFacts): string {
  if (addresses.length === 0) {
    return 'Everybody behind a validating resolver gets SERVFAIL for this name; only those behind others still see what the zone says, which is why it may look fine from your desk.';
  }
  if (lookup !== null && [lookup.a, lookup.aaaa].some((answer) => rcodeOf(answer) === 'SERVFAIL')) {
    return 'One address family resolves and the other gets SERVFAIL from every validating resolver: clients that want both may fail, or wait for seconds before they connect.';
  }
  return 'This resolver hands out the addresses all the same, and clients behind it work. Everybody behind a resolver that validates (the large public ones do, and many providers) gets SERVFAIL instead.';
}

function isServfail({ addresses, lookup }: DnsFacts): boolean {
  if (lookup === null || addresses.length > 0) return false;
  return [lookup.a, lookup.aaaa].some((answer) => rcodeOf(answer) === 'SERVFAIL');
}

function caaOnly(dns: DnsFacts, dnssec: DnssecFacts, link: BrokenLink): Observation {
  return {
    severity: 'warning',
    title: `CAA of ${dns.name} does not validate: ${linkTitle(link)}`,
    explanation: `${sentence(linkText(link))} The address records are sound, so clients notice nothing. ${renewalText}`,
    fix: linkFix(link),
    evidence: linkEvidence(link, dnssec),
    reproduce: dig(link.name, link.type, dnssec.server ?? undefined, '+dnssec', '+cd'),
  };
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
