import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { createDnsClient } from '../../../src/net/dns/client.ts';
import { startDnsServer } from '../../support/dns/dns-server.ts';
import { acceptAndStaySilent } from '../../support/farm/raw-servers.ts';
import { noSignal } from '../../support/loopback.ts';
import { patience } from '../../support/patience.ts';

const question = { name: 'api.test', type: 'A' };
const records = { 'api.test': { A: ['192.0.2.1'] } };

function asking(timeoutMs: number) {
  return { signal: noSignal(), timeoutMs };
}

async function closedPort(): Promise<string> {
  const server = await acceptAndStaySilent();
  await server[Symbol.asyncDispose]();
  return `127.0.0.1:${server.port}`;
}

test('silence ends at the deadline, after one repetition', async () => {
  await using dns = await startDnsServer({ behaviours: { '*': 'silent' } });
  const client = createDnsClient({ servers: [dns.address] });
  const answer = await client.ask(question, asking(100));
  expect(answer).toEqual({
    status: 'no-answer',
    reason: 'timeout',
    tried: [
      { server: dns.address, reason: 'timeout: no reply' },
      { server: dns.address, reason: 'timeout: no reply' },
    ],
    elapsedMs: expect.any(Number),
  });
  expect(dns.queries).toHaveLength(2);
  expect(
    dns.queries[0]?.id === dns.queries[1]?.id && dns.queries[0]?.fromPort === dns.queries[1]?.fromPort,
  ).toBe(false);
});

test('a late answer to the first query is still taken', async () => {
  let late: (() => void) | null = null;
  const udp = createSocket('udp4').bind(0, '127.0.0.1');
  await once(udp, 'listening');
  udp.on('message', (bytes, from) => {
    if (late === null) {
      const reply = Buffer.from(bytes.subarray(0, bytes.length - 11));
      reply.writeUInt16BE(0x8180, 2);
      reply.writeUInt16BE(0, 10);
      late = () => udp.send(reply, from.port, from.address);
    } else late();
  });
  const client = createDnsClient({ servers: [`127.0.0.1:${udp.address().port}`] });
  expect(await client.ask(question, asking(200))).toMatchObject({ status: 'answered', rcode: 'NOERROR' });
  udp.close();
});

test('a closed port is said at once', async () => {
  const answer = await createDnsClient({ servers: [await closedPort()] }).ask(question, asking(60_000));
  expect(answer).toMatchObject({
    status: 'no-answer',
    reason: 'port-unreachable',
    tried: [{ reason: 'port-unreachable: ECONNREFUSED' }, {}],
  });
});

test('a reply with another id or question is ignored and counted', async () => {
  for (const behaviour of ['wrong-id', 'wrong-question'] as const) {
    await using dns = await startDnsServer({ records, behaviours: { '*': behaviour } });
    const answer = await createDnsClient({ servers: [dns.address] }).ask(question, asking(100));
    expect(answer).toMatchObject({
      reason: 'timeout',
      tried: [{ reason: 'timeout: no reply; 1 packet that was no reply to our query was ignored' }, {}],
    });
  }
});

test('only the server that was asked is listened to', async () => {
  const forger = createSocket('udp4').bind(0, '127.0.0.1');
  await once(forger, 'listening');
  await using dns = await startDnsServer({
    records,
    behaviours: {
      '*': ({ id, fromPort }) => {
        // Knows id, port and question, and sits on another port: the kernel must drop it.
        const forged = Buffer.from('0000818000010000000000000361706904746573740000010001', 'hex');
        forged.writeUInt16BE(id, 0);
        forger.send(forged, fromPort, '127.0.0.1');
        return null;
      },
    },
  });
  expect(await createDnsClient({ servers: [dns.address] }).ask(question, asking(100))).toMatchObject({
    reason: 'timeout',
  });
  forger.close();
});

test('garbage under the right id is malformed, and the next server is asked', async () => {
  await using bad = await startDnsServer({ behaviours: { '*': 'garbage' } });
  await using good = await startDnsServer({ records });
  expect(await createDnsClient({ servers: [bad.address] }).ask(question, asking(60_000))).toMatchObject({
    reason: 'malformed',
    tried: [{ reason: 'malformed: the reply is malformed' }, {}],
  });
  expect(
    await createDnsClient({ servers: [bad.address, good.address] }).ask(question, asking(60_000)),
  ).toMatchObject({
    status: 'answered',
    server: good.address,
  });
});

test('a server that fails or refuses gives way to the next; if all do, the first one is quoted', async () => {
  await using failing = await startDnsServer({ behaviours: { '*': { servfail: { code: 22 } } } });
  await using refusing = await startDnsServer({ behaviours: { '*': 'refused' } });
  await using good = await startDnsServer({ records });
  await using absent = await startDnsServer();
  const ask = (...servers: readonly string[]) => createDnsClient({ servers }).ask(question, asking(60_000));
  expect(await ask(failing.address, good.address)).toMatchObject({ rcode: 'NOERROR', server: good.address });
  expect(await ask(failing.address, absent.address)).toMatchObject({
    rcode: 'NXDOMAIN',
    server: absent.address,
  });
  expect(await ask(absent.address, good.address)).toMatchObject({
    rcode: 'NXDOMAIN',
    server: absent.address,
  });
  expect(await ask(failing.address, refusing.address)).toMatchObject({
    rcode: 'SERVFAIL',
    server: failing.address,
  });
  expect(await ask(refusing.address, failing.address)).toMatchObject({ rcode: 'REFUSED' });
  expect(await ask(await closedPort(), good.address)).toMatchObject({ server: good.address });
});

test('a silent server does not keep the next one waiting, nor the answer already in hand', async () => {
  await using silent = await startDnsServer({ behaviours: { '*': 'silent' } });
  await using failing = await startDnsServer({ behaviours: { '*': 'servfail' } });
  await using good = await startDnsServer({ records });
  const ask = (...servers: readonly string[]) => createDnsClient({ servers }).ask(question, asking(400));
  expect(await ask(silent.address, good.address)).toMatchObject({ rcode: 'NOERROR', server: good.address });
  expect(await ask(failing.address, silent.address)).toMatchObject({ rcode: 'SERVFAIL' });
  expect(silent.queries).toHaveLength(2);
});

test('over TCP too the reply has to be to our query', async () => {
  await using dns = await startDnsServer({
    behaviours: { '*': (query) => truncatedReply(query.overTcp ? query.id ^ 1 : query.id) },
  });
  expect(await createDnsClient({ servers: [dns.address] }).ask(question, asking(60_000))).toMatchObject({
    reason: 'malformed',
    tried: [{ reason: 'malformed: the reply over TCP is to another question' }, {}],
  });
});

test('a FORMERR from a server that knows EDNS is not about EDNS', async () => {
  await using dns = await startDnsServer({
    behaviours: {
      '*': ({ id }) => {
        const reply = Buffer.from(
          '0000818100010000000000010361706904746573740000010001000029100000000000 0000'.replace(' ', ''),
          'hex',
        );
        reply.writeUInt16BE(id, 0);
        return reply;
      },
    },
  });
  expect(await createDnsClient({ servers: [dns.address] }).ask(question, asking(60_000))).toMatchObject({
    rcode: 'FORMERR',
  });
  expect(dns.queries).toHaveLength(1);
});

test('TCP that is closed, silent or cut is no answer either', async () => {
  await using dns = await startDnsServer({
    behaviours: { '*': (query) => (query.overTcp ? null : truncatedReply(query.id)) },
  });
  expect(await createDnsClient({ servers: [dns.address] }).ask(question, asking(150))).toMatchObject({
    reason: 'timeout',
    tried: [{ reason: 'timeout: no reply over TCP' }, {}],
  });

  const cutting = createServer((socket) => socket.resume().end(Buffer.from([1, 0, 0xab])));
  const udp = createSocket('udp4');
  cutting.listen(0, '127.0.0.1');
  await once(cutting, 'listening');
  const info = cutting.address();
  const port = typeof info === 'object' ? (info?.port ?? 0) : 0;
  udp.bind(port, '127.0.0.1');
  udp.on('message', (bytes, from) =>
    udp.send(truncatedReply(bytes.readUInt16BE(0)), from.port, from.address),
  );
  const client = createDnsClient({ servers: [`127.0.0.1:${port}`] });
  expect(await client.ask(question, asking(60_000))).toMatchObject({
    reason: 'malformed',
    tried: [{ reason: 'malformed: the TCP connection was closed before the reply was complete' }, {}],
  });
  cutting.close();
  await once(cutting, 'close');
  expect(await client.ask(question, asking(60_000))).toMatchObject({ reason: 'port-unreachable' });
  udp.close();
});

test('an abort ends it at once and leaves nothing open', async () => {
  await using dns = await startDnsServer({ behaviours: { '*': 'silent' } });
  const client = createDnsClient({ servers: [dns.address] });
  const stop = new AbortController();
  const answer = client.ask(question, { signal: stop.signal, timeoutMs: 60_000 });
  stop.abort();
  expect(await answer).toMatchObject({ status: 'no-answer', reason: 'aborted' });
  expect(await client.ask(question, { signal: stop.signal, timeoutMs: 60_000 })).toMatchObject({
    reason: 'aborted',
  });
  await vi.waitFor(() => expect(udpSockets()).toBe(1), patience);
});

/** The test's own server has one. */
function udpSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
}

/** Header and question of api.test, TC set. */
function truncatedReply(id: number): Buffer {
  const reply = Buffer.from('0000838000010000000000000361706904746573740000010001', 'hex');
  reply.writeUInt16BE(id, 0);
  return reply;
}
