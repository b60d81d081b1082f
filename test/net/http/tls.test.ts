import type { KeyObject } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { expect, test } from 'vitest';
import { type PinnedRequest, type RequestOutcome, requestPinned } from '../../../src/net/http/request.ts';
import { type Forged, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { answersStatus } from '../../support/farm/http-answers.ts';
import { type HttpServer, startHttpServer } from '../../support/farm/http-server.ts';
import type { FarmServer } from '../../support/farm/listener.ts';
import { closeAfterHello, sendsAlert, speaks } from '../../support/farm/raw-servers.ts';
import { identityOf, startTlsServer } from '../../support/farm/tls-server.ts';
import { clientCertificateRequired } from '../../support/farm/tls-variants.ts';
import { allowedAddress, noSignal } from '../../support/loopback.ts';
import { withDeadlines } from '../../support/with-deadlines.ts';

// OpenSSL judges by the real clock.
const now = new Date();
const root = forgeRoot({ now });
const intermediate = forgeIntermediate(root, { now });
const leaf = forgeLeaf(intermediate, { now, dns: ['site.test'], ip: ['127.0.0.1'] });
const trusted = createSecureContext({ ca: root.pem });

function requestTo(server: FarmServer, changes: Partial<PinnedRequest> = {}): Promise<RequestOutcome> {
  return requestPinned({
    url: new URL(`https://site.test:${server.port}/`),
    address: allowedAddress(server),
    serverName: 'site.test',
    secureContext: trusted,
    method: 'GET',
    headers: {},
    maxBodyBytes: 1000,
    timeoutMs: 5000,
    signal: noSignal(),
    ...changes,
  });
}

function startSite(own: Forged & { readonly key: KeyObject } = leaf): Promise<HttpServer> {
  return startHttpServer(answersStatus(200, {}, 'secret'), identityOf(own, intermediate));
}

async function failureOf(outcome: Promise<RequestOutcome>) {
  const known = await outcome;
  return known.responded ? null : known.failure;
}

test('speaks TLS to the pinned address for the name of the URL', async () => {
  await using server = await startSite();
  expect(await requestTo(server)).toMatchObject({
    response: { status: 200, bodyBytes: 6, bodyComplete: true },
  });
  expect(server.requests()).toMatchObject([{ headers: { host: `site.test:${server.port}` } }]);
});

test('an address is asked without SNI and checked against the addresses of the certificate', async () => {
  await using server = await startSite();
  const url = new URL(`https://127.0.0.1:${server.port}/`);
  expect(await requestTo(server, { url, serverName: null })).toMatchObject({ responded: true });
  const other = new URL(`https://127.0.0.9:${server.port}/`);
  expect(await failureOf(requestTo(server, { url: other, serverName: null }))).toMatchObject({
    kind: 'tls',
    errorCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test('what is not trusted, expired or for another name is not asked anything', async () => {
  const expired = forgeLeaf(intermediate, { now, notAfter: new Date(now.getTime() - 86_400_000) });
  await using sound = await startSite();
  await using late = await startSite(expired);
  expect(await failureOf(requestTo(sound, { secureContext: createSecureContext({ ca: [] }) }))).toMatchObject(
    {
      kind: 'tls',
      errorCode: expect.stringMatching(/UNABLE_TO|SELF_SIGNED/),
    },
  );
  expect(await failureOf(requestTo(late))).toMatchObject({ kind: 'tls', errorCode: 'CERT_HAS_EXPIRED' });
  expect(await failureOf(requestTo(sound, { serverName: 'other.test' }))).toMatchObject({ kind: 'tls' });
  expect([...sound.requests(), ...late.requests()]).toEqual([]);
});

test('whoever judged name and chain already may say so', async () => {
  await using server = await startSite();
  const url = new URL(`https://other.test:${server.port}/`);
  const names: string[] = [];
  const checkServerIdentity = (name: string) => void names.push(name);
  expect(await requestTo(server, { url, serverName: 'other.test', checkServerIdentity })).toMatchObject({
    responded: true,
  });
  expect(names).toEqual(['other.test']);
  const refusing = () => new Error('not the one we saw');
  expect(await failureOf(requestTo(server, { checkServerIdentity: refusing }))).toEqual({
    kind: 'tls',
    errorCode: null,
    message: 'not the one we saw',
  });
  const untrusting = { secureContext: createSecureContext({ ca: [] }), rejectUnauthorized: false };
  expect(await requestTo(server, untrusting)).toMatchObject({ responded: true });
});

test('a handshake that fails is told from one that stalls', async () => {
  await using alerting = await sendsAlert(40);
  expect(await failureOf(requestTo(alerting))).toMatchObject({
    kind: 'tls',
    errorCode: expect.stringContaining('SSL'),
    // No ids and files of OpenSSL's error queue.
    message: expect.stringMatching(/^[^:]*alert handshake failure$/),
  });
  await using plain = await speaks('http');
  expect(await failureOf(requestTo(plain))).toMatchObject({
    kind: 'tls',
    errorCode: 'ERR_SSL_WRONG_VERSION_NUMBER',
  });
  await using closing = await closeAfterHello();
  expect(await failureOf(requestTo(closing))).toMatchObject({ kind: 'tls', errorCode: 'ECONNRESET' });
  await using stalling = await startTlsServer({
    ...identityOf(leaf, intermediate),
    options: { SNICallback() {} },
  });
  await withDeadlines(150, async (timeoutMs) => {
    expect(await failureOf(requestTo(stalling, { timeoutMs }))).toEqual({
      kind: 'timeout',
      errorCode: null,
      message: `the TLS handshake did not end within ${timeoutMs} ms`,
    });
  });
  const stop = new AbortController();
  const stopped = failureOf(requestTo(stalling, { signal: stop.signal }));
  setImmediate(() => stop.abort());
  expect(await stopped).toMatchObject({ kind: 'aborted' });
});

test('a client certificate that TLS 1.3 misses after the handshake is a matter of TLS', async () => {
  await using server = await clientCertificateRequired([root.der], identityOf(leaf, intermediate));
  expect(await failureOf(requestTo(server))).toMatchObject({
    kind: 'tls',
    errorCode: expect.stringContaining('SSL'),
  });
});
