import type { CipherSuite } from '../../net/tls/suites/cipher-suite.ts';
import type { ScannedAddress } from '../../probes/tls-scan.ts';
import { listed } from '../reading/evidence.ts';
import { acceptedSuites, spokenIn, suiteText } from '../reading/tls/scans.ts';
import type { GradeRule } from './grade-rule.ts';

function flawed(flaw: CipherSuite['flaws'][number]): GradeRule['sees'] {
  return accepted(({ flaws }) => flaws.includes(flaw));
}

function accepted(holds: (suite: CipherSuite) => boolean): GradeRule['sees'] {
  return (scan) => {
    const names = new Set(acceptedSuites(scan, holds).map(({ suite }) => suiteText(suite)));
    return names.size === 0 ? null : listed([...names], 6);
  };
}

const lists =
  'nginx: ssl_ciphers; Apache: SSLCipherSuite; HAProxy: ssl-default-bind-ciphers; Caddy: ciphers in the tls block';

/** What a suite costs by which a connection would be protected. */
export const suiteRules: readonly GradeRule[] = [
  {
    id: 'null',
    cap: 'F',
    title: 'Suites without encryption are accepted',
    reason: 'Everything is sent in the clear.',
    fix: `Add !eNULL to the list (${lists}).`,
    citation: 'RFC 9325 §4.1',
    finding: 'tls/weak-cipher',
    sees: flawed('null'),
  },
  {
    id: 'anonymous',
    cap: 'F',
    title: 'Anonymous suites are accepted',
    reason: 'No certificate proves who the server is, so anybody in the middle can be it.',
    fix: `Add !aNULL to the list (${lists}).`,
    citation: 'RFC 9325 §4.1',
    finding: 'tls/weak-cipher',
    sees: flawed('anonymous'),
  },
  {
    id: 'export',
    cap: 'F',
    title: 'Export suites are accepted',
    reason:
      'Keys of 40 or 56 bits are found within hours, and a client can be pushed down to them (FREAK, Logjam).',
    fix: `Add !EXPORT to the list (${lists}), or update: OpenSSL dropped them in 1.1.0.`,
    citation: 'RFC 9325 §4.1',
    finding: 'tls/weak-cipher',
    sees: flawed('export'),
  },
  {
    id: 'obsolete-cipher',
    cap: 'E',
    title: 'DES, RC2 or IDEA is accepted',
    reason: 'Single DES and RC2 can be broken by trying keys; nothing that is current speaks any of them.',
    fix: `Add !DES:!RC2:!IDEA to the list (${lists}).`,
    citation: 'RFC 5469 §4',
    finding: 'tls/weak-cipher',
    sees: flawed('obsolete'),
  },
  {
    id: 'rc4',
    cap: 'E',
    title: 'RC4 is accepted',
    reason: 'Its biases give away what is sent again and again, such as cookies.',
    fix: `Add !RC4 to the list (${lists}).`,
    citation: 'RFC 7465 §2',
    finding: 'tls/weak-cipher',
    sees: flawed('rc4'),
  },
  {
    id: '3des',
    cap: 'C',
    title: '3DES is accepted',
    reason: 'Its blocks of 64 bits repeat within one long connection (Sweet32).',
    fix: `Add !3DES to the list (${lists}).`,
    citation: 'RFC 9325 §4.1',
    finding: 'tls/weak-cipher',
    sees: flawed('3des'),
  },
  {
    id: 'no-aead',
    cap: 'C',
    title: 'No authenticated encryption is offered',
    reason: 'All suites are of the old kind, whose padding or keystream has been attacked more than once.',
    fix: `Add ECDHE+AESGCM:ECDHE+CHACHA20 in front of the list (${lists}).`,
    citation: 'RFC 9325 §4.2',
    finding: 'tls/weak-cipher',
    sees: (scan) => {
      const suites = acceptedSuites(scan, () => true);
      if (suites.length === 0 || suites.some(({ suite: { mode } }) => mode === 'aead')) return null;
      return listed([...new Set(suites.map(({ suite }) => suite.encryption))], 6);
    },
  },
  {
    id: 'no-forward-secrecy',
    cap: 'B',
    title: 'Key exchange without forward secrecy is accepted',
    reason: 'Whoever gets the private key later reads what was recorded before.',
    fix: `Add !kRSA to the list, or name ECDHE suites only (${lists}).`,
    citation: 'RFC 9325 §4.1',
    finding: 'tls/no-forward-secrecy',
    sees: accepted(({ forwardSecrecy }) => !forwardSecrecy),
  },
  {
    id: 'cbc',
    cap: 'A',
    title: 'CBC suites are accepted in TLS 1.2',
    reason:
      'They are sound with care only: padding oracles (Lucky 13, Zombie POODLE) came back in one product after another.',
    fix: `Name AES-GCM and ChaCha20 suites only, if no old client needs CBC (${lists}).`,
    citation: 'RFC 9325 §4.2',
    finding: null,
    sees: (scan) => cbcIn(scan),
  },
];

function cbcIn(scan: ScannedAddress): string | null {
  const version = spokenIn(scan).find(({ name }) => name === 'TLS 1.2');
  const cbc = version?.suites.filter(({ mode }) => mode === 'cbc') ?? [];
  return cbc.length === 0 ? null : listed(cbc.map(suiteText), 6);
}
