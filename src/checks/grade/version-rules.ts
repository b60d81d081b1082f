import { joined, spokenIn } from '../reading/tls/scans.ts';
import type { GradeRule } from './grade-rule.ts';

function speaks(...names: readonly string[]): GradeRule['sees'] {
  return (scan) => {
    const spoken = spokenIn(scan).flatMap(({ name }) => (names.includes(name) ? [name] : []));
    return spoken.length === 0 ? null : joined(spoken.toReversed());
  };
}

function lacks(...names: readonly string[]): GradeRule['sees'] {
  return (scan) => {
    const known = scan.versions.filter(({ name }) => names.includes(name));
    const refused = known.every(({ outcome }) => outcome === 'refused');
    return refused
      ? joined(
          spokenIn(scan)
            .map(({ name }) => name)
            .toReversed(),
        )
      : null;
  };
}

const newest =
  'nginx: ssl_protocols TLSv1.2 TLSv1.3; Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3; HAProxy: ssl-min-ver TLSv1.2; Caddy: protocols tls1.2 tls1.3';

export const versionRules: readonly GradeRule[] = [
  {
    id: 'ssl2',
    cap: 'F',
    title: 'SSL 2.0 is spoken',
    reason: 'It is broken in itself, and its answers break other connections under the same key (DROWN).',
    fix: `Switch it off on every service that has this key (${newest}).`,
    citation: 'RFC 6176 §3',
    finding: 'tls/legacy-protocol',
    sees: speaks('SSL 2.0'),
  },
  {
    id: 'ssl3',
    cap: 'E',
    title: 'SSL 3.0 is spoken',
    reason: 'Its padding is not checked, so CBC can be read byte by byte (POODLE).',
    fix: `Switch it off (${newest}).`,
    citation: 'RFC 7568 §3',
    finding: 'tls/legacy-protocol',
    sees: speaks('SSL 3.0'),
  },
  {
    id: 'nothing-current',
    cap: 'E',
    title: 'Neither TLS 1.2 nor TLS 1.3 is spoken',
    reason: 'Current clients cannot connect at all.',
    fix: `Enable both (${newest}).`,
    citation: 'RFC 8996 §5',
    finding: 'tls/protocol-unsupported',
    sees: lacks('TLS 1.2', 'TLS 1.3'),
  },
  {
    id: 'old-tls',
    cap: 'C',
    title: 'TLS 1.0 or 1.1 is spoken',
    reason:
      'Both are withdrawn: SHA-1 and MD5 sign the handshake, and CBC of TLS 1.0 can be guessed (BEAST).',
    fix: `Switch them off (${newest}).`,
    citation: 'RFC 8996 §4',
    finding: 'tls/legacy-protocol',
    sees: speaks('TLS 1.0', 'TLS 1.1'),
  },
  {
    id: 'no-tls13',
    cap: 'B',
    title: 'TLS 1.3 is not spoken',
    reason:
      'It leaves no weak choice, hides the certificate from onlookers and alone has post-quantum groups.',
    fix: `Enable it (${newest}); OpenSSL 1.1.1 and newer have it.`,
    citation: 'RFC 9325 §3.1.1',
    finding: 'tls/no-tls13',
    sees: lacks('TLS 1.3'),
  },
  {
    id: 'no-fallback-scsv',
    cap: 'B',
    title: 'A fallback to an older version is not refused',
    reason: 'With TLS 1.0 or 1.1 on, somebody in the middle can push a client that retries down to them.',
    fix: 'Update the TLS library (OpenSSL 1.0.1j and newer have TLS_FALLBACK_SCSV), or switch the old versions off.',
    citation: 'RFC 7507 §3',
    finding: null,
    sees: (scan) => {
      const old = speaks('SSL 3.0', 'TLS 1.0', 'TLS 1.1')(scan);
      // TLS 1.3 tells of it by itself (RFC 8446 §4.1.3).
      return old === null || scan.features?.fallbackScsv !== false ? null : `${old} without the signal`;
    },
  },
];
