import type { ScannedAddress } from '../../probes/tls-scan.ts';
import { listed } from '../reading/evidence.ts';
import type { GradeRule } from './grade-rule.ts';

const groupsOf = ({ modernGroups, olderGroups }: ScannedAddress) => [
  ...(modernGroups?.groups ?? []),
  ...(olderGroups?.groups ?? []),
];

function diffieHellman(least: number, below: number): GradeRule['sees'] {
  return ({ diffieHellman: seen }) => {
    const weak = seen.filter(({ bits }) => bits >= least && bits < below);
    const words = weak.map(({ bits, origin }) => `${bits} bits${origin === null ? '' : ` (${origin})`}`);
    return words.length === 0 ? null : listed(words, 4);
  };
}

const dropDhe =
  'Drop DHE suites, or use ffdhe2048 (nginx: ssl_dhparam; Apache: SSLOpenSSLConfCmd DHParameters; HAProxy: tune.ssl.default-dh-param 2048; Caddy has no DHE).';

export const exchangeRules: readonly GradeRule[] = [
  {
    id: 'dh-broken',
    cap: 'F',
    title: 'Diffie-Hellman with less than 1024 bits',
    reason: 'Anybody can compute the key (Logjam).',
    fix: dropDhe,
    citation: 'RFC 9325 §4.1',
    finding: 'tls/weak-dh',
    sees: diffieHellman(0, 1024),
  },
  {
    id: 'dh-weak',
    cap: 'D',
    title: 'Diffie-Hellman with less than 2048 bits',
    reason:
      'A group of 1024 bits is within reach of a state, and one that many servers share is worth the effort.',
    fix: dropDhe,
    citation: 'RFC 9325 §4.1',
    finding: 'tls/weak-dh',
    sees: diffieHellman(1024, 2048),
  },
  {
    id: 'weak-curve',
    cap: 'C',
    title: 'Curves of less than 224 bits are accepted',
    reason: 'They give less than 112 bits of strength.',
    fix: 'Name the curves (nginx: ssl_ecdh_curve X25519:prime256v1:secp384r1; Apache: SSLOpenSSLConfCmd Groups; HAProxy: ssl-default-bind-curves; Caddy: curves).',
    citation: 'RFC 8422 §5.1',
    finding: null,
    sees: (scan) => {
      const weak = groupsOf(scan).filter(({ strength }) => strength > 0 && strength < 112);
      return weak.length === 0 ? null : listed([...new Set(weak.map(({ name }) => name))], 6);
    },
  },
  {
    id: 'dh-key-kept',
    cap: 'A',
    title: 'The same Diffie-Hellman key is used again',
    reason: 'One key stolen from memory opens many connections.',
    fix: 'Update OpenSSL (1.1.0 and newer make a new key each time), or drop DHE suites.',
    citation: 'RFC 9325 §7.4',
    finding: null,
    sees: ({ diffieHellman: seen }) => {
      const kept = seen.filter(({ keyKept }) => keyKept);
      return kept.length === 0
        ? null
        : listed(
            kept.map(({ bits }) => `${bits} bits`),
            4,
          );
    },
  },
  {
    id: 'no-post-quantum',
    cap: 'A',
    title: 'No post-quantum key exchange',
    reason: 'What is recorded today may be read by a quantum computer one day.',
    fix: 'Offer X25519MLKEM768 first: OpenSSL 3.5, Go 1.24 and Caddy 2.10 do by default (nginx: ssl_ecdh_curve; Apache: SSLOpenSSLConfCmd Groups; HAProxy: ssl-default-bind-curves).',
    citation: 'RFC 8446 §4.2.7',
    finding: 'tls/no-post-quantum',
    sees: ({ modernGroups }) => {
      if (modernGroups === null || modernGroups.groups.length === 0) return null;
      if (modernGroups.groups.some(({ kind }) => kind === 'post-quantum')) return null;
      return listed(
        modernGroups.groups.map(({ name }) => name),
        6,
      );
    },
  },
];
