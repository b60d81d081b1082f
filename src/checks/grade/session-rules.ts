import type { GradeRule } from './grade-rule.ts';

export const sessionRules: readonly GradeRule[] = [
  {
    id: 'compression',
    cap: 'E',
    title: 'TLS compression is on',
    reason: 'The length of what is sent gives away secrets in it (CRIME).',
    fix: 'Switch it off (Apache: SSLCompression off), or update: OpenSSL 1.1.0 and newer have it off.',
    citation: 'RFC 9325 §3.3',
    finding: 'tls/compression',
    sees: ({ features }) => (features?.compression === true ? 'DEFLATE' : null),
  },
  {
    id: 'insecure-renegotiation',
    cap: 'D',
    title: 'Renegotiation is not protected',
    reason: 'Somebody in the middle can put a request in front of that of a client.',
    fix: 'Update the TLS software, or put a current proxy in front.',
    citation: 'RFC 5746 §3.6',
    finding: 'tls/insecure-renegotiation',
    sees: ({ features }) =>
      features?.secureRenegotiation === false ? 'renegotiation_info not answered' : null,
  },
  {
    id: 'client-renegotiation',
    cap: 'A',
    title: 'Clients may renegotiate',
    reason: 'One connection can keep the server busy with handshakes.',
    fix: 'Refuse it: nginx, Apache, HAProxy and Caddy do; OpenSSL 3 does by default; Java: -Djdk.tls.rejectClientInitiatedRenegotiation=true.',
    citation: 'RFC 9325 §3.5',
    finding: 'tls/client-renegotiation',
    sees: ({ sessions }) => (sessions?.clientRenegotiation === true ? 'accepted once' : null),
  },
  {
    id: 'no-extended-master-secret',
    cap: 'A',
    title: 'The extended master secret is not supported',
    reason: 'Two sessions of TLS 1.2 can be made to share their secrets (triple handshake).',
    fix: 'Update the TLS library: OpenSSL 1.1.0, Go 1.18, Java 8u251 and newer have it.',
    citation: 'RFC 7627 §5.1',
    finding: null,
    sees: ({ features }) => (features?.extendedMasterSecret === false ? 'not answered' : null),
  },
];
