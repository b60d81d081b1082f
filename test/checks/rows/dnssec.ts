import { brokenCodes } from '../../../src/net/dnssec/broken-link.ts';
import { host } from '../../support/facts/certificate-facts.ts';
import { bogusFacts, dnssecFacts, signedFor, zoneSeen } from '../../support/facts/dnssec-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { answered, dnsFacts } from '../../support/facts/probe-facts.ts';

const found = dnsFacts({}, ['192.0.2.7']);
const refused = dnsFacts({
  a: answered('SERVFAIL'),
  aaaa: answered('SERVFAIL'),
  unvalidated: answered('NOERROR'),
});
const caaLink = bogusFacts({ type: 'CAA', code: 'denial-missing', at: null }).link;

/** Every way in which a chain can break has words of its own. */
const everyLink: readonly RuleRow[] = (Object.keys(brokenCodes) as (keyof typeof brokenCodes)[]).map(
  (code) => ({
    id: 'dns/dnssec-bogus',
    when: `the fault is ${code}`,
    facts: { dns: found, dnssec: bogusFacts({ code }) },
    title: /^DNSSEC of api\.example\.org is broken: \S/,
    evidence: ['broken link: ', 'asked: 192.0.2.53:53'],
    reproduce: `dig +dnssec +cd ${host} A @192.0.2.53`,
    severity: 'error',
    silentWhen: 'the resolver has validated the same answer',
    silent: {
      dns: dnsFacts({ authenticated: true }, ['192.0.2.7']),
      dnssec: bogusFacts({ code }),
    },
  }),
);

export const rows: readonly RuleRow[] = [
  ...everyLink,
  {
    id: 'dns/dnssec-bogus',
    when: 'the resolver refuses the answer and the broken link is known',
    facts: { dns: refused, dnssec: bogusFacts() },
    title: /is broken: RRSIG over A of api\.example\.org expired on 20 Nov 2026/,
    evidence: ['broken link: the signature over A of api.example.org expired on Fri 20 Nov 2026, 04:00 UTC'],
    reproduce: '+cd',
    severity: 'fatal',
    silentWhen: 'it hands the answer out and the chain is secure',
    silent: { dns: found, dnssec: dnssecFacts() },
  },
  {
    id: 'dns/dnssec-bogus',
    when: 'the resolver refuses what verifies here',
    facts: { dns: refused, dnssec: dnssecFacts() },
    title: /The resolver calls api\.example\.org bogus, though its signatures hold now/,
    evidence: ['verified here: . > org > example.org'],
    reproduce: '+cd',
    severity: 'fatal',
    silentWhen: 'an unsigned zone of the inside is served under a signed name',
    silent: { dns: dnsFacts({}, ['10.1.2.3']), dnssec: bogusFacts({ code: 'dnskey-missing' }) },
  },
  {
    id: 'dns/dnssec-bogus',
    when: 'the name does not exist and the proof is broken',
    facts: {
      dns: dnsFacts({ a: answered('NXDOMAIN'), aaaa: answered('NXDOMAIN') }),
      dnssec: bogusFacts({ code: 'denial-not-proved' }),
    },
    title: /bad proof that api\.example\.org has no A/,
    reproduce: 'dig ',
    severity: 'warning',
    silentWhen: 'nothing can be told',
    silent: { dns: found, dnssec: dnssecFacts({ state: 'indeterminate' }) },
  },
  {
    id: 'dns/dnssec-bogus',
    when: 'only CAA does not validate',
    facts: { dns: found, dnssec: dnssecFacts({ caaLink }) },
    title: /CAA of api\.example\.org does not validate/,
    reproduce: ' CAA ',
    severity: 'warning',
    silentWhen: 'the zone is insecure',
    silent: { dns: found, dnssec: dnssecFacts({ state: 'insecure' }) },
  },
  {
    id: 'dns/rrsig-expiring',
    when: 'five hours of twenty days are left',
    facts: {
      dnssec: dnssecFacts({
        zones: [zoneSeen('example.org', { signatures: [signedFor(host, 'A', [-475, 5])] })],
      }),
    },
    title: /The DNSSEC signature over A of api\.example\.org ends in 5 hours/,
    evidence: ['key 4711 of example.org'],
    reproduce: `dig +dnssec +cd ${host} A`,
    severity: 'warning',
    silentWhen: 'it is one of two days, made yesterday',
    silent: {
      dnssec: dnssecFacts({
        zones: [zoneSeen('example.org', { signatures: [signedFor(host, 'A', [-25, 23])] })],
      }),
    },
  },
  {
    id: 'dns/rrsig-expiring',
    when: 'the parent has stopped signing',
    facts: {
      dnssec: dnssecFacts({
        zones: [zoneSeen('org', { signatures: [signedFor('example.org', 'DS', [-400, 20])] })],
      }),
    },
    title: /over DS of example\.org ends in 20 hours/,
    reproduce: 'dig +dnssec +cd example.org DS',
    severity: 'warning',
    silentWhen: 'a quarter of the time is left',
    silent: {
      dnssec: dnssecFacts({
        zones: [zoneSeen('org', { signatures: [signedFor('example.org', 'DS', [-540, 180])] })],
      }),
    },
  },
  {
    id: 'dns/dnssec-weak',
    when: 'NSEC3 has extra rounds',
    facts: {
      dnssec: dnssecFacts({
        zones: [zoneSeen('example.org', { nsec3: { iterations: 10, saltOctets: 4, optOut: false } })],
      }),
    },
    title: /DNSSEC of example\.org relies on NSEC3 with 10 extra rounds/,
    reproduce: 'example.org NSEC3PARAM',
    severity: 'notice',
    silentWhen: 'it has none, and the zone above is not theirs to mend',
    silent: {
      dnssec: dnssecFacts({
        zones: [
          zoneSeen('org', { keys: [{ keyTag: 1, algorithm: 8, bits: 1024, entryPoint: false }] }),
          zoneSeen('example.org', { nsec3: { iterations: 0, saltOctets: 0, optOut: true } }),
        ],
      }),
    },
  },
  {
    id: 'dns/dnssec-weak',
    when: 'a key is short and the DS is SHA-1',
    facts: {
      dnssec: dnssecFacts({
        zones: [
          zoneSeen('example.org', {
            ds: [{ keyTag: 1, algorithm: 8, digestType: 1 }],
            keys: [{ keyTag: 1, algorithm: 8, bits: 1024, entryPoint: true }],
          }),
        ],
      }),
    },
    title: /relies on a DS with a SHA-1 digest only/,
    evidence: ['DNSKEY of example.org: an RSA key of 1024 bits (key 1)'],
    reproduce: 'example.org DS',
    severity: 'notice',
    silentWhen: 'a DS with SHA-256 stands beside it',
    silent: {
      dnssec: dnssecFacts({
        zones: [
          zoneSeen('example.org', {
            ds: [
              { keyTag: 1, algorithm: 8, digestType: 1 },
              { keyTag: 1, algorithm: 8, digestType: 2 },
            ],
          }),
        ],
      }),
    },
  },
];
