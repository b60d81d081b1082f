import { createSecureContext } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type FetchOptions, fetchBounded } from '../../../src/net/http/fetch-bounded.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { startDnsServer } from '../../support/dns/dns-server.ts';
import { dropsSyn } from '../../support/farm/drops-syn.ts';
import {
  answersByPath,
  answersStatus,
  endlessRedirects,
  neverAnswers,
  neverEndingBody,
  redirectLoop,
  redirectsTo,
  redirectsToMetadata,
  slowDrip,
  truncatedBody,
} from '../../support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../../support/farm/http-server.ts';
import { acceptAndStaySilent } from '../../support/farm/raw-servers.ts';
import { identityOf } from '../../support/farm/tls-server.ts';
import { loopbackNetwork, noSignal } from '../../support/loopback.ts';
import { withDeadlines } from '../../support/with-deadlines.ts';

const network = loopbackNetwork();

function fetchFrom(url: string, changes: Partial<FetchOptions> = {}) {
  return fetchBounded(url, { network, signal: noSignal(), timeoutMs: 5000, maxBytes: 10_000, ...changes });
}

async function fetched(answer: HttpAnswer, changes: Partial<FetchOptions> = {}) {
  await using server = await startHttpServer(answer);
  return await fetchFrom(`http://127.0.0.1:${server.port}/`, changes);
}

test('fetches a body as bytes, uncompressed, with the headers that came with it', async () => {
  const bytes = Buffer.from([0x30, 0x82, 0, 0xff]);
  await using server = await startHttpServer(answersStatus(200, { 'cache-control': 'max-age=60' }, bytes));
  const outcome = await fetchFrom(`http://127.0.0.1:${server.port}/ca.cer`, {
    accept: 'application/pkix-cert',
  });
  expect(outcome).toMatchObject({
    fetched: true,
    url: `http://127.0.0.1:${server.port}/ca.cer`,
    headers: { 'cache-control': 'max-age=60' },
  });
  if (outcome.fetched) expect(Buffer.from(outcome.bytes)).toEqual(bytes);
  expect(server.requests()).toMatchObject([
    { method: 'GET', headers: { accept: 'application/pkix-cert', 'accept-encoding': 'identity' } },
  ]);
});

test('posts what it is given', async () => {
  const arrived = Promise.withResolvers<string>();
  await using server = await startHttpServer((exchange) => {
    exchange.socket.once('data', (body) => arrived.resolve(body.toString('hex')));
    answersStatus(200, {}, 'ok')(exchange);
  });
  const options = { body: Buffer.from('c0de', 'hex'), contentType: 'application/ocsp-request' };
  await fetchFrom(`http://127.0.0.1:${server.port}/`, options);
  expect(server.requests()).toMatchObject([
    { method: 'POST', headers: { 'content-type': 'application/ocsp-request', 'content-length': '2' } },
  ]);
});

test('the cap is exact, and a longer body is a failure without being read to its end', async () => {
  const thousand = answersStatus(200, {}, 'a'.repeat(1000));
  expect(await fetched(thousand, { maxBytes: 1000 })).toMatchObject({ fetched: true });
  const refused = { fetched: false, kind: 'body', status: 200, reason: 'It is larger than 999 bytes.' };
  expect(await fetched(thousand, { maxBytes: 999 })).toMatchObject(refused);
  expect(await fetched(neverEndingBody)).toMatchObject({
    kind: 'body',
    reason: 'It is larger than 10000 bytes.',
  });
});

test('a compressed body is refused, not unpacked', async () => {
  const packed = gzipSync(Buffer.alloc(1_000_000));
  expect(await fetched(answersStatus(200, { 'content-encoding': 'gzip' }, packed))).toMatchObject({
    kind: 'body',
    reason: 'It is gzip-encoded although that was not asked for.',
  });
});

test('only a whole 200 counts', async () => {
  expect(await fetched(answersStatus(404))).toMatchObject({
    kind: 'http',
    status: 404,
    reason: 'It answered 404.',
  });
  expect(await fetched(answersStatus(429, { 'retry-after': '7' }))).toMatchObject({
    status: 429,
    headers: { 'retry-after': '7' },
  });
  expect(await fetched(truncatedBody)).toMatchObject({
    kind: 'body',
    reason: 'The body broke off: closed in the middle of the body.',
  });
  await withDeadlines(80, async (timeoutMs) => {
    expect(await fetched(slowDrip({ part: 'body' }), { timeoutMs })).toMatchObject({
      kind: 'timeout',
      status: 200,
    });
  });
  await withDeadlines(80, async (timeoutMs) => {
    expect(await fetched(neverAnswers, { timeoutMs })).toMatchObject({ kind: 'timeout', status: null });
  });
});

test('follows three redirects, relative ones too, and no fourth', async () => {
  const answer = answersByPath({
    '/': redirectsTo('/one'),
    '/one': redirectsTo('two?x=1', 301),
    '/two?x=1': redirectsTo('//127.0.0.1:PORT/three', 307),
    '/three': answersStatus(200, {}, 'here'),
  });
  await using server = await startHttpServer((exchange) => {
    if (exchange.request.path === '/two?x=1') redirectsTo(`//127.0.0.1:${server.port}/three`)(exchange);
    else answer(exchange);
  });
  const outcome = await fetchFrom(`http://127.0.0.1:${server.port}/`);
  expect(outcome).toMatchObject({ fetched: true, url: `http://127.0.0.1:${server.port}/three` });
  for (const endless of [redirectLoop, endlessRedirects]) {
    await using looping = await startHttpServer(endless);
    expect(await fetchFrom(`http://127.0.0.1:${looping.port}/`)).toMatchObject({
      kind: 'http',
      reason: 'It redirects more than 3 times.',
    });
    expect(looping.requests()).toHaveLength(4);
  }
});

test('a redirect passes the same gate as the first URL', async () => {
  expect(await fetched(redirectsToMetadata)).toMatchObject({
    kind: 'refused',
    url: 'http://169.254.169.254/latest/meta-data/',
    reason: expect.stringContaining('cloud metadata'),
  });
  expect(await fetched(redirectsTo('http://[::ffff:10.0.0.1]/'))).toMatchObject({ kind: 'refused' });
  for (const location of ['file:///etc/passwd', 'ldap://127.0.0.1/', 'http://u:p@127.0.0.1/']) {
    expect(await fetched(redirectsTo(location))).toMatchObject({ kind: 'refused' });
  }
  expect(await fetched(redirectsTo('http://'))).toMatchObject({ kind: 'http', status: 302 });
  expect(await fetched(answersStatus(302))).toMatchObject({ kind: 'http', status: 302 });
  expect(await fetched(redirectsTo('/x'), { body: Buffer.from('x') })).toMatchObject({
    reason: 'It answered a POST with a redirect (302).',
  });
});

test('what is no URL to fetch is refused unasked', async () => {
  for (const url of [
    '',
    'nonsense',
    'ldap://ca.test/cn=x',
    'file:///etc/passwd',
    `http://a.test/${'a'.repeat(2048)}`,
  ]) {
    expect(await fetchFrom(url)).toMatchObject({ fetched: false, kind: 'refused', status: null });
  }
  expect(await fetchFrom('http://10.0.0.1/')).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('RFC 1918'),
  });
});

test('names go through DNS, and a dead first address does not hide a living second', async () => {
  await using server = await startHttpServer(answersStatus(200, {}, 'ok'), { host: '127.0.0.3' });
  const records = { 'ca.test': { A: ['127.0.0.2', '127.0.0.3'] } };
  await using dns = await startDnsServer({ records });
  const options = { network: loopbackNetwork({ dnsServers: [dns.address] }) };
  expect(await fetchFrom(`http://ca.test:${server.port}/`, options)).toMatchObject({ fetched: true });
  expect(await fetchFrom('http://absent.test/', options)).toMatchObject({
    kind: 'resolve',
    reason: 'absent.test does not exist.',
  });
});

test('no answer of any kind holds it beyond its deadline', async () => {
  await using dropping = await dropsSyn();
  expect(await fetchFrom(`http://127.0.0.1:${dropping.port}/`, { timeoutMs: 80 })).toMatchObject({
    kind: 'http',
    reason: expect.stringContaining('no TCP connection'),
  });
  await using silent = await acceptAndStaySilent();
  const stop = new AbortController();
  const stopped = fetchFrom(`http://127.0.0.1:${silent.port}/`, { signal: stop.signal });
  setImmediate(() => stop.abort());
  expect(await stopped).toMatchObject({ kind: 'aborted' });
});

test('https is verified, and does not lead to http', async () => {
  const now = new Date();
  const root = forgeRoot({ now });
  const leaf = forgeLeaf(root, { now, ip: ['127.0.0.1'] });
  await using server = await startHttpServer(redirectsTo('http://127.0.0.1/'), identityOf(leaf));
  const url = `https://127.0.0.1:${server.port}/`;
  expect(await fetchFrom(url)).toMatchObject({
    kind: 'http',
    reason: expect.stringContaining('certificate'),
  });
  expect(await fetchFrom(url, { secureContext: createSecureContext({ ca: root.pem }) })).toMatchObject({
    kind: 'refused',
    reason: 'It redirects from https to http.',
  });
});
