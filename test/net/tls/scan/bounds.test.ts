import type { Socket } from 'node:net';
import fastCheck from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { answerAtEnd, replyTo } from '../../../../src/net/tls/scan/answer.ts';
import { readServerKeyExchange } from '../../../../src/net/tls/scan/key-exchange-message.ts';
import { scanTls } from '../../../../src/net/tls/scan/scan.ts';
import { readSsl2Hello } from '../../../../src/net/tls/scan/ssl2.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { flightBytes } from '../../../support/farm/flight.ts';
import { startListener } from '../../../support/farm/listener.ts';
import { acceptAndStaySilent } from '../../../support/farm/raw-servers.ts';
import { identityOf, startTlsServer } from '../../../support/farm/tls-server.ts';
import { noSignal } from '../../../support/loopback.ts';
import { patience } from '../../../support/patience.ts';
import { askerAt } from '../../../support/scanning.ts';

const intermediate = forgeIntermediate(forgeRoot());
const identity = identityOf(forgeLeaf(intermediate, { key: 'rsa2048' }), intermediate);
const everything = { serverName: 'site.test', signal: noSignal(), extent: 'everything' } as const;

describe('a scan spares the server', () => {
  it('never has more than eight connections at once, and counts them all', async () => {
    let open = 0;
    let most = 0;
    await using server = await startListener((socket: Socket) => {
      open += 1;
      most = Math.max(most, open);
      socket.once('data', () => setImmediate(() => socket.destroy()));
      socket.once('close', () => {
        open -= 1;
      });
    });
    const asker = askerAt(server);
    await Promise.all(Array.from({ length: 60 }, () => asker.ask({ version: 0x0303, suites: [0x002f] })));
    expect(most).toBeLessThanOrEqual(8);
    expect(asker.connections()).toBe(60);
    expect(server.connections()).toBe(60);
  });

  it('opens no more connections than it may, and says that it did not see all', async () => {
    await using server = await startTlsServer(identity);
    const scan = await scanTls(askerAt(server, { most: 12 }), everything);
    expect(server.connections()).toBeLessThanOrEqual(12);
    expect(scan.complete).toBe(false);
  });

  it('gives up on one that does not answer', async () => {
    await using server = await acceptAndStaySilent();
    const until = performance.now() + 400;
    const scan = await scanTls(askerAt(server, { timeLeft: () => until - performance.now() }), everything);
    expect(scan.versions.filter(({ code }) => code > 2).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 5 }, () => 'unknown'),
    );
    expect(scan.complete).toBe(false);
  });
});

/** The machine may be busy: the best of so many counts. */
const tries = 3;

describe('a scan that is stopped', () => {
  it.each([1, 10, 25, 35, 45])('after %d connections ends at once and leaves nothing open', async (count) => {
    await using server = await startTlsServer(identity);
    const before = openSockets();
    let quickest = Number.POSITIVE_INFINITY;
    for (let one = 0; one < tries && quickest > 100; one += 1) {
      const stop = new AbortController();
      const { signal } = stop;
      const asker = askerAt(server, { signal });
      const running = scanTls(asker, { ...everything, signal });
      await vi.waitFor(() => expect(asker.connections()).toBeGreaterThanOrEqual(count), {
        ...patience,
        interval: 1,
      });
      const begun = performance.now();
      stop.abort();
      await running;
      quickest = Math.min(quickest, performance.now() - begun);
    }
    expect(quickest).toBeLessThanOrEqual(100);
    // Its own end and the server's of each connection.
    await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(before), patience);
  });
});

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPConnect|TLS/.test(kind)).length;
}

describe('whatever the bytes', () => {
  const flight = flightBytes({
    certificates: identity.chain,
    serverKeyExchange: Buffer.alloc(70, 3),
    done: true,
  });
  const bytes = fastCheck.oneof(
    fastCheck.uint8Array({ maxLength: 200 }),
    fastCheck
      .tuple(fastCheck.nat(flight.length - 1), fastCheck.nat(255), fastCheck.nat(flight.length))
      .map(([at, value, end]) => {
        const changed = Buffer.from(flight);
        changed[at] = value;
        return changed.subarray(0, end);
      }),
  );

  it('the readers of a scan do not throw', () => {
    fastCheck.assert(
      fastCheck.property(bytes, fastCheck.nat(0xffff), (given, suite) => {
        const inbound = Buffer.from(given);
        replyTo(inbound, 'flight');
        replyTo(inbound, 'hello');
        answerAtEnd(inbound, 'closed');
        readServerKeyExchange(inbound, suite);
        readServerKeyExchange(inbound, 0x0033);
        const hello = readSsl2Hello(Buffer.concat([Buffer.from([0x80, inbound.length & 0x7f]), inbound]));
        if (typeof hello === 'object') expect(hello.suites.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});
