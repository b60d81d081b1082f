import { constants, type IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import {
  type PinnedRequest,
  type RequestOutcome,
  requestPinnedHttp2,
} from '../../../src/net/http/request.ts';
import { userAgent } from '../../../src/net/http/user-agent.ts';
import { forgeScenario } from '../../support/certificates/scenarios.ts';
import { answersStatus } from '../../support/farm/http-answers.ts';
import { startHttpServer } from '../../support/farm/http-server.ts';
import { frame, startFramesServer, startHttp2Server } from '../../support/farm/http2-server.ts';
import type { FarmServer } from '../../support/farm/listener.ts';
import { allowedAddress, noSignal } from '../../support/loopback.ts';
import { patience } from '../../support/patience.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: new Date() });
const identity = { chain, key };
const secureContext = createSecureContext({ ca: anchorsPem });

function ask(server: FarmServer, changes: Partial<PinnedRequest> = {}): Promise<RequestOutcome> {
  return requestPinnedHttp2({
    url: new URL(`https://${host}:${server.port}/health?deep=1`),
    address: allowedAddress(server),
    serverName: host,
    secureContext,
    method: 'GET',
    headers: {},
    maxBodyBytes: 100_000,
    timeoutMs: 5000,
    signal: noSignal(),
    ...changes,
  });
}

const settings = frame(4, 0, 0);

/** Settings first, then this for ever. */
function pours(bytes: Buffer): (socket: Socket) => void {
  return (socket) => {
    socket.write(settings);
    const pour = () => {
      while (socket.writable && socket.write(bytes));
    };
    socket.on('drain', pour);
    pour();
  };
}

describe('one request over HTTP/2', () => {
  it('is answered with head, cookies, body and phases', async () => {
    await using server = await startHttp2Server((stream) => {
      stream.respond({ ':status': 203, 'x-test': 'Yes', 'set-cookie': ['a=1', 'b=2'] });
      stream.end('hello');
    }, identity);
    const outcome = await ask(server, { headers: { 'x-extra': '1' } });
    expect(outcome).toMatchObject({
      responded: true,
      response: {
        protocol: 'HTTP/2',
        status: 203,
        headers: { 'x-test': 'Yes' },
        cookies: ['a=1', 'b=2'],
        bodyBytes: 5,
        bodyComplete: true,
        bodyFailure: null,
      },
    });
    if (!outcome.responded) return;
    expect(String(outcome.response.bodyStart)).toBe('hello');
    const { queueMs, connectMs, tlsMs, firstByteMs, bodyMs } = outcome.response.phases;
    for (const ms of [queueMs, connectMs, tlsMs, firstByteMs, bodyMs]) expect(ms).toBeGreaterThanOrEqual(0);
  });

  it('says who asks, and for what', async () => {
    const heads: IncomingHttpHeaders[] = [];
    await using server = await startHttp2Server((stream, head) => {
      heads.push(head);
      stream.respond({ ':status': 204 }, { endStream: true });
    }, identity);
    expect(await ask(server)).toMatchObject({ response: { status: 204, bodyBytes: 0, bodyComplete: true } });
    expect(heads).toMatchObject([
      {
        ':method': 'GET',
        ':authority': `${host}:${server.port}`,
        ':path': '/health?deep=1',
        ':scheme': 'https',
        'user-agent': userAgent,
      },
    ]);
  });

  it.each([
    ['PROTOCOL_ERROR', constants.NGHTTP2_PROTOCOL_ERROR],
    ['REFUSED_STREAM', constants.NGHTTP2_REFUSED_STREAM],
    ['HTTP_1_1_REQUIRED', constants.NGHTTP2_HTTP_1_1_REQUIRED],
  ])('names how the stream was reset: %s', async (name, code) => {
    await using server = await startHttp2Server((stream) => stream.close(code), identity);
    expect(await ask(server)).toMatchObject({
      responded: false,
      failure: { kind: 'protocol-error', errorCode: name, message: `it ended with RST_STREAM ${name}` },
    });
  });

  it('keeps a head whose body was reset', async () => {
    // :status 200 (RFC 7541 appendix A, index 8), a part of the body, RST_STREAM with INTERNAL_ERROR.
    const head = Buffer.concat([settings, frame(4, 1, 0), frame(1, 4, 1, Buffer.from([0x88]))]);
    const part = frame(0, 0, 1, Buffer.from('part'));
    const reset = frame(3, 0, 1, Buffer.from([0, 0, 0, 2]));
    await using server = await startFramesServer(
      (socket) => void socket.write(Buffer.concat([head, part, reset])),
      identity,
    );
    expect(await ask(server)).toMatchObject({
      response: { status: 200, bodyComplete: false, bodyFailure: { errorCode: 'INTERNAL_ERROR' } },
    });
  });

  it('is not sent where the server chose another protocol', async () => {
    await using server = await startHttpServer(answersStatus(200), identity);
    const outcome = await ask(server);
    expect(outcome).toMatchObject({ responded: false });
    expect(server.requests()).toEqual([]);
  });

  it.each([
    ['silence', (socket: Socket) => socket.write(settings), 'timeout'],
    ['no frame at all', () => undefined, 'timeout'],
    ['the end at once', (socket: Socket) => socket.end(), 'empty-reply'],
    ['something else', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'protocol-error'],
    ['PING for ever', pours(Buffer.concat(Array(500).fill(frame(6, 0, 0, Buffer.alloc(8))))), null],
    ['SETTINGS for ever', pours(Buffer.concat(Array(500).fill(settings))), null],
    ['unknown frames for ever', pours(frame(0xee, 0, 0, Buffer.alloc(16_384))), null],
    [
      'a head for ever',
      (socket: Socket) => {
        socket.write(Buffer.concat([settings, frame(4, 1, 0), frame(1, 0, 1, Buffer.from([0x88]))]));
        pours(frame(9, 0, 1, Buffer.alloc(0)))(socket);
      },
      null,
    ],
  ])('ends in time and within its bytes: %s', async (_name, behave, kind) => {
    await using server = await startFramesServer((socket) => void behave(socket), identity);
    const outcome = await ask(server, { timeoutMs: 1500 });
    expect(outcome.responded).toBe(false);
    if (!outcome.responded && kind !== null) expect(outcome.failure.kind).toBe(kind);
  });

  it('reads no more of a body than it was told to', async () => {
    await using server = await startHttp2Server((stream) => {
      stream.respond({ ':status': 200 });
      const chunk = Buffer.alloc(16_384, 'a');
      const pour = () => {
        while (stream.writable && stream.write(chunk));
      };
      stream.on('drain', pour);
      pour();
    }, identity);
    expect(await ask(server)).toMatchObject({
      response: { bodyBytes: 100_000, bodyComplete: false, bodyFailure: null },
    });
  });

  it('stops with its signal and leaves no socket', async () => {
    const before = sockets();
    const server = await startFramesServer((socket) => void socket.write(settings), identity);
    const stop = new AbortController();
    const running = ask(server, { signal: stop.signal });
    await vi.waitFor(() => expect(server.connections()).toBe(1), patience);
    stop.abort();
    expect(await running).toMatchObject({ failure: { kind: 'aborted' } });
    expect(await ask(server, { signal: AbortSignal.abort() })).toMatchObject({
      failure: { kind: 'aborted' },
    });
    await server[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before), patience);
  });
});

function sockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPConnect|TLS/.test(kind)).length;
}
