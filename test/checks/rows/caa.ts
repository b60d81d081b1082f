import { readCaa } from '../../../src/probes/caa/read-caa.ts';
import type { CaaFacts, CaaStep } from '../../../src/probes/caa.ts';
import type { ValidationRecordsFacts } from '../../../src/probes/validation-records.ts';
import { daysFromNow, host, intermediate, leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { chainFacts, healthyFacts } from '../../support/facts/probe-facts.ts';

const server = '192.0.2.53:53';

function none(name: string): CaaStep {
  return { name, outcome: 'none', records: [], unreadable: [], said: `NOERROR from ${server}`, server };
}

function climb(...texts: readonly string[]): CaaFacts {
  const records = texts.flatMap((text) => readCaa(text) ?? []);
  const at: CaaStep = { ...none('example.org'), outcome: 'records', records };
  return { steps: [none(host), at, none('org')] };
}

function issuedBy(organization: string, names: readonly string[] = [host], publiclyTrusted = true) {
  const issuer = { ...intermediate.subject, organization };
  const leaf = leafWith({ issuer, names: { dns: names, ip: [], other: [] } });
  return chainFacts({ leaf, publiclyTrusted, names: { matches: true, by: names[0] ?? host } });
}

function permission(days: number | null, issuer = 'letsencrypt.org'): ValidationRecordsFacts {
  const until = days === null ? null : daysFromNow(days);
  const text = `${issuer}; persistUntil=1`;
  return { records: [{ name: `_validation-persist.${host}`, text, issuer, wildcard: false, until, server }] };
}

const permitting = climb(
  '0 issue "letsencrypt.org; validationmethods=dns-01"',
  '0 iodef "mailto:a@example.org"',
);
const healthy = { ...healthyFacts, chain: issuedBy("Let's Encrypt"), caa: permitting };

export const rows: readonly RuleRow[] = [
  {
    id: 'dns/caa-forbids-issuer',
    when: 'another CA is permitted',
    facts: { caa: permitting, chain: issuedBy('DigiCert Inc') },
    title: /CAA of example\.org does not permit DigiCert Inc/,
    evidence: ['permitted: letsencrypt.org', 'certificate for: api.example.org'],
    reproduce: 'dig example.org CAA @192.0.2.53',
    severity: 'warning',
    silentWhen: 'it permits the issuer',
    silent: healthy,
  },
  {
    id: 'dns/caa-forbids-issuer',
    when: 'nobody is permitted',
    facts: { caa: climb('0 issue ";"'), chain: issuedBy("Let's Encrypt") },
    title: /does not permit Let's Encrypt/,
    evidence: ['permitted: no CA at all'],
    reproduce: 'CAA',
    severity: 'warning',
    silentWhen: 'the issuer is a CA that is not known here',
    silent: { caa: climb('0 issue ";"'), chain: issuedBy('Nobody Knows This CA') },
  },
  {
    id: 'dns/caa-forbids-issuer',
    when: 'a wildcard needs issuewild',
    facts: {
      caa: climb('0 issue "letsencrypt.org"', '0 issuewild "pki.goog"'),
      chain: issuedBy("Let's Encrypt", ['*.example.org']),
    },
    title: /does not permit Let's Encrypt/,
    evidence: ['permitted: pki.goog', 'certificate for: *.example.org'],
    reproduce: 'CAA',
    severity: 'warning',
    silentWhen: 'issue alone speaks for wildcards as well',
    silent: { caa: climb('0 issue "letsencrypt.org"'), chain: issuedBy("Let's Encrypt", ['*.example.org']) },
  },
  {
    id: 'dns/caa-forbids-issuer',
    when: 'a reseller is permitted by a name that is not its CA',
    facts: { caa: climb('0 issue "zero.example"'), chain: issuedBy('ZeroSSL') },
    title: /does not permit ZeroSSL/,
    evidence: ['its CAA domains: sectigo.com'],
    reproduce: 'CAA',
    severity: 'warning',
    silentWhen: 'the chain ends at no public root',
    silent: { caa: climb('0 issue "zero.example"'), chain: issuedBy('ZeroSSL', [host], false) },
  },
  {
    id: 'dns/caa-critical',
    when: 'an unknown tag is critical',
    facts: { caa: climb('0 issue "letsencrypt.org"', '128 isue "letsencrypt.org"') },
    title: /has the critical tag "isue", which no CA knows/,
    reproduce: 'CAA',
    severity: 'warning',
    silentWhen: 'a known one is, and an unknown one is not',
    silent: { caa: climb('128 ISSUE "letsencrypt.org"', '0 future "x"') },
  },
  {
    id: 'dns/caa-malformed',
    when: 'issue holds a URL',
    facts: { caa: climb('0 issue "https://letsencrypt.org"') },
    title: /malformed: the value of issue is no CA domain/,
    reproduce: 'CAA',
    severity: 'warning',
    silentWhen: 'parameters follow the domain',
    silent: {
      caa: climb(
        '0 issue " ca.example ; accounturi=https://ca.example/acct/1; validationmethods=http-01,dns-01"',
      ),
    },
  },
  {
    id: 'dns/caa-malformed',
    when: 'the flags are 1 for critical',
    facts: { caa: climb('1 issue "letsencrypt.org"') },
    title: /the flags are 1; only 0 and 128/,
    reproduce: 'CAA',
    severity: 'notice',
    silentWhen: 'they are 128',
    silent: { caa: climb('128 issue "letsencrypt.org"') },
  },
  {
    id: 'dns/caa-unanswered',
    when: 'the lookup ends in SERVFAIL',
    facts: {
      caa: {
        steps: [
          { ...none(host), outcome: 'unanswered', said: `SERVFAIL from ${server}` },
          none('example.org'),
        ],
      },
    },
    title: /The CAA lookup of api\.example\.org fails \(SERVFAIL\)/,
    reproduce: `dig ${host} CAA @192.0.2.53`,
    severity: 'warning',
    silentWhen: 'only that of the registry fails',
    silent: {
      caa: { steps: [none(host), { ...none('org'), outcome: 'unanswered', said: 'timeout', server: null }] },
    },
  },
  {
    id: 'dns/validation-record-expiring',
    when: 'it has ended',
    facts: { 'validation-records': permission(-2) },
    title: /The permission for letsencrypt\.org at _validation-persist\.api\.example\.org ended 2 days ago/,
    reproduce: `dig +short _validation-persist.${host} TXT @192.0.2.53`,
    severity: 'warning',
    silentWhen: 'it has no end',
    silent: { 'validation-records': permission(null) },
  },
  {
    id: 'dns/validation-record-expiring',
    when: 'it ends before the certificate has to be renewed',
    facts: { 'validation-records': permission(20), chain: issuedBy("Let's Encrypt") },
    title: /ends in 20 days/,
    evidence: ['next renewal'],
    reproduce: 'TXT',
    severity: 'warning',
    silentWhen: 'it is for another CA than the one that issued',
    silent: { 'validation-records': permission(20, 'pki.goog'), chain: issuedBy("Let's Encrypt") },
  },
];
