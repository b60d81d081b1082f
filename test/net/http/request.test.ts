import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type PinnedRequest, type RequestOutcome, requestPinned } from '../../../src/net/http/request.ts';
import { userAgent } from '../../../src/net/http/user-agent.ts';
import { dropsSyn } from '../../support/farm/drops-syn.ts';
import {
  answersStatus,
  emptyReply,
  garbageInsteadOfHttp,
  gzipBomb,
  headerBomb,
  neverAnswers,
  neverEndingBody,
  resetAfterRequest,
  slowDrip,
  truncatedBody,
} from '../../support/farm/http-answers.ts';
import { type Exchange, type HttpAnswer, startHttpServer } from '../../support/farm/http-server.ts';
import type { FarmServer } from '../../support/farm/listener.ts';
import { acceptAndStaySilent, closeOnAccept, speaks } from '../../support/farm/raw-servers.ts';
import { allowedAddress, noSignal } from '../../support/loopback.ts';
import { withDeadlines } from '../../support/with-deadlines.ts';

function requestTo(server: FarmServer, changes: Partial<PinnedRequest> = {}): Promise<RequestOutcome> {
  return requestPinned({
    url: new URL(`http://api.test:${server.port}/health?deep=1`),
    address: allowedAddress(server),
    serverName: null,
    method: 'GET',
    headers: {},
    maxBodyBytes: 100_000,
    timeoutMs: 5000,
    signal: noSignal(),
    ...changes,
  });
}

async function outcomeOf(answer: HttpAnswer, changes: Partial<PinnedRequest> = {}): Promise<RequestOutcome> {
  await using server = await startHttpServer(answer);
  return await requestTo(server, changes);
}

/** Writes these bytes and leaves the connection open. */
function says(text: string): HttpAnswer {
  return ({ socket }) => void socket.write(text, 'latin1');
}

/** Pours this text for ever after a beginning. */
function pours(beginning: string, text: string): HttpAnswer {
  return ({ socket }: Exchange) => {
    socket.write(beginning);
    const pour = () => {
      while (socket.writable && socket.write(text));
    };
    socket.on('drain', pour);
    pour();
  };
}

test('one request: the host of the URL at the pinned address, who is asking, and no more', async () => {
  await using server = await startHttpServer(
    answersStatus(200, { 'X-Test': 'Yes', 'set-cookie': 'a=1' }, 'hello'),
  );
  const outcome = await requestTo(server, { headers: { 'x-extra': '1' } });
  expect(outcome).toMatchObject({
    responded: true,
    response: {
      status: 200,
      headers: { 'x-test': 'Yes', 'content-length': '5', 'set-cookie': 'a=1' },
      bodyBytes: 5,
      bodyComplete: true,
      bodyFailure: null,
    },
  });
  if (outcome.responded) expect(String(outcome.response.bodyStart)).toBe('hello');
  expect(server.requests()).toEqual([
    {
      method: 'GET',
      path: '/health?deep=1',
      headers: {
        host: `api.test:${server.port}`,
        'user-agent': userAgent,
        accept: '*/*',
        connection: 'close',
        'x-extra': '1',
      },
    },
  ]);
});

test('the default port is left out of the Host header', async () => {
  await using server = await startHttpServer(answersStatus(204));
  await requestTo(server, { url: new URL('http://api.test/') });
  await requestTo(server, { url: new URL('http://[::1]:80/'), method: 'HEAD' });
  expect(server.requests().map(({ method, headers }) => [method, headers.host])).toEqual([
    ['GET', 'api.test'],
    ['HEAD', '[::1]'],
  ]);
});

test('the user agent has the version of the package', async () => {
  const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(userAgent).toBe(`notafter/${manifest.version} (+diagnosis)`);
});

test('answers of any status are responses; redirects are not followed, interim ones not counted', async () => {
  expect(await outcomeOf(answersStatus(503, { 'retry-after': '30' }))).toMatchObject({
    response: { status: 503 },
  });
  expect(await outcomeOf(answersStatus(302, { location: 'http://169.254.169.254/' }))).toMatchObject({
    response: { status: 302, headers: { location: 'http://169.254.169.254/' } },
  });
  const hinting = says(
    'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
  );
  expect(await outcomeOf(hinting)).toMatchObject({
    response: { status: 200, headers: { 'content-length': '0' } },
  });
});

test('repeated and abusive header names stay plain text', async () => {
  const outcome = await outcomeOf(
    says(
      'HTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\n__proto__: x\r\nconstructor: y\r\nB: caf\xe9\r\ncontent-length: 0\r\n\r\n',
    ),
  );
  const headers = outcome.responded ? outcome.response.headers : {};
  expect(headers.a).toBe('1, 2');
  expect(headers.b).toBe('café');
  expect(Object.entries(headers)).toContainEqual(['__proto__', 'x']);
  expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
});

test('a failure is told by its kind', async () => {
  const kind = async (answer: HttpAnswer, timeoutMs = 5000) => {
    const outcome = await outcomeOf(answer, { timeoutMs });
    return outcome.responded ? outcome.response.status : [outcome.failure.kind, outcome.failure.message];
  };
  await withDeadlines(60, async (ms) => {
    expect(await kind(neverAnswers, ms)).toEqual(['timeout', `no response within ${ms} ms`]);
  });
  await withDeadlines(100, async (ms) => {
    expect(await kind(slowDrip({ part: 'head' }), ms)).toEqual([
      'timeout',
      `the response head did not end within ${ms} ms`,
    ]);
  });
  expect(await kind(emptyReply)).toEqual([
    'empty-reply',
    'the connection was closed without a byte of a response',
  ]);
  expect(await kind(resetAfterRequest)).toEqual(['reset', 'the connection was reset']);
  expect(await kind(garbageInsteadOfHttp)).toMatchObject([
    'protocol-error',
    expect.stringContaining('HTTP/1.1 protocol'),
  ]);
  expect(await kind(headerBomb())).toMatchObject(['protocol-error', expect.stringContaining('verflow')]);
  expect(await kind(({ socket }) => socket.end('HTTP/1.1 200 OK\r\nx: '))).toEqual([
    'protocol-error',
    'closed in the middle of the response head',
  ]);
  expect(await kind(says('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'))).toEqual([
    'protocol-error',
    'it switched protocols unasked (101)',
  ]);
  expect(await kind(says('HTTP/1.1 100 Continue\r\n\r\n'))).toEqual([
    'protocol-error',
    'it sent an unasked 100 Continue',
  ]);
  expect(
    await kind(says('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx')),
  ).toMatchObject(['protocol-error', expect.anything()]);
});

test('before the request too: refused, silent, closed, another protocol', async () => {
  const failure = async (server: FarmServer, timeoutMs = 5000) => {
    const outcome = await requestTo(server, { timeoutMs });
    return outcome.responded ? null : outcome.failure;
  };
  await using deaf = await dropsSyn();
  expect(await failure(deaf, 60)).toEqual({
    kind: 'connect',
    errorCode: null,
    message: expect.stringContaining('no TCP connection within 60 ms'),
  });
  await using silent = await acceptAndStaySilent();
  await withDeadlines(60, async (ms) => {
    expect(await failure(silent, ms)).toMatchObject({ kind: 'timeout' });
  });
  await using closing = await closeOnAccept();
  expect((await failure(closing))?.kind).toMatch(/empty-reply|reset/);
  await using ssh = await speaks('ssh');
  expect(await failure(ssh)).toMatchObject({ kind: 'protocol-error' });
  const gone = await acceptAndStaySilent();
  await gone[Symbol.asyncDispose]();
  expect(await failure(gone)).toMatchObject({ kind: 'connect', errorCode: 'ECONNREFUSED' });
});

test('a body without end is cut at the cap, a slow one at the deadline, a broken one is said', async () => {
  const response = async (answer: HttpAnswer, changes: Partial<PinnedRequest> = {}) => {
    const outcome = await outcomeOf(answer, changes);
    return outcome.responded ? outcome.response : null;
  };
  const endless = await response(neverEndingBody);
  expect(endless).toMatchObject({ status: 200, bodyBytes: 100_000, bodyComplete: false, bodyFailure: null });
  expect(endless?.bodyStart).toHaveLength(64 * 1024);
  await withDeadlines(100, async (timeoutMs) => {
    expect(await response(slowDrip({ part: 'body' }), { timeoutMs })).toMatchObject({
      bodyComplete: false,
      bodyFailure: { kind: 'timeout', message: `the body did not end within ${timeoutMs} ms` },
    });
  });
  expect(await response(truncatedBody)).toMatchObject({
    bodyBytes: 9,
    bodyComplete: false,
    bodyFailure: { kind: 'protocol-error', message: 'closed in the middle of the body' },
  });
  const exact = answersStatus(200, {}, 'a'.repeat(1000));
  expect(await response(exact, { maxBodyBytes: 1000 })).toMatchObject({
    bodyBytes: 1000,
    bodyComplete: true,
  });
  expect(await response(exact, { maxBodyBytes: 999 })).toMatchObject({ bodyBytes: 999, bodyComplete: false });
});

test('a head of 64 KiB is the longest that is read', async () => {
  const status = async (kilobytes: number) => {
    const outcome = await outcomeOf(headerBomb(kilobytes));
    return outcome.responded ? outcome.response.status : outcome.failure.errorCode;
  };
  expect(await status(60)).toBe(200);
  expect(await status(70)).toBe('UND_ERR_HEADERS_OVERFLOW');
});

test('a compressed body is counted as sent and never unpacked', async () => {
  const outcome = await outcomeOf(gzipBomb());
  expect(outcome).toMatchObject({
    response: { bodyComplete: true, headers: { 'content-encoding': 'gzip' } },
  });
  if (outcome.responded)
    expect(outcome.response.bodyBytes).toBe(Number(outcome.response.headers['content-length']));
});

test('framing without end is bounded although no parser counts it', async () => {
  expect(await outcomeOf(pours('HTTP/1.1 200 ', 'a'.repeat(60_000)))).toMatchObject({
    failure: { message: 'framing without end' },
  });
  expect(await outcomeOf(pours('', 'HTTP/1.1 103 Early Hints\r\n\r\n'))).toMatchObject({
    failure: { message: 'interim responses without end' },
  });
  expect(
    await outcomeOf(pours('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;', 'a'.repeat(60_000))),
  ).toMatchObject({ response: { bodyComplete: false, bodyFailure: { message: 'framing without end' } } });
});

test('an abort ends it at once and closes the connection', async () => {
  const stop = new AbortController();
  const closed = Promise.withResolvers<void>();
  await using server = await startHttpServer(({ socket }) => {
    socket.on('close', () => closed.resolve());
    stop.abort();
  });
  expect(await requestTo(server, { signal: stop.signal })).toMatchObject({
    responded: false,
    failure: { kind: 'aborted' },
  });
  await closed.promise;
  expect(await requestTo(server, { signal: stop.signal })).toMatchObject({ failure: { kind: 'aborted' } });
  expect(server.connections()).toBe(1);
});
