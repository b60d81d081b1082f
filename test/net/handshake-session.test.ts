import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { startFlightServer } from '../support/farm/flight-server.ts';
import { watchesClient } from '../support/farm/proxies.ts';
import { identityOf, startTlsServer } from '../support/farm/tls-server.ts';
import { cbcOnly, staticRsaOnly, tls12Only, tls13Only } from '../support/farm/tls-variants.ts';
import { failureOf, sessionOf, shake, trusting } from '../support/handshaking.ts';

// OpenSSL judges by the machine's clock, so these certificates are of today.
const now = new Date();
const root = forgeRoot({ now });
const intermediate = forgeIntermediate(root, { now });
const stranger = forgeRoot({ now, subject: 'Somebody else' });
const leaf = forgeLeaf(intermediate, { now });
const rsaLeaf = forgeLeaf(intermediate, {
  now,
  key: 'rsa2048',
  keyUsage: ['digitalSignature', 'keyEncipherment'],
});
const healthy = identityOf(leaf, intermediate);

const versions = [
  { name: 'TLSv1.2', start: tls12Only, closeNotify: { contentType: 21, length: 26 } },
  { name: 'TLSv1.3', start: tls13Only, closeNotify: { contentType: 23, length: 19 } },
];

describe.each(versions)('$name', ({ name, start, closeNotify }) => {
  test.each([
    { of: 'leaf and intermediate', sent: [intermediate] },
    { of: 'leaf only', sent: [] },
    { of: 'wrong order, root included', sent: [root, intermediate] },
    { of: 'a stranger in between', sent: [stranger, intermediate] },
    { of: 'duplicates', sent: [leaf, intermediate, leaf, intermediate] },
  ])('tells the chain exactly as sent: $of', async ({ sent }) => {
    await using server = await start(identityOf(leaf, ...sent));
    const session = sessionOf(await shake(server, { secureContext: trusting(root) }));
    expect(session.protocol).toBe(name);
    expect(session.asSent).toBe(true);
    expect(session.chain.map(hex)).toEqual([leaf, ...sent].map(({ der }) => hex(der)));
  });

  test('reads a chain of many records', async () => {
    const large = forgeLeaf(intermediate, {
      now,
      dns: Array.from({ length: 2000 }, (_, i) => `host-${i}.test`),
    });
    await using server = await start(identityOf(large, intermediate, root));
    const session = sessionOf(await shake(server));
    expect(session.asSent).toBe(true);
    expect(session.chain.map(hex)).toEqual([large, intermediate, root].map(({ der }) => hex(der)));
  });

  test('hands over the stapled response', async () => {
    const staple = Buffer.from('30030a0101', 'hex');
    await using server = await start({ ...healthy, staple });
    expect(hex(sessionOf(await shake(server)).stapled)).toBe(hex(staple));
  });

  test('says that nothing was stapled and no client certificate asked for', async () => {
    await using server = await start(healthy);
    const session = sessionOf(await shake(server));
    expect(session.stapled).toBeNull();
    expect(session.clientCertificate).toEqual({ requested: false, authorities: [], rejectedWith: null });
  });

  test('agrees on ALPN, or finds that the server has none', async () => {
    await using server = await start({ ...healthy, options: { ALPNProtocols: ['h2', 'http/1.1'] } });
    expect(sessionOf(await shake(server, { alpn: ['http/1.1', 'h2'] })).alpn).toBe('h2');
    expect(sessionOf(await shake(server, { alpn: [] })).alpn).toBeNull();
  });

  test('leaves the server with a finished handshake and a clean close', async () => {
    const sessions = Promise.withResolvers<TLSSocket>();
    await using backend = await start({ ...healthy, onSession: sessions.resolve });
    await using server = await watchesClient(backend);
    sessionOf(await shake(server));
    await once((await sessions.promise).resume(), 'end');
    // close_notify: in the clear an alert; TLS 1.3 hides it as data of two bytes, a type and a tag.
    expect(server.records().at(-1)).toEqual(closeNotify);
  });
});

test.each([
  { suites: 'TLS_AES_128_GCM_SHA256' },
  { suites: 'TLS_AES_256_GCM_SHA384' },
  { suites: 'TLS_CHACHA20_POLY1305_SHA256' },
])('reads TLS 1.3 under $suites', async ({ suites }) => {
  await using server = await tls13Only({ ...healthy, options: { ciphers: suites } });
  const session = sessionOf(await shake(server));
  expect(session).toMatchObject({ cipher: suites, asSent: true });
  expect(session.chain).toHaveLength(2);
});

test.each([
  { curve: 'X25519', group: 'X25519', bits: 253 },
  { curve: 'P-256', group: 'P-256', bits: 256 },
  { curve: 'P-384', group: 'P-384', bits: 384 },
  { curve: 'P-521', group: 'P-521', bits: 521 },
  { curve: 'X25519MLKEM768', group: 'X25519MLKEM768', bits: null },
])('names the group $curve, after a HelloRetryRequest too', async ({ curve, group, bits }) => {
  await using server = await tls13Only({ ...healthy, options: { ecdhCurve: curve } });
  expect(sessionOf(await shake(server))).toMatchObject({ group, groupBits: bits, asSent: true });
});

test('names old key exchange and ciphers as IANA does', async () => {
  await using fixed = await staticRsaOnly(identityOf(rsaLeaf, intermediate));
  expect(sessionOf(await shake(fixed))).toMatchObject({
    cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA',
    group: null,
    groupBits: null,
  });
  await using cbc = await cbcOnly(identityOf(rsaLeaf, intermediate));
  expect(sessionOf(await shake(cbc)).cipher).toBe('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA');
});

test("repeats OpenSSL's verdict in its own words, names left aside", async () => {
  const constrained = forgeIntermediate(root, { now, nameConstraints: { permitted: ['dns:only.test'] } });
  const violating = forgeLeaf(constrained, { now });
  await using server = await startTlsServer(identityOf(violating, constrained));
  expect(sessionOf(await shake(server, { secureContext: trusting(root) })).openssl).toEqual({
    code: 'UNSPECIFIED',
    message: 'permitted subtree violation',
  });
  await using fine = await startTlsServer(healthy);
  const otherName = { secureContext: trusting(root), serverName: 'other.test' };
  expect(sessionOf(await shake(fine, otherName)).openssl).toBeNull();
  expect(sessionOf(await shake(fine)).openssl?.code).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
});

test.each([
  { serverName: 'site.test', sent: 'site.test' },
  { serverName: 'site.test.', sent: 'site.test' },
  { serverName: null, sent: false },
  { serverName: '', sent: false },
  { serverName: '127.0.0.1', sent: false },
  { serverName: '::1', sent: false },
  { serverName: '_sip.site.test', sent: '_sip.site.test' },
])('sends $serverName as SNI $sent', async ({ serverName, sent }) => {
  const sessions = Promise.withResolvers<TLSSocket>();
  await using server = await startTlsServer({ ...healthy, onSession: sessions.resolve });
  await shake(server, { serverName });
  expect(((await sessions.promise) as TLSSocket & { servername: unknown }).servername).toBe(sent);
});

test('keeps what a flight that nobody can complete held, in its order', async () => {
  await using server = await startFlightServer(
    { certificates: [intermediate.der, stranger.der, leaf.der] },
    { ending: 'close' },
  );
  const failure = failureOf(await shake(server));
  expect(failure).toMatchObject({ kind: 'closed', sawServerHello: true, sawCertificateRequest: false });
  expect(failure.chain.map(hex)).toEqual([intermediate, stranger, leaf].map(({ der }) => hex(der)));
});

function hex(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString('hex');
}
