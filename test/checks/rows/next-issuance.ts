import { brokenLink } from '../../../src/net/dnssec/broken-link.ts';
import { readCaa } from '../../../src/probes/caa/read-caa.ts';
import type { CaaFacts, CaaStep } from '../../../src/probes/caa.ts';
import type { IssuanceFacts, NameToProve } from '../../../src/probes/issuance.ts';
import { host, intermediate, leafWith } from '../../support/facts/certificate-facts.ts';
import { zoneSeen } from '../../support/facts/dnssec-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { chainFacts, healthyFacts } from '../../support/facts/probe-facts.ts';

const server = '192.0.2.53:53';
const other = 'pay.example.com';
const wild = '*.example.org';
const issuer = { ...intermediate.subject, organization: "Let's Encrypt" };
const leaf = leafWith({ issuer, names: { dns: [host, other, wild], ip: [], other: [] } });
const leaves = [leaf.fingerprint256];
const chain = chainFacts({ leaf, publiclyTrusted: true, names: { matches: true, by: host } });

function step(name: string, ...texts: readonly string[]): CaaStep {
  const records = texts.flatMap((text) => readCaa(text) ?? []);
  const outcome = records.length > 0 ? 'records' : 'none';
  return { name, outcome, records, unreadable: [], said: `NOERROR from ${server}`, server };
}

function toProve(name: string, changes: Partial<NameToProve> = {}): NameToProve {
  const owner = name.replace(/^\*\./, '');
  const challenge = {
    name: `_acme-challenge.${owner}`,
    alias: null,
    fate: 'fine',
    said: 'NOERROR',
    server,
  } as const;
  return { name, leaves, caa: { steps: [step(owner)] }, challenge, bogus: [], persistent: [], ...changes };
}

function issuance(names: readonly NameToProve[], changes: Partial<IssuanceFacts> = {}) {
  const facts: IssuanceFacts = {
    names,
    left: 0,
    doors: [],
    resolverKnows: { caa: true, txt: true },
    ...changes,
  };
  return { ...healthyFacts, chain, issuance: facts };
}

function saying(zone: string, ...texts: readonly string[]): Pick<NameToProve, 'caa'> {
  return { caa: { steps: [step(zone, ...texts)] } satisfies CaaFacts };
}

function challenge(name: string, changes: Partial<NameToProve['challenge']>): NameToProve {
  const whole = toProve(name);
  return { ...whole, challenge: { ...whole.challenge, ...changes } };
}

const link = brokenLink({ code: 'ds-mismatch', zone: 'example.com', name: 'example.com', type: 'DNSKEY' });
const bogus = (type: 'CAA' | 'TXT', name = other) => [{ name, type, link, zones: [zoneSeen('.')], server }];

function door(
  name: string,
  end: IssuanceFacts['doors'][number]['way']['end'],
): IssuanceFacts['doors'][number] {
  const url = `http://${name}/.well-known/acme-challenge/x`;
  return { name, url, address: '192.0.2.7:80', way: { hops: [], end } };
}
const shut = {
  kind: 'failed',
  failure: { kind: 'timeout', errorCode: null, message: 'no answer in time' },
} as const;

export const rows: readonly RuleRow[] = [
  {
    id: 'dns/caa-forbids-issuer',
    when: 'another name of the certificate permits another CA only',
    facts: issuance([toProve(host), toProve(other, saying('example.com', '0 issue "digicert.com"'))]),
    title: /^CAA of example\.com forbids letsencrypt\.org \(only digicert\.com may issue\)$/,
    evidence: [`certificate for: ${other}`, leaf.fingerprint256],
    reproduce: 'dig example.com CAA @192.0.2.53',
    severity: 'error',
    silentWhen: 'each name permits it',
    silent: issuance([toProve(host), toProve(other, saying('example.com', '0 issue "letsencrypt.org"'))]),
  },
  {
    id: 'dns/caa-unanswered',
    when: 'the lookup of another name fails',
    facts: issuance([
      toProve(other, {
        caa: { steps: [{ ...step(other), outcome: 'unanswered', said: `SERVFAIL from ${server}` }] },
      }),
    ]),
    title: /The CAA lookup of pay\.example\.com fails \(SERVFAIL\)/,
    evidence: [leaf.fingerprint256],
    reproduce: 'CAA',
    severity: 'error',
    silentWhen: 'the resolver answers no such question at all',
    silent: issuance(
      [toProve(other, { caa: { steps: [{ ...step(other), outcome: 'unanswered', said: 'timeout' }] } })],
      { resolverKnows: { caa: false, txt: true } },
    ),
  },
  {
    id: 'dns/dnssec-bogus',
    when: 'CAA of another name of the certificate does not validate',
    facts: issuance([toProve(host), toProve(other, { bogus: bogus('CAA') })]),
    title: /DNSSEC of CAA of pay\.example\.com is broken: no key of example\.com matches its DS/,
    evidence: [leaf.fingerprint256],
    reproduce: 'dig +dnssec +cd example.com DNSKEY',
    severity: 'error',
    silentWhen: 'all names hold',
    silent: issuance([toProve(host), toProve(other)]),
  },
  {
    id: 'dns/dnssec-bogus',
    when: 'only the place of a DNS challenge does not validate',
    facts: issuance([toProve(other, { bogus: bogus('TXT', `_acme-challenge.${other}`) })]),
    title: /DNSSEC of _acme-challenge\.pay\.example\.com is broken/,
    reproduce: 'dig',
    severity: 'warning',
    silentWhen: 'it holds',
    silent: issuance([toProve(other)]),
  },
  {
    id: 'dns/challenge-broken',
    when: 'an alias leads below a name of nobody',
    facts: issuance([challenge(host, { alias: 'x.gone.example', fate: 'gone', said: 'NXDOMAIN' })]),
    title:
      /_acme-challenge\.api\.example\.org is an alias of x\.gone\.example, whose domain nobody has registered/,
    reproduce: `dig _acme-challenge.${host} TXT @192.0.2.53`,
    severity: 'warning',
    silentWhen: 'the alias leads to a zone that is there, empty as it may be',
    silent: issuance([challenge(host, { alias: 'x.acme.example', fate: 'fine', said: 'NXDOMAIN' })]),
  },
  {
    id: 'dns/challenge-broken',
    when: 'that of a wildcard fails',
    facts: issuance([challenge(wild, { fate: 'failing', said: `SERVFAIL from ${server}` })]),
    title: /_acme-challenge\.example\.org cannot be looked up \(SERVFAIL\)/,
    reproduce: 'TXT',
    severity: 'error',
    silentWhen: 'no such question gets an answer here',
    silent: issuance([challenge(wild, { fate: 'failing', said: 'timeout' })], {
      resolverKnows: { caa: true, txt: false },
    }),
  },
  {
    id: 'dns/caa-binds-renewal',
    when: 'only one account may ask',
    facts: issuance([
      toProve(host, saying(host, '0 issue "letsencrypt.org; accounturi=https://ca.example/7"')),
    ]),
    title: /lets letsencrypt\.org issue for account https:\/\/ca\.example\/7 only/,
    reproduce: 'CAA',
    severity: 'notice',
    silentWhen: 'a second record binds nothing',
    silent: issuance([
      toProve(
        host,
        saying(
          host,
          '0 issue "letsencrypt.org; accounturi=https://ca.example/7"',
          '0 issue "letsencrypt.org"',
        ),
      ),
    ]),
  },
  {
    id: 'dns/caa-binds-renewal',
    when: 'no permitted method proves a wildcard',
    facts: issuance([
      toProve(
        wild,
        saying('example.org', '0 issue "letsencrypt.org; validationmethods=http-01,tls-alpn-01"'),
      ),
    ]),
    title: /prove control by http-01, tls-alpn-01 only, which proves no wildcard/,
    reproduce: 'CAA',
    severity: 'error',
    silentWhen: 'nothing is bound',
    silent: issuance([toProve(wild, saying('example.org', '0 issue "letsencrypt.org"'))]),
  },
  {
    id: 'http/challenge-unreachable',
    when: 'port 80 is silent',
    facts: issuance([toProve(host)], { doors: [door(host, shut)] }),
    title: /Port 80 of api\.example\.org does not answer a challenge: no answer in time/,
    reproduce: `--resolve ${host}:80:192.0.2.7`,
    severity: 'notice',
    silentWhen: 'it answers',
    silent: issuance([toProve(host)], { doors: [door(host, { kind: 'response' })] }),
  },
  {
    id: 'http/challenge-unreachable',
    when: 'it leads in circles',
    facts: issuance([toProve(host)], { doors: [door(host, { kind: 'redirect-loop' })] }),
    title: /sends a challenge in circles/,
    reproduce: 'curl',
    severity: 'notice',
    silentWhen: 'CAA permits proof by DNS only',
    silent: issuance([toProve(host, saying(host, '0 issue "letsencrypt.org; validationmethods=dns-01"'))], {
      doors: [door(host, { kind: 'redirect-loop' })],
    }),
  },
];
