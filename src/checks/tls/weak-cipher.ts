import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { CipherSuite } from '../../net/tls/suites/cipher-suite.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { acceptedFinding, joined, type ScanGiven } from '../reading/tls/scans.ts';
import { agreedOn } from '../reading/tls/sessions.ts';

export const weakCipher = defineCheck({
  id: 'tls/weak-cipher',
  severity: 'warning',
  blame: 'target',
  title: 'The best cipher the server offers is outdated',
  explanation:
    'The client offered modern ciphers that encrypt and authenticate in one step (AES-GCM, ChaCha20-Poly1305), and the server took an old one: CBC, 3DES or RC4. Clients connect today; CBC has a history of attacks, and strict clients and audits reject it.',
  fix: 'Enable ECDHE with AES-GCM and ChaCha20-Poly1305 (nginx: ssl_ciphers; Apache: SSLCipherSuite; HAProxy: ssl-default-bind-ciphers; cloud: a newer security policy), and enable TLS 1.3.',
  citation: 'RFC 9325 §4.2',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    const agreed = agreedOn(
      tls,
      target,
      ({ cipher }) => !/GCM|CCM|CHACHA20/i.test(cipher),
      ({ cipher }) => `The best cipher the server offers is ${cipher} (${kindOf(cipher)})`,
    );
    return agreed.length > 0 ? agreed : accepted({ tls, scan, target });
  },
});

/** Nothing current has a use for these; CBC is not among them, since old and sound clients still need it. */
const flawNames: readonly (readonly [CipherSuite['flaws'][number], string])[] = [
  ['null', 'no encryption'],
  ['anonymous', 'anonymous'],
  ['export', 'export'],
  ['rc4', 'RC4'],
  ['obsolete', 'DES or its like'],
  ['3des', '3DES'],
];

function accepted(given: ScanGiven): readonly Observation[] {
  return acceptedFinding(
    given,
    ({ flaws }) => flaws.some((flaw) => flaw !== 'md5'),
    (list) => {
      const found = new Set(list.flatMap(({ suite }) => suite.flaws));
      const names = flawNames.filter(([flaw]) => found.has(flaw)).map(([, name]) => name);
      return {
        title: `The server also accepts weak ciphers: ${joined(names)}`,
        explanation:
          'Current clients agree on something better and notice nothing. A client that is old, badly set up or under attack may end up with one of these: without encryption or without proof of identity, breakable in hours (export, DES), or leaking over time (RC4; 3DES by Sweet32).',
        fix: 'Take them out of the list (nginx: ssl_ciphers HIGH:!aNULL:!eNULL:!3DES:!RC4:!EXPORT, or the intermediate list of the Mozilla generator; Apache: SSLCipherSuite the same; HAProxy: ssl-default-bind-ciphers the same; Caddy: leave its default; cloud: a newer security policy).',
      };
    },
  );
}

function kindOf(cipher: string): string {
  if (/RC4/.test(cipher)) return 'RC4';
  if (/3DES|DES-CBC3/.test(cipher)) return '3DES';
  if (/NULL/.test(cipher)) return 'no encryption';
  return 'CBC';
}
