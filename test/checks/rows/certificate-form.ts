import { faultOf, intermediate, leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { chainFacts, completed, healthyFacts, ip, tlsFacts } from '../../support/facts/probe-facts.ts';

const shipped = { name: 'a package', source: 'everywhere' };
const keyOf = (type: string, bits: number | null, curve: string | null): RuleRow['facts'] => ({
  chain: chainFacts({ leaf: leafWith({ publicKey: { type, bits, curve, spki256: 'aa' } }) }),
});

const browsersRefuse = (facts: RuleRow['facts'], title: RegExp): RuleRow => ({
  id: 'certificate/not-in-browsers',
  when: `the title says ${title.source}`,
  facts,
  title,
  reproduce: '-subject -text',
  severity: 'warning',
  silentWhen: 'it is P-256',
  silent: keyOf('ec', 256, 'P-256'),
});

/** How the certificate is written and what its key is, whatever it says. */
export const rows: readonly RuleRow[] = [
  {
    id: 'certificate/malformed',
    when: 'a part is malformed',
    facts: {
      tls: tlsFacts({
        [ip]: completed({ chain: [leafWith({ faults: [faultOf('the serial is negative')] })] }),
      }),
    },
    title: /api\.example\.org is malformed: the serial is negative/,
    reproduce: '-showcerts',
    severity: 'warning',
    silentWhen: 'all are clean',
    silent: healthyFacts,
  },
  {
    id: 'certificate/malformed',
    when: 'nothing is worse than a writing that is unwise',
    facts: {
      tls: tlsFacts({
        [ip]: completed({ chain: [leafWith({ faults: [faultOf('O is too long', { weight: 'lint' })] })] }),
      }),
    },
    title:
      /api\.example\.org is written in a way that no client refuses today: O is too long \(RFC 5280 §4\.1\)/,
    reproduce: '-showcerts',
    severity: 'notice',
    silentWhen: 'all are clean',
    silent: healthyFacts,
  },
  {
    id: 'certificate/malformed',
    when: 'a date cannot be read, which is told before the rest',
    facts: {
      tls: tlsFacts({
        [ip]: completed({
          chain: [
            leafWith({
              faults: [
                faultOf('x'),
                faultOf('notAfter is no time', { code: 'not-after-unreadable', at: 99 }),
              ],
            }),
          ],
        }),
      }),
    },
    reproduce: '-showcerts',
    title: /is malformed: notAfter is no time \(RFC 5280 §4\.1, byte 99\)/,
    severity: 'fatal',
    silentWhen: 'all are clean',
    silent: healthyFacts,
  },
  {
    id: 'certificate/malformed',
    when: 'the leaf cannot be read',
    facts: {
      tls: tlsFacts({
        [ip]: completed({ chain: [], unreadable: [{ position: 0, problem: 'it is cut off' }] }),
      }),
    },
    title: /Certificate 1 of the list cannot be read: it is cut off/,
    reproduce: '-showcerts',
    severity: 'fatal',
    silentWhen: 'it can',
    silent: healthyFacts,
  },
  {
    id: 'certificate/not-in-browsers',
    when: 'the key is Ed25519',
    facts: keyOf('ed25519', null, null),
    title: /Browsers do not accept this kind of key: Ed25519$/,
    reproduce: '-subject -text',
    severity: 'warning',
    silentWhen: 'it is P-384',
    silent: keyOf('ec', 384, 'P-384'),
  },
  browsersRefuse(keyOf('ed448', null, null), /^Browsers do not accept this kind of key: Ed448$/),
  browsersRefuse(keyOf('ml-dsa-65', null, null), /^Browsers do not accept this kind of key: ML-DSA-65$/),
  browsersRefuse(
    keyOf('slh-dsa-sha2-128s', null, null),
    /^Browsers do not accept this kind of key: SLH-DSA-SHA2-128s$/,
  ),
  browsersRefuse(keyOf('rsa-pss', 2048, null), /^Browsers do not accept this kind of key: RSA-PSS 2048 bits/),
  browsersRefuse(
    keyOf('ec', 256, 'brainpoolP256r1'),
    /^Browsers do not accept this kind of key: EC brainpoolP256r1/,
  ),
  browsersRefuse(
    keyOf('ec', 256, null),
    /^Browsers do not accept this kind of key: EC 256 bits on a curve without a name/,
  ),
  {
    id: 'certificate/not-in-browsers',
    when: 'the key makes no signatures',
    facts: keyOf('x25519', 256, null),
    title: /^No TLS client can use a key that makes no signatures: X25519/,
    reproduce: '-subject -text',
    severity: 'error',
    silentWhen: 'it is P-256',
    silent: keyOf('ec', 256, 'P-256'),
  },
  {
    id: 'certificate/not-in-browsers',
    when: 'the curve is P-521',
    facts: keyOf('ec', 521, 'P-521'),
    title: /Chrome and Edge do not accept/,
    reproduce: 'openssl',
    severity: 'warning',
    silentWhen: 'it is RSA',
    silent: keyOf('rsa', 2048, null),
  },
  {
    id: 'certificate/known-key',
    when: 'the private key of the leaf is public',
    facts: {
      chain: chainFacts({ leaf: leafWith(), knownKeys: [{ certificate: leafWith(), key: shipped }] }),
    },
    title: /^Anybody can be this server: the private key of the certificate is public \(a package\)$/,
    evidence: ['published: everywhere', 'SHA-256 of the public key: aa'],
    reproduce: '-pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256',
    severity: 'error',
    silentWhen: 'no key is known',
    silent: healthyFacts,
  },
  {
    id: 'certificate/known-key',
    when: 'the private key of a CA in the list is public',
    facts: { chain: chainFacts({ knownKeys: [{ certificate: intermediate, key: shipped }] }) },
    title: /^Anybody can issue certificates like this one: the private key of Test Intermediate is public/,
    reproduce: '-showcerts',
    severity: 'error',
    silentWhen: 'no key is known',
    silent: healthyFacts,
  },
  {
    id: 'certificate/weak-key',
    when: 'the modulus gives the key away',
    facts: {
      chain: chainFacts({
        leaf: leafWith({ publicKey: { type: 'rsa', bits: 2048, curve: null, spki256: 'aa' } }),
        keyFlaw: 'can be divided by 3',
      }),
    },
    title: /can be computed by anybody: its modulus can be divided by 3/,
    evidence: ['key: RSA 2048 bits', 'flaw: the modulus can be divided by 3'],
    reproduce: '-text',
    severity: 'error',
    silentWhen: 'it does not',
    silent: keyOf('rsa', 2048, null),
  },
];
