import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import type { PathRule } from '../../../src/pki/path/path.ts';
import type { PathProblem } from '../../../src/pki/path/path-problem.ts';
import { caWith, daysFromNow, intermediate, leafWith, root } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { brokenPath, chainFacts, healthyFacts, repairedBy } from '../../support/facts/probe-facts.ts';

const leaf = leafWith();
const problem = (found: PathProblem) => ({ chain: chainFacts({ ...brokenPath(found) }) });
const missing: PathProblem = { kind: 'issuer-missing', of: leaf };
const path = [leaf, intermediate, root];
const repaired = repairedBy([intermediate], path);
const openssl = (message: string, code = 'UNSPECIFIED') => ({ openssl: { code, message } });

/** A weak key or signature of the leaf is left to the certificate layer. */
const leafsOwn = new Set<PathRule>(['weak-key', 'weak-signature']);

function ruleRow(
  id: RuleRow['id'],
  rule: PathRule,
  changes: Partial<Certificate>,
  title: RegExp,
  evidence: readonly string[],
): RuleRow {
  const at = caWith('Odd CA', 'Test Root', changes);
  return {
    id,
    when: `a CA breaks ${rule}`,
    facts: problem({ kind: 'rule', rule, at }),
    title,
    evidence: [...evidence, 'trust store: the test store'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: leafsOwn.has(rule) ? 'the leaf breaks it' : 'another rule is broken',
    silent: problem({ kind: 'rule', rule: leafsOwn.has(rule) ? rule : 'weak-key', at: leaf }),
  };
}

export const rows: readonly RuleRow[] = [
  ruleRow('chain/not-a-ca', 'not-a-ca', { basicConstraints: null }, /Odd CA signed a certificate/, [
    'basic constraints: none',
  ]),
  ruleRow('chain/ca-key-usage', 'ca-key-usage', { keyUsage: ['digitalSignature'] }, /may not sign/, [
    'key usage: digitalSignature',
  ]),
  ruleRow('chain/ca-eku', 'ca-eku', { extendedKeyUsage: ['emailProtection'] }, /for servers/, [
    'extended key usage: emailProtection',
  ]),
  ruleRow(
    'chain/path-length',
    'path-length',
    { basicConstraints: { ca: true, pathLength: 0 } },
    /more intermediates below Odd CA/,
    ['allowed below it: 0'],
  ),
  ruleRow(
    'chain/weak-signature',
    'weak-signature',
    { signature: { algorithm: 'sha1WithRSAEncryption', hash: 'sha1' } },
    /Odd CA is signed with SHA1/,
    ['signature: sha1WithRSAEncryption'],
  ),
  ruleRow(
    'chain/weak-key',
    'weak-key',
    { publicKey: { type: 'rsa', bits: 1024, curve: null, spki256: 'cc' } },
    /Odd CA is too weak: RSA 1024 bits/,
    ['key: RSA 1024 bits'],
  ),
  ruleRow(
    'chain/intermediate-not-yet-valid',
    'intermediate-not-yet-valid',
    { notBefore: daysFromNow(3) },
    /Odd CA is not valid until Fri 27 Nov 2026/,
    [],
  ),
  {
    id: 'chain/unknown-critical-extension',
    when: 'the leaf has one',
    facts: problem({
      kind: 'rule',
      rule: 'unknown-critical-extension',
      at: leafWith({ unknownCritical: ['1.2.3.4'] }),
    }),
    title: /critical extension that clients do not know/,
    evidence: ['extension: 1.2.3.4'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'the path is fine',
    silent: healthyFacts,
  },
  {
    id: 'chain/self-signed',
    when: 'the leaf signed itself',
    facts: problem({ kind: 'self-signed' }),
    title: /is self-signed/,
    evidence: ['trust store: the test store'],
    reproduce: '-subject -issuer -dates',
    severity: 'fatal',
    silentWhen: 'a private root was sent',
    silent: problem({ kind: 'untrusted-root', root }),
  },
  {
    id: 'chain/untrusted-root',
    when: 'a private root was sent',
    facts: problem({ kind: 'untrusted-root', root }),
    title: /ends in a root that is not trusted: Test Root/,
    evidence: ['root: CN=Test Root', 'trust store: the test store'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'the leaf signed itself',
    silent: problem({ kind: 'self-signed' }),
  },
  {
    id: 'chain/missing-intermediate',
    when: 'fetching the issuer mends the chain',
    facts: {
      chain: chainFacts({
        sent: [leaf],
        ...brokenPath(missing),
        repair: repaired,
        ...openssl('unable to get issuer'),
      }),
    },
    title: /does not send the intermediate certificate Test Intermediate/,
    evidence: [
      'as sent: fails: api.example.org',
      'with the missing one: passes: api.example.org, Test Intermediate, Test Root',
      'OpenSSL as sent: unable to get issuer',
      'OpenSSL with the missing one: accepts it',
      'found at: http://ca.example/i.der',
      'revoked: no, by crl',
      'fails in: curl',
    ],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'nothing could be fetched',
    silent: {
      chain: chainFacts({ ...brokenPath(missing), repair: { outcome: 'no-url', of: leaf, added: [] } }),
    },
  },
  {
    id: 'chain/unknown-issuer',
    when: 'nobody says where the issuer is',
    facts: {
      chain: chainFacts({
        sent: [leaf],
        ...brokenPath(missing),
        repair: { outcome: 'no-url', of: leaf, added: [] },
      }),
    },
    title: /Nobody knows the issuer of the certificate: Test Intermediate/,
    evidence: ['names no address for its issuer (AIA)', 'trust store: the test store'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'fetching it mended the chain',
    silent: { chain: chainFacts({ sent: [leaf], ...brokenPath(missing), repair: repaired }) },
  },
  {
    id: 'chain/unknown-issuer',
    when: 'fetching the issuer fails',
    facts: {
      chain: chainFacts({
        ...brokenPath(missing),
        repair: {
          outcome: 'fetch-failed',
          of: leaf,
          tried: [{ url: 'http://ca.example/i.der', reason: 'the server answered 404' }],
          added: [],
        },
      }),
    },
    title: /Nobody knows the issuer/,
    evidence: ['failed: the server answered 404', 'http://ca.example/i.der'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'it signed itself',
    silent: problem({ kind: 'self-signed' }),
  },
  {
    id: 'chain/wrong-intermediate',
    when: 'the issuer of that name has another key',
    facts: problem({
      kind: 'wrong-issuer-key',
      of: leafWith({ authorityKeyId: 'aaaa' }),
      issuer: caWith('Test Intermediate', 'Test Root', { subjectKeyId: 'bbbb' }),
    }),
    title: /Test Intermediate is not the one that signed api\.example\.org/,
    evidence: ['key wanted (AKI): aaaa', 'key sent (SKI): bbbb'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'the issuer is missing',
    silent: problem(missing),
  },
  {
    id: 'chain/bad-signature',
    when: 'the signature is wrong',
    facts: problem({ kind: 'bad-signature', of: leaf, issuer: intermediate }),
    title: /signature of Test Intermediate over api\.example\.org does not verify/,
    evidence: ['signed by: CN=Test Intermediate'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'it is another intermediate',
    silent: problem({ kind: 'wrong-issuer-key', of: leaf, issuer: intermediate }),
  },
  {
    id: 'chain/name-constraints',
    when: 'OpenSSL finds a name outside',
    facts: { chain: chainFacts(openssl('permitted subtree violation')) },
    title: /may not issue for a name/,
    evidence: ['OpenSSL says: permitted subtree violation'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'OpenSSL dislikes something else',
    silent: { chain: chainFacts(openssl('EE certificate key too weak')) },
  },
  {
    id: 'chain/name-constraints',
    when: 'the path finds a name outside and OpenSSL says another thing',
    facts: problem({ kind: 'rule', rule: 'name-constraints', at: caWith('Limited CA', 'Test Root') }),
    title: /may not issue for a name/,
    evidence: ['limited CA: CN=Limited CA', 'names in the certificate: api.example.org'],
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'the path is fine',
    silent: healthyFacts,
  },
  {
    id: 'chain/rejected-by-openssl',
    when: 'only OpenSSL refuses',
    facts: { chain: chainFacts(openssl('unsupported signature algorithm')) },
    title: /OpenSSL refuses this chain: unsupported signature algorithm/,
    evidence: ['path found here: api.example.org, Test Intermediate, Test Root'],
    reproduce: '-verify_return_error',
    severity: 'error',
    silentWhen: 'it says what name constraints say',
    silent: { chain: chainFacts(openssl('excluded subtree violation')) },
  },
];
