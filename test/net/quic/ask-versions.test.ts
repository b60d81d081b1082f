import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askQuicVersions } from '../../../src/net/quic/ask-versions.ts';
import { versionQuestion, versionsIn } from '../../../src/net/quic/packets.ts';
import { negotiates, negotiation, startQuicServer } from '../../support/farm/quic-server.ts';
import { hasIpv6 } from '../../support/has-ipv6.ts';
import { allowedAddress, noSignal } from '../../support/loopback.ts';
import { withDeadlines } from '../../support/with-deadlines.ts';

const usual = { signal: noSignal(), timeoutMs: 2000 };

describe('asking for the versions of QUIC', () => {
  it('sends one datagram of 1,200 bytes with a reserved version, and reads those of the server', async () => {
    await using server = await startQuicServer(negotiates(0x1a2a3a4a, 1, 0x6b3343cf));
    const outcome = await askQuicVersions(allowedAddress(server), usual);
    expect(outcome).toMatchObject({ kind: 'versions', versions: [0x1a2a3a4a, 1, 0x6b3343cf] });
    const [datagram] = server.received();
    expect(server.received()).toHaveLength(1);
    expect(datagram).toHaveLength(1200);
    expect((datagram?.[0] ?? 0) & 0xc0).toBe(0xc0);
    expect(((datagram?.readUInt32BE(1) ?? 0) & 0x0f0f0f0f) >>> 0).toBe(0x0a0a0a0a);
  });

  it.skipIf(!hasIpv6())('works over IPv6', async () => {
    await using server = await startQuicServer(negotiates(1), { host: '::1' });
    expect(await askQuicVersions(allowedAddress(server), usual)).toMatchObject({ versions: [1] });
  });

  it('asks again when a datagram is lost', async () => {
    let count = 0;
    const answer = negotiates(1);
    await using server = await startQuicServer((datagram, reply) => {
      count += 1;
      if (count > 2) answer(datagram, reply);
    });
    await withDeadlines(600, async (timeoutMs) => {
      count = 0;
      expect(await askQuicVersions(allowedAddress(server), { ...usual, timeoutMs })).toMatchObject({
        versions: [1],
      });
    });
  });

  it('takes no answer with the ids of somebody else, and counts it', async () => {
    const stranger = Buffer.from([8, 1, 2, 3, 4, 5, 6, 7, 8]);
    await using server = await startQuicServer((_datagram, reply) =>
      reply(negotiation(stranger, stranger, [1])),
    );
    await withDeadlines(300, async (timeoutMs) => {
      expect(await askQuicVersions(allowedAddress(server), { ...usual, timeoutMs })).toMatchObject({
        kind: 'silent',
        asked: 3,
        strangers: 3,
      });
    });
  });

  it('tells a closed port by ICMP', async () => {
    const server = await startQuicServer(() => undefined);
    const to = allowedAddress(server);
    await server[Symbol.asyncDispose]();
    expect(await askQuicVersions(to, usual)).toMatchObject({ kind: 'refused' });
  });

  it('ends with its signal, before and in between', async () => {
    await using server = await startQuicServer(() => undefined);
    const to = allowedAddress(server);
    expect(await askQuicVersions(to, { ...usual, signal: AbortSignal.abort() })).toMatchObject({
      kind: 'aborted',
    });
    const stop = new AbortController();
    const running = askQuicVersions(to, { signal: stop.signal, timeoutMs: 60_000 });
    stop.abort();
    expect(await running).toMatchObject({ kind: 'aborted' });
  });
});

describe('a Version Negotiation packet', () => {
  const ids = { destination: Buffer.from('to-them1'), source: Buffer.from('to-us-22') };
  const sized = (id: Uint8Array) => Buffer.concat([Buffer.from([id.length]), id]);

  it('is read at any length it may have', () => {
    const packet = negotiation(sized(ids.source), sized(ids.destination), [1, 2]);
    expect(versionsIn(packet, ids)).toEqual([1, 2]);
    for (let length = 0; length < packet.length; length += 1) {
      const cut = versionsIn(packet.subarray(0, length), ids);
      expect(cut === null || length === packet.length - 4).toBe(true);
    }
    const torn = Buffer.concat([packet, Buffer.from([0])]);
    expect(versionsIn(torn, ids)).toBeNull();
  });

  it('answers our ids, both of them', () => {
    expect(versionsIn(negotiation(sized(ids.destination), sized(ids.destination), [1]), ids)).toBeNull();
    expect(versionsIn(negotiation(sized(ids.source), sized(ids.source), [1]), ids)).toBeNull();
  });

  it('is never made out of anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(versionsIn(bytes, ids)).toBeNull();
      }),
    );
    expect(versionsIn(versionQuestion(0x0a0a0a0a, ids, new Uint8Array(10)), ids)).toBeNull();
  });
});
