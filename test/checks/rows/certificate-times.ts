import { caWith, daysFromNow, leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { chainFacts, healthyFacts, ip } from '../../support/facts/probe-facts.ts';

const lasting = (from: number, to: number) =>
  leafWith({ notBefore: daysFromNow(from), notAfter: daysFromNow(to) });
const chainOf = (from: number, to: number) => ({ chain: chainFacts({ leaf: lasting(from, to) }) });
const at = (ends: string) => `${ends}:443`;
const old = lasting(-80, 10);
const fresh = lasting(-10, 80);
/** Issued at one moment for so many seconds. */
const issued = (on: string, seconds: number) =>
  leafWith({ notBefore: new Date(on), notAfter: new Date(Date.parse(on) + seconds * 1000) });
const daySeconds = 86_400;

export const rows: readonly RuleRow[] = [
  {
    id: 'certificate/expired',
    when: 'notAfter has passed',
    facts: chainOf(-93, -3),
    title: /expired 3 days ago, on Sat 21 Nov 2026, 12:00 UTC/,
    evidence: ['valid: Sun 23 Aug 2026, 12:00 UTC to Sat 21 Nov 2026, 12:00 UTC'],
    reproduce: 'openssl x509 -noout -subject -dates',
    severity: 'fatal',
    silentWhen: 'it is notAfter this very second',
    silent: chainOf(-90, 0),
  },
  {
    id: 'certificate/expired',
    when: 'one of two addresses serves an expired one',
    facts: {
      chain: chainFacts({ addresses: [at(ip)] }, { addresses: [at('192.0.2.8')], leaf: lasting(-93, -3) }),
    },
    title: /expired 3 days ago.* \(1 of 2 addresses\)/,
    evidence: ['address: 192.0.2.8:443'],
    reproduce: '-connect 192.0.2.8:443',
    severity: 'error',
    silentWhen: 'both are in their dates',
    silent: healthyFacts,
  },
  {
    id: 'certificate/not-yet-valid',
    when: 'notBefore lies ahead',
    facts: chainOf(2, 92),
    title: /not valid for another 2 days, until Thu 26 Nov 2026/,
    evidence: ['clock here: Tue 24 Nov 2026, 12:00 UTC'],
    reproduce: '-dates',
    severity: 'fatal',
    silentWhen: 'it begins now',
    silent: chainOf(0, 90),
  },
  {
    id: 'certificate/expires-in-hours',
    when: 'less than a day is left of ninety',
    facts: chainOf(-89.5, 0.5),
    title: /expires in 12 hours/,
    evidence: ['left: 12 hours'],
    reproduce: '-dates',
    severity: 'error',
    silentWhen: 'it lives six days only',
    silent: chainOf(-5.5, 0.5),
  },
  {
    id: 'certificate/renewal-due',
    when: 'under a third of its life is left',
    facts: chainOf(-62, 28),
    title: /due for renewal: 28 days left, overdue on Mon 7 Dec 2026/,
    evidence: ['lifetime: 90 days', 'renewal was due: Sun 22 Nov 2026'],
    reproduce: '-dates',
    severity: 'warning',
    silentWhen: 'a third is left',
    silent: chainOf(-59, 31),
  },
  {
    id: 'certificate/renewal-due',
    when: 'a six-day certificate is past half its life',
    facts: chainOf(-3.5, 2.5),
    title: /2 days left/,
    reproduce: '-dates',
    severity: 'warning',
    silentWhen: 'a six-day certificate is young',
    silent: chainOf(-1, 5),
  },
  {
    id: 'certificate/renewal-overdue',
    when: 'half of the window has passed',
    facts: chainOf(-76, 14),
    title: /is overdue: 14 days left, until Tue 8 Dec 2026/,
    reproduce: '-dates',
    severity: 'error',
    silentWhen: 'it is only due',
    silent: chainOf(-62, 28),
  },
  {
    id: 'certificate/renewal-overdue',
    when: 'three quarters of the window have passed',
    facts: chainOf(-84, 6),
    title: /critically overdue: 6 days left/,
    reproduce: '-dates',
    severity: 'error',
    silentWhen: 'less than a day is left, which another rule tells',
    silent: chainOf(-89.5, 0.5),
  },
  {
    id: 'certificate/renewed-not-deployed',
    when: 'one address serves the certificate before',
    facts: {
      chain: chainFacts({ leaf: fresh, addresses: [at(ip)] }, { leaf: old, addresses: [at('192.0.2.8')] }),
    },
    title: /has not reached 192\.0\.2\.8:443: it serves the one that ends on Fri 4 Dec 2026/,
    evidence: ['new one served by: 192.0.2.7:443'],
    reproduce: '-connect 192.0.2.8:443',
    severity: 'error',
    silentWhen: 'they are for different names',
    silent: {
      chain: chainFacts(
        { leaf: fresh },
        { leaf: { ...old, names: { dns: ['other.example'], ip: [], other: [] } } },
      ),
    },
  },
  {
    id: 'certificate/lifetime-over-limit',
    when: 'it lives 200 days and a second',
    facts: { chain: chainFacts({ leaf: issued('2026-04-01T00:00:00Z', 200 * daySeconds) }) },
    title: /lives 201 days; 200 are allowed/,
    reproduce: '-dates',
    severity: 'error',
    silentWhen: 'it lives 200 days to the second, both ends counted',
    silent: { chain: chainFacts({ leaf: issued('2026-04-01T00:00:00Z', 200 * daySeconds - 1) }) },
  },
  {
    id: 'certificate/lifetime-over-limit',
    when: 'it was issued for 399 days before the limit fell',
    facts: { chain: chainFacts({ leaf: issued('2026-03-14T23:59:59Z', 399 * daySeconds - 1) }) },
    title: /lives 399 days; 398 are allowed/,
    reproduce: '-dates',
    severity: 'error',
    silentWhen: 'a private authority issued it',
    silent: {
      chain: chainFacts({ leaf: issued('2026-04-01T00:00:00Z', 901 * daySeconds), publiclyTrusted: false }),
    },
  },
  {
    id: 'chain/intermediate-expired',
    when: 'the intermediate is past its dates',
    facts: {
      chain: chainFacts({
        publiclyTrusted: false,
        path: {
          trusted: false,
          problem: {
            kind: 'rule',
            rule: 'intermediate-expired',
            at: caWith('Old Intermediate', 'Test Root', { notAfter: daysFromNow(-4) }),
          },
        },
      }),
    },
    title: /The intermediate certificate Old Intermediate expired 4 days ago/,
    evidence: ['at: CN=Old Intermediate', 'trust store: the test store'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'another way makes it unnecessary',
    silent: healthyFacts,
  },
];
