import type { PathProblem } from '../../../src/pki/path/path-problem.ts';
import type { Repair } from '../../../src/probes/chain/repair-facts.ts';
import { caWith, daysFromNow, intermediate, leafWith, root } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { brokenPath, chainFacts, repairedBy } from '../../support/facts/probe-facts.ts';

const leaf = leafWith();
const other = caWith('Test Intermediate', 'Test Root', { subjectKeyId: 'other' });
const repaired = repairedBy([intermediate], [leaf, intermediate, root]);
const missing: PathProblem = { kind: 'issuer-missing', of: leaf };
const revoked = {
  certificate: intermediate,
  url: 'http://ca.example/i.der',
  revocation: { status: 'revoked', by: 'crl', at: daysFromNow(-3), reason: 'cACompromise' },
} as const;

function facts(problem: PathProblem, repair: Repair | null, kin: string | null = null) {
  return { chain: chainFacts({ leaf, sent: [leaf], ...brokenPath(problem), repair, kin }) };
}

export const rows: readonly RuleRow[] = [
  {
    id: 'chain/unknown-issuer',
    when: 'the issuer was fetched and is revoked',
    facts: facts(missing, { outcome: 'revoked', added: [revoked], revoked }),
    title: /not sent, and Test Intermediate is revoked/,
    evidence: ['fetched: Test Intermediate', 'on Sat 21 Nov 2026, 12:00 UTC, by crl (cACompromise)'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'it is in force',
    silent: facts(missing, repaired),
  },
  {
    id: 'chain/unknown-issuer',
    when: 'the issuer was fetched, and nobody knows who issued that',
    facts: facts(missing, {
      outcome: 'no-url',
      of: intermediate,
      added: [{ certificate: intermediate, url: 'http://ca.example/i.der', revocation: null }],
    }),
    title: /Nobody knows the issuer of the certificate: Test Root/,
    evidence: [
      'issuer not found: CN=Test Root',
      'fetched: Test Intermediate',
      'Test Intermediate names no address',
    ],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'a root is known above it',
    silent: facts(missing, repaired),
  },
  {
    id: 'chain/unknown-issuer',
    when: 'a root of the same organization is trusted',
    facts: facts(missing, { outcome: 'no-url', of: leaf, added: [] }, 'Test Root'),
    title: /Nobody knows the issuer/,
    evidence: ['root of the same organization: Test Root: trusted'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'the chain verifies',
    silent: { chain: chainFacts({}) },
  },
  {
    id: 'chain/unknown-issuer',
    when: 'what was fetched leads nowhere',
    facts: facts(missing, {
      outcome: 'still-broken',
      added: [{ certificate: intermediate, url: 'http://ca.example/i.der', revocation: null }],
      problem: { kind: 'rule', rule: 'intermediate-expired', at: intermediate },
    }),
    title: /Nobody knows the issuer/,
    evidence: ['fetched: Test Intermediate', 'with that: still not trusted: intermediate expired'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'it leads to a root',
    silent: facts(missing, repaired),
  },
  {
    id: 'chain/missing-intermediate',
    when: 'a cross-sign leads from an unknown root to a known one',
    facts: facts({ kind: 'untrusted-root', root }, repaired),
    title: /does not send the intermediate certificate Test Intermediate/,
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'another intermediate of that name was sent',
    silent: facts({ kind: 'wrong-issuer-key', of: leaf, issuer: other }, repaired),
  },
  {
    id: 'chain/wrong-intermediate',
    when: 'the right one could be fetched',
    facts: facts({ kind: 'wrong-issuer-key', of: leaf, issuer: other }, repaired),
    title: /is not the one that signed/,
    evidence: ['with the missing one: passes', 'OpenSSL with the missing one: accepts it'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'none was sent',
    silent: facts(missing, repaired),
  },
  {
    id: 'chain/untrusted-root',
    when: 'no cross-sign could be fetched',
    facts: facts({ kind: 'untrusted-root', root }, null),
    title: /not trusted/,
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'one could',
    silent: facts({ kind: 'untrusted-root', root }, repaired),
  },
];
