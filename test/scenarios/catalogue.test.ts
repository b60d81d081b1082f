import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stages } from '../support/stages/index.ts';

/**
 * The catalogue of bad servers, row by row: the words of the row, and for each of its servers the stage that stands for
 * it with what must be named: a finding, or null where nothing may be told above a notice. The stages are diagnosed in
 * stages.test.ts.
 */
type Row = readonly [words: string, servers: readonly (readonly [stage: string, finding: string | null])[]];

const rows: readonly Row[] = [
  [
    'name does not exist',
    [
      ['no such name', 'dns/nxdomain'],
      ['no address', 'dns/no-address'],
      ['resolver drops the query', 'dns/timeout'],
      ['SERVFAIL', 'dns/servfail'],
      ['bogus DNSSEC', 'dns/dnssec-bogus'],
    ],
  ],
  [
    'nothing listens',
    [
      ['nothing listens', 'tcp/refused'],
      ['packets dropped', 'tcp/filtered'],
      ['RST on accept', 'tcp/reset-on-accept'],
    ],
  ],
  [
    'one of four addresses dead',
    [
      ['one of several addresses dead', 'tcp/some-addresses-down'],
      ['IPv6 dead and IPv4 fine', 'tcp/ipv6-broken'],
    ],
  ],
  [
    'accepts and never speaks',
    [
      ['accepts and never speaks', 'tls/handshake-timeout'],
      ['speaks HTTP', 'tls/not-tls'],
      ['SSH banner', 'tls/not-tls'],
      ['RST in the handshake', 'tls/reset'],
    ],
  ],
  [
    'TLS 1.0 only',
    [
      ['TLS 1.0 only', 'tls/protocol-unsupported'],
      ['TLS 1.1 only', 'tls/protocol-unsupported'],
      ['NULL cipher only', 'tls/no-shared-cipher'],
      ['DH 1024', 'tls/weak-dh'],
      ['static RSA', 'tls/no-forward-secrecy'],
      ['CBC only', 'tls/weak-cipher'],
    ],
  ],
  [
    'client certificate required',
    [
      ['client certificate required, TLS 1.2', 'tls/client-certificate-required'],
      ['client certificate required, TLS 1.3', 'tls/client-certificate-required'],
    ],
  ],
  [
    'three addresses new certificate, one old',
    [
      ['three addresses with the new certificate, one with the old', 'tls/addresses-differ'],
      ['three addresses with the new certificate, one with the old', 'certificate/renewed-not-deployed'],
    ],
  ],
  [
    'expired / not yet valid',
    [
      ['expired', 'certificate/expired'],
      ['not-yet-valid', 'certificate/not-yet-valid'],
      ['expired-intermediate', 'chain/intermediate-expired'],
      ['expired-cross-sign', 'chain/expired-cross-sign'],
    ],
  ],
  [
    'wrong host',
    [
      ['wrong-host', 'certificate/name-mismatch'],
      ['wildcard-depth', 'certificate/name-mismatch'],
      ['wildcard-bare', 'certificate/name-mismatch'],
      ['www-missing', 'certificate/name-mismatch'],
      ['ip-in-cn', 'certificate/name-mismatch'],
      ['ip-as-dns', 'certificate/name-mismatch'],
    ],
  ],
  [
    'no SAN',
    [
      ['no-san', 'certificate/no-san'],
      ['no-cn', null],
      ['idn', null],
      ['ip-san', null],
      ['sans-1000', 'certificate/oversized'],
      ['sans-10000', 'tls/certificate-message-too-large'],
    ],
  ],
  [
    'self-signed',
    [
      ['self-signed', 'chain/self-signed'],
      ['untrusted-root', 'chain/untrusted-root'],
      ['private-root-not-sent', 'chain/unknown-issuer'],
    ],
  ],
  [
    'intermediate missing with AIA',
    [
      ['intermediate missing with AIA', 'chain/missing-intermediate'],
      ['missing-intermediate-no-aia', 'chain/unknown-issuer'],
      ['wrong-intermediate', 'chain/wrong-intermediate'],
      ['intermediate missing, and the one that AIA serves is revoked', 'chain/unknown-issuer'],
    ],
  ],
  [
    'reversed',
    [
      ['reversed', 'chain/wrong-order'],
      ['out-of-order', 'chain/wrong-order'],
      ['root-included', 'chain/root-included'],
      ['stranger', 'chain/superfluous'],
      ['duplicate-leaf', 'chain/duplicate'],
    ],
  ],
  [
    'RSA 1024',
    [
      ['rsa-1024', 'certificate/weak-key'],
      ['sha1-leaf', 'certificate/weak-signature'],
      ['sha1-intermediate', 'chain/weak-signature'],
      ['rsa-8192', null],
    ],
  ],
  [
    'client EKU only',
    [
      ['client-eku-only', 'certificate/wrong-eku'],
      ['no-eku', 'certificate/no-eku'],
      ['ec-without-digital-signature', 'certificate/key-usage'],
    ],
  ],
  [
    'issuer not a CA',
    [
      ['issuer-not-a-ca', 'chain/not-a-ca'],
      ['issuer-without-key-cert-sign', 'chain/ca-key-usage'],
      ['path-length-exceeded', 'chain/path-length'],
      ['name-constraint-permitted', 'chain/name-constraints'],
      ['name-constraint-excluded', 'chain/name-constraints'],
      ['unknown-critical-extension', 'chain/unknown-critical-extension'],
    ],
  ],
  [
    '901-day certificate',
    [
      ['long-lived', 'certificate/lifetime-over-limit'],
      ['in no log', 'certificate/too-few-scts'],
      ['must-staple', 'certificate/must-staple-missing'],
    ],
  ],
  [
    'revoked by OCSP',
    [
      ['revoked by OCSP', 'revocation/revoked'],
      ['revoked by CRL', 'revocation/revoked'],
      ['revoked by staple', 'revocation/revoked'],
      ['responder answers 500', 'revocation/responder-unreachable'],
      ['CRL stale', 'revocation/crl-stale'],
      ['wrong shard', 'revocation/crl-scope-mismatch'],
      ['responder without the purpose OCSPSigning', 'revocation/responder-unauthorized'],
    ],
  ],
  [
    'ARI window passed',
    [
      ['ARI window passed', 'certificate/renewal-overdue'],
      ['ARI window far in the past of a young certificate', 'certificate/revocation-announced'],
    ],
  ],
  [
    '401 403 404',
    [
      ...[401, 404, 415, 429, 500, 502, 503, 504].map(
        (status) => [`answers ${status}`, 'http/status'] as const,
      ),
      ['answers 403 from a firewall', 'http/status'],
      ['redirect loop', 'http/redirect-loop'],
      ['redirect to metadata', 'http/redirect-downgrade'],
      ['body without end', null],
      ['header bomb', 'http/protocol-error'],
      ['gzip bomb', null],
      ['a head that drips', 'http/timeout'],
    ],
  ],
  [
    'WebSocket answered 200',
    [
      ['WebSocket answered 200', 'websocket/refused'],
      ['WebSocket with a wrong accept', 'websocket/bad-accept'],
      ['WebSocket closed at once', 'websocket/closed'],
      ['gRPC that does not serve', 'grpc/not-serving'],
      ['gRPC without a health service', 'grpc/unimplemented'],
      ['gRPC to HTTP/1 only', 'grpc/not-http2'],
    ],
  ],
  [
    'OAuth: discovery 404',
    [
      ['discovery 404', 'oauth/discovery'],
      ['discovery of another issuer', 'oauth/issuer-mismatch'],
      ['JWKS without keys', 'oauth/jwks'],
    ],
  ],
  [
    'SMTP, IMAP, POP3, LDAP, FTP, XMPP, PostgreSQL, MySQL',
    ['smtp', 'imap', 'pop3', 'ldap', 'ftp', 'xmpp', 'postgres', 'mysql'].flatMap((scheme) => [
      [`${scheme} with TLS`, null] as const,
      [`${scheme} without TLS`, 'tls/starttls-missing'] as const,
    ]),
  ],
];

describe.each(rows)('%s', (_words, servers) => {
  it.each(servers)('%s: %s', (name, finding) => {
    const stage = stages.find((one) => one.name === name);
    expect(stage, `no stage is called "${name}"`).toBeDefined();
    if (finding === null) expect(stage?.finding).toBeNull();
    else expect([stage?.finding, ...(stage?.also ?? [])]).toContain(finding);
  });
});

describe('the catalogue', () => {
  const path = join(import.meta.dirname, '../../../shared/scenarios.md');

  it.skipIf(!existsSync(path))('has no row that stands in no test here', () => {
    const written = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (scenario|---)/.test(line))
      .map((line) => line.slice(2));
    expect(written.filter((line) => !rows.some(([words]) => line.startsWith(words)))).toEqual([]);
    expect(written).toHaveLength(rows.length);
  });

  it('has twenty sound servers and more, about which nothing is said above a notice', () => {
    expect(stages.filter(({ finding }) => finding === null).length).toBeGreaterThanOrEqual(20);
  });
});
