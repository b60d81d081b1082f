import { describe, expect, it } from 'vitest';
import { rootCauseOf, verdictOf } from '../../src/core/diagnosis.ts';
import { type FindingId, isBad } from '../../src/core/finding.ts';
import type { PathProblem } from '../../src/pki/path/path-problem.ts';
import { pathRules } from '../../src/pki/path/path-rules.ts';
import { caWith, leafWith, root } from '../support/facts/certificate-facts.ts';
import { idsOf, judge } from '../support/facts/judging.ts';
import {
  type AllFacts,
  answered,
  brokenPath,
  chainFacts,
  completed,
  dialFailed,
  dnsFacts,
  failed,
  healthyFacts,
  httpFacts,
  ip,
  ip6,
  isOpen,
  tcpFacts,
  tlsFacts,
} from '../support/facts/probe-facts.ts';

const other = '192.0.2.8';
const leaf = leafWith();

describe('a healthy target', () => {
  it('is told nothing above a notice', () => {
    const findings = judge(healthyFacts);
    expect(findings.filter(({ severity }) => severity !== 'notice')).toEqual([]);
    expect(verdictOf(findings, [])).toBe('healthy');
  });

  it('is judged by no rule when no probe ran', () => {
    expect(judge({})).toEqual([]);
  });
});

/** What is wrong, and all the bad findings that may be told of it: the first is the root cause. */
const stories: readonly (readonly [string, AllFacts, readonly FindingId[]])[] = [
  [
    'IPv6 dead and one of two IPv4 addresses dead',
    { tcp: tcpFacts({ [ip]: isOpen, [other]: dialFailed('timeout'), [ip6]: dialFailed('timeout') }) },
    ['tcp/some-addresses-down'],
  ],
  [
    'IPv4 refuses and this machine has no IPv6',
    { tcp: tcpFacts({ [ip]: dialFailed('refused'), [ip6]: dialFailed('network-unreachable') }) },
    ['tcp/refused'],
  ],
  [
    'one address drops silent clients, the other serves',
    {
      tcp: tcpFacts({ [ip]: isOpen, [other]: isOpen }),
      tls: tlsFacts({ [ip]: completed(), [other]: failed('reset', {}, true) }),
    },
    ['tcp/some-addresses-down'],
  ],
  [
    'one address speaks HTTP, the other serves',
    {
      tcp: tcpFacts({ [ip]: isOpen, [other]: isOpen }),
      tls: tlsFacts({ [ip]: completed(), [other]: failed('not-tls', { spoke: 'http' }) }),
    },
    ['tls/some-addresses-fail'],
  ],
  [
    'SERVFAIL of one family, nothing of the other',
    { dns: dnsFacts({ a: answered('SERVFAIL') }) },
    ['dns/servfail'],
  ],
  [
    'a client certificate is demanded and HTTP then ends',
    {
      tls: tlsFacts({
        [ip]: completed({
          clientCertificate: {
            requested: true,
            authorities: [],
            rejectedWith: { number: 116, name: 'certificate_required' },
          },
        }),
      }),
      chain: chainFacts(),
      http: httpFacts([{ status: null }], {
        kind: 'failed',
        failure: { kind: 'tls', errorCode: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', message: 'alert' },
      }),
    },
    ['tls/client-certificate-required'],
  ],
  [
    'a weak key for which the path is refused',
    {
      chain: chainFacts({
        leaf: leafWith({ publicKey: { type: 'rsa', bits: 1024, curve: null, spki256: 'aa' } }),
        openssl: { code: 'UNSPECIFIED', message: 'EE certificate key too weak' },
      }),
    },
    ['certificate/weak-key'],
  ],
  [
    'a name outside the constraints, seen by the path and by OpenSSL',
    { chain: chainFacts({ openssl: { code: 'UNSPECIFIED', message: 'permitted subtree violation' } }) },
    ['chain/name-constraints'],
  ],
  [
    'expired and for another name',
    {
      chain: chainFacts({
        leaf: leafWith({ notAfter: new Date('2026-11-20T00:00:00Z') }),
        names: { matches: false, mistake: 'other', nearest: 'www.example.com' },
        openssl: { code: 'CERT_HAS_EXPIRED', message: 'certificate has expired' },
      }),
    },
    ['certificate/expired', 'certificate/name-mismatch'],
  ],
  [
    'self-signed',
    { chain: chainFacts({ leaf, sent: [leaf], ...brokenPath({ kind: 'self-signed' }) }) },
    ['chain/self-signed'],
  ],
  [
    'issuer missing and nothing to fetch it from',
    {
      chain: chainFacts({
        leaf,
        sent: [leaf],
        ...brokenPath({ kind: 'issuer-missing', of: leaf }),
        repair: { outcome: 'no-url', of: leaf, added: [] },
        openssl: {
          code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
          message: 'unable to verify the first certificate',
        },
      }),
    },
    ['chain/unknown-issuer'],
  ],
];

describe('one fault, one story', () => {
  it.each(stories)('%s', (_name, facts, expected) => {
    const findings = judge(facts);
    expect(idsOf(findings.filter(({ severity }) => isBad(severity)))).toEqual(expected);
    expect(rootCauseOf(findings)?.id).toBe(expected[0]);
  });
});

const upper = caWith('Test Intermediate', 'Test Root');
const problems: readonly PathProblem[] = [
  { kind: 'self-signed' },
  { kind: 'untrusted-root', root },
  { kind: 'issuer-missing', of: leaf },
  { kind: 'wrong-issuer-key', of: leaf, issuer: upper },
  { kind: 'bad-signature', of: leaf, issuer: upper },
  ...pathRules.flatMap((rule) => [leaf, upper].map((at) => ({ kind: 'rule', rule, at }) as const)),
];

describe('a path without trust', () => {
  it.each(problems.map((problem) => [nameOf(problem), problem] as const))(
    'is told by exactly one rule: %s',
    (_name, problem) => {
      expect(badCount({ chain: chainFacts({ leaf, ...brokenPath(problem) }) })).toBe(1);
    },
  );
});

function nameOf(problem: PathProblem): string {
  if (problem.kind !== 'rule') return problem.kind;
  return `${problem.rule} at ${problem.at === leaf ? 'the leaf' : 'a CA'}`;
}

describe('a handshake that fails', () => {
  const kinds = ['timeout', 'reset', 'closed', 'not-tls', 'refused-by-us', 'other'] as const;
  const alerts = Array.from({ length: 256 }, (_, number) => number);

  it.each(kinds)('is told by exactly one rule: %s', (kind) => {
    expect(badCount({ tcp: tcpFacts(), tls: tlsFacts({ [ip]: failed(kind) }) })).toBe(1);
    expect(badCount({ tcp: tcpFacts(), tls: tlsFacts({ [ip]: failed(kind, {}, true) }) })).toBe(1);
  });

  it('is told by exactly one rule whatever the alert', () => {
    for (const number of alerts) {
      for (const sawCertificateRequest of [false, true]) {
        const alert = { number, name: 'some_alert' };
        const seen = failed('alert', { alert, sawServerHello: sawCertificateRequest, sawCertificateRequest });
        expect(badCount({ tls: tlsFacts({ [ip]: seen }) }), String(number)).toBe(1);
      }
    }
  });
});

function badCount(facts: AllFacts): number {
  return judge(facts).filter(({ severity }) => isBad(severity)).length;
}
