import { once } from 'node:events';
import { connect } from 'node:net';
import type { TlsOptions } from 'node:tls';
import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askForScts, type SctAnswer } from '../../../src/net/tls/ask-for-scts.ts';
import { startCertificateHandshake } from '../../../src/net/tls/certificate-handshake.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { forgeLog, sctList, sctOver, vector, x509EntryOf } from '../../support/certificates/logs.ts';
import { startListener } from '../../support/farm/listener.ts';
import { opensslIsHere, startOpensslServer } from '../../support/farm/openssl-server.ts';
import { identityOf, startTlsServer } from '../../support/farm/tls-server.ts';

const intermediate = forgeIntermediate(forgeRoot());
const leaf = forgeLeaf(intermediate);
const identity = identityOf(leaf, intermediate);

async function ask(
  port: number,
  timeoutMs = 5000,
  serverName: string | null = 'site.test',
): Promise<SctAnswer> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  return askForScts(socket.pause(), {
    serverName,
    alpn: ['h2', 'http/1.1'],
    timeoutMs,
    signal: new AbortController().signal,
  });
}

describe('the own handshake reads the certificate of', () => {
  const rows: readonly (readonly [what: string, options: TlsOptions])[] = [
    ['a TLS 1.3 server', {}],
    ['TLS 1.3 on X25519', { ecdhCurve: 'X25519' }],
    ['TLS 1.3 on P-256', { ecdhCurve: 'P-256' }],
    ['TLS 1.3 on P-384, after a HelloRetryRequest', { ecdhCurve: 'P-384' }],
    ['TLS 1.3 on P-521, after a HelloRetryRequest', { ecdhCurve: 'P-521' }],
    ['TLS 1.3 with AES-128', { ciphers: 'TLS_AES_128_GCM_SHA256' }],
    ['TLS 1.3 with AES-256', { ciphers: 'TLS_AES_256_GCM_SHA384' }],
    ['TLS 1.3 with ChaCha20', { ciphers: 'TLS_CHACHA20_POLY1305_SHA256' }],
    ['TLS 1.3 that asks for a client certificate', { requestCert: true, rejectUnauthorized: false }],
    ['a TLS 1.2 server', { maxVersion: 'TLSv1.2' }],
    ['TLS 1.2 without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:@SECLEVEL=0' }],
  ];
  it.each(rows)('%s', async (what, options) => {
    const shown = what.includes('forward secrecy')
      ? identityOf(forgeLeaf(intermediate, { key: 'rsa2048', keyUsage: ['keyEncipherment'] }), intermediate)
      : identity;
    await using server = await startTlsServer({ ...shown, options });
    const answer = await ask(server.port);
    if (!answer.answered) throw new Error(answer.reason);
    expect(Buffer.compare(answer.certificate ?? Buffer.alloc(0), shown.chain[0] ?? Buffer.alloc(0))).toBe(0);
    expect(answer.scts).toBeNull();
  });

  it('a server with a chain of many records', async () => {
    const strangers = Array.from({ length: 60 }, () => forgeRoot());
    await using server = await startTlsServer(identityOf(leaf, intermediate, ...strangers));
    expect(await ask(server.port)).toMatchObject({ answered: true });
  });
});

describe('the own handshake gives up on', () => {
  it.each([
    ['an alert', Buffer.from([21, 3, 3, 0, 2, 2, 40]), 'it answered with alert 40'],
    [
      'what is not TLS, when the time is over',
      Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'it did not answer in time',
    ],
  ] as const)('%s', async (_what, bytes, reason) => {
    await using server = await startListener((socket) => void socket.resume().write(bytes));
    expect(await ask(server.port, 300)).toEqual({ answered: false, reason });
  });

  it('a peer that hangs up', async () => {
    await using server = await startListener((socket) => void socket.end());
    expect(await ask(server.port)).toEqual({ answered: false, reason: 'it closed the connection' });
  });

  it('a peer whose pieces would be read again and again', async () => {
    const record = (length: number) =>
      Buffer.concat([Buffer.from([22, 3, 3, length >> 8, length & 0xff]), Buffer.alloc(length, 8)]);
    let pieces = 0;
    await using server = await startListener((socket, signal) => {
      socket.resume().setNoDelay(true);
      for (let count = 0; count < 13; count += 1) socket.write(record(0x4000));
      const more = () => {
        if (signal.aborted || socket.destroyed || pieces > 150) return;
        pieces += 1;
        socket.write(record(1), () => setTimeout(more, 2));
      };
      more();
    });
    expect(await ask(server.port, 4000)).toEqual({
      answered: false,
      reason: 'it sends more than a handshake',
    });
    expect(pieces).toBeLessThan(100);
  });

  it('a peer that never stops', async () => {
    const piece = Buffer.concat([Buffer.from([22, 3, 3, 0x40, 0]), Buffer.alloc(0x4000)]);
    await using server = await startListener((socket, signal) => {
      socket.resume();
      const more = () => {
        while (!signal.aborted && !socket.destroyed && socket.write(piece));
      };
      socket.on('drain', more);
      more();
    });
    expect(await ask(server.port)).toEqual({ answered: false, reason: 'it sends more than a handshake' });
  });
});

describe('whatever a server sends', () => {
  const hello = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0, 0x13, 1, 0])]);
  const keyShare = Buffer.from('003300240001d0020', 'hex');
  const extensions = fastCheck.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes));
  const serverHello = extensions.map((bytes) => {
    const body = Buffer.concat([
      hello,
      vector(2, Buffer.concat([Buffer.from('002b00020304', 'hex'), keyShare, bytes])),
    ]);
    return handshakeRecord(body);
  });
  const first = () => startCertificateHandshake({ serverName: 'site.test', alpn: [] });

  it.each([
    ['the zero point', Buffer.alloc(32)],
    ['a share that is too short', Buffer.alloc(31, 7)],
  ] as const)('%s is no key', (_what, share) => {
    const extension = Buffer.concat([
      Buffer.from('0033', 'hex'),
      vector(2, Buffer.concat([Buffer.from([0, 29]), vector(2, share)])),
    ]);
    const body = Buffer.concat([
      hello,
      vector(2, Buffer.concat([Buffer.from('002b00020304', 'hex'), extension])),
    ]);
    expect(first().step(handshakeRecord(body))).toEqual({
      do: 'give-up',
      reason: 'its key exchange cannot be followed',
    });
  });

  it('gives a cookie back, with a key of the group that is asked for, and once', () => {
    const cookie = Buffer.from('a cookie that is given back');
    const retry = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');
    const extensions = Buffer.concat([
      Buffer.from('002b0002030400330002' + '0018', 'hex'),
      Buffer.from('002c', 'hex'),
      vector(2, vector(2, cookie)),
    ]);
    const body = Buffer.concat([hello.subarray(0, 2), retry, hello.subarray(34), vector(2, extensions)]);
    const handshake = first();
    const next = handshake.step(handshakeRecord(body));
    if (next.do !== 'send') throw new Error(`it would ${next.do}`);
    expect(Buffer.from(next.bytes).includes(cookie)).toBe(true);
    // key_share: P-384, 97 bytes of a point.
    expect(Buffer.from(next.bytes).includes(Buffer.from('00180061', 'hex'))).toBe(true);
    expect(handshake.step(Buffer.concat([handshakeRecord(body), handshakeRecord(body)]))).toEqual({
      do: 'wait',
    });
  });

  it('never makes the own handshake throw', () => {
    fastCheck.assert(
      fastCheck.property(
        fastCheck.oneof(fastCheck.uint8Array({ maxLength: 300 }), serverHello),
        fastCheck.uint8Array({ maxLength: 100 }),
        (head, tail) => {
          const handshake = startCertificateHandshake({ serverName: 'site.test', alpn: [] });
          const next = handshake.step(Buffer.concat([head, tail]));
          expect(['wait', 'send', 'give-up', 'finish']).toContain(next.do);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('SCTs in the TLS extension', () => {
  it.skipIf(!opensslIsHere).each(['-tls1_2', '-tls1_3'] as const)(
    'are read from openssl s_server %s',
    async (version) => {
      const log = forgeLog('Alpha');
      const scts = sctList([sctOver(x509EntryOf(leaf.der), { log, at: fixedNow })]);
      await using server = await startOpensslServer([leaf], { flags: [version], scts });
      const answer = await ask(server.port);
      if (!answer.answered) throw new Error(answer.reason);
      expect(Buffer.compare(answer.scts ?? Buffer.alloc(0), scts)).toBe(0);
    },
  );
});

/** One record with one ServerHello. */
function handshakeRecord(body: Uint8Array): Buffer {
  const message = Buffer.concat([Buffer.from([2]), vector(3, body)]);
  return Buffer.concat([Buffer.from([22, 3, 3]), vector(2, message)]);
}
