import type { TlsOptions } from 'node:tls';
import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { Blame, FindingId } from '../../../src/core/finding.ts';
import { daysFrom, type Forged, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { opensslIsHere, startOpensslServer } from '../farm/openssl-server.ts';
import { pemOf, startTlsServer } from '../farm/tls-server.ts';
import { type Stage, setStage } from './stage.ts';

const site = forgeScenario('healthy-rsa', { now: realNow });
const root = forgeRoot({ now: realNow, subject: 'Clients of the house' });
/** The authority of that name as it was before its key was replaced. */
const namesake = forgeRoot({ now: realNow, subject: 'Clients of the house' });
const stranger = forgeRoot({ now: realNow, subject: 'Somebody else' });

function clientOf(issuer: Forged, spec: Parameters<typeof forgeLeaf>[1] = {}): string {
  const purpose = { subject: 'payments', dns: ['payments.site.test'], extendedKeyUsage: ['clientAuth'] };
  const leaf = forgeLeaf(issuer, { now: realNow, scts: 0, ...purpose, ...spec });
  return leaf.pem + leaf.keyPem;
}

const clients = {
  good: clientOf(root),
  foreign: clientOf(stranger),
  namesake: clientOf(namesake),
  expired: clientOf(root, { notBefore: daysFrom(realNow, -90), notAfter: daysFrom(realNow, -1) }),
  early: clientOf(root, { notBefore: daysFrom(realNow, 1), notAfter: daysFrom(realNow, 90) }),
  server: clientOf(root, { extendedKeyUsage: ['serverAuth'] }),
  ending: clientOf(root, { notBefore: daysFrom(realNow, -80), notAfter: daysFrom(realNow, 5) }),
};

/** Node completes the handshake with whom it refuses, and hangs up. */
function nodeServer(options: TlsOptions = {}) {
  return startTlsServer({
    chain: site.chain,
    key: site.key,
    options: { requestCert: true, rejectUnauthorized: true, ca: pemOf([root.der]), ...options },
    onSession: (socket) =>
      socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'),
      ),
  });
}

/** As nginx does: everybody gets a handshake, and who has no good certificate a page with status 400. */
function nginxLike() {
  const page = (words: string) =>
    `<html>\r\n<head><title>400 ${words}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>${words}</center>\r\n</body>\r\n</html>\r\n`;
  return startTlsServer({
    chain: site.chain,
    key: site.key,
    options: { requestCert: true, rejectUnauthorized: false, ca: pemOf([root.der]) },
    onSession: (socket) =>
      socket.once('data', () => {
        const body = socket.authorized
          ? 'ok'
          : page(
              socket.getPeerX509Certificate() === undefined
                ? 'No required SSL certificate was sent'
                : 'The SSL certificate error',
            );
        const status = socket.authorized ? '200 OK' : '400 Bad Request';
        socket.end(
          `HTTP/1.1 ${status}\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
        );
      }),
  });
}

/** Applications that look for the certificate themselves close the connection, without an alert. */
function wordless() {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';
  return startTlsServer({
    chain: site.chain,
    key: site.key,
    options: { requestCert: true, rejectUnauthorized: false, ca: pemOf([root.der]) },
    onSession: (socket) =>
      void (socket.authorized ? socket.once('data', () => socket.end(answer)) : socket.end()),
  });
}

/** OpenSSL refuses with the alert that fits. */
function opensslServer(...flags: readonly string[]) {
  const [leaf, ...others] = site.sent;
  if (leaf === undefined) throw new Error('a site has a certificate');
  return startOpensslServer([leaf, ...others], {
    clientAuthorities: root.pem,
    flags: ['-www', '-cipher', 'DEFAULT:@SECLEVEL=0', ...flags],
  });
}

type Row = readonly [
  name: string,
  start: () => Promise<AsyncDisposable & { readonly port: number }>,
  client: keyof typeof clients | null,
  verdict: Verdict,
  finding: FindingId | null,
  blame?: Blame,
];

const rejected = 'tls/client-certificate-rejected';
const expired = 'tls/client-certificate-expired';
const purpose = 'tls/client-certificate-eku';
const required = 'tls/client-certificate-required';

const rows: readonly Row[] = [
  ['required, none shown', () => nodeServer(), null, 'broken', required, 'target'],
  ['required by an HTTP 400, none shown', nginxLike, null, 'broken', required, 'target'],
  ['required, and the server hangs up without a word', wordless, null, 'broken', required, 'target'],
  ['accepted by a server that hangs up on others', wordless, 'good', 'healthy', null],
  ['required and accepted', () => nodeServer(), 'good', 'healthy', null],
  [
    'required and accepted, TLS 1.2',
    () => nodeServer({ maxVersion: 'TLSv1.2' }),
    'good',
    'healthy',
    'tls/no-tls13',
  ],
  ['accepted by an HTTP 200', nginxLike, 'good', 'healthy', null],
  [
    'of another issuer than the server names',
    () => nodeServer(),
    'foreign',
    'unknown',
    rejected,
    'our-vantage',
  ],
  ['refused with an HTTP 400', nginxLike, 'foreign', 'unknown', rejected, 'our-vantage'],
  ['expired, and the server hangs up', () => nodeServer(), 'expired', 'unknown', expired, 'our-vantage'],
  ['expired, and an HTTP 400', nginxLike, 'expired', 'unknown', expired, 'our-vantage'],
  ['not valid yet', () => nodeServer(), 'early', 'unknown', expired, 'our-vantage'],
  ['for servers only', () => nodeServer(), 'server', 'unknown', purpose, 'our-vantage'],
  [
    'for servers only, TLS 1.2',
    () => nodeServer({ maxVersion: 'TLSv1.2' }),
    'server',
    'unknown',
    purpose,
    'our-vantage',
  ],
  ['accepted and ending soon', () => nodeServer(), 'ending', 'healthy', null],
];

const opensslRows: readonly Row[] = ['1.3', '1.2'].flatMap((version): readonly Row[] => {
  const start = () => opensslServer(version === '1.3' ? '-tls1_3' : '-tls1_2');
  const [fine]: readonly (FindingId | null)[] = version === '1.3' ? [null] : ['tls/no-tls13'];
  return [
    [`OpenSSL, TLS ${version}: accepted`, start, 'good', 'healthy', fine ?? null],
    [`OpenSSL, TLS ${version}: none shown`, start, null, 'broken', required, 'target'],
    [`OpenSSL, TLS ${version}: issuer not in its list`, start, 'foreign', 'unknown', rejected, 'our-vantage'],
    [`OpenSSL, TLS ${version}: issuer in its list`, start, 'namesake', 'broken', rejected, 'target'],
    [`OpenSSL, TLS ${version}: certificate_expired`, start, 'expired', 'unknown', expired, 'our-vantage'],
    [`OpenSSL, TLS ${version}: wrong purpose`, start, 'server', 'unknown', purpose, 'our-vantage'],
  ];
});

/** Mutual TLS: the four answers, and the sound ones. */
export const clientCertificateStages: readonly Stage[] = [...rows, ...(opensslIsHere ? opensslRows : [])].map(
  ([name, start, client, verdict, finding, blame]) => ({
    name: `client certificate ${name}`,
    verdict,
    finding,
    ...(blame === undefined ? {} : { blame }),
    async open() {
      const server = await start();
      return setStage({
        typed: `https://${site.host}:${server.port}`,
        address: '127.0.0.1',
        ...(client === null ? {} : { client }),
        settings: { anchorsPem: site.anchorsPem, clients },
        servers: [server],
      });
    },
  }),
);
