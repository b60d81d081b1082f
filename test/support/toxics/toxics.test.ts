import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createDnsClient } from '../../../src/net/dns/client.ts';
import { startDnsServer } from '../dns/dns-server.ts';
import { startListener } from '../farm/listener.ts';
import { startToxicTcp } from './tcp-proxy.ts';
import { noToxic } from './toxic.ts';
import { startToxicDns } from './udp-proxy.ts';

/** Says everything back, and notes what it heard. */
async function startEcho() {
  const heard: string[] = [];
  const ends: string[] = [];
  const server = await startListener((socket) => {
    socket.on('data', (bytes) => {
      heard.push(String(bytes));
      socket.write(bytes);
    });
    socket.on('end', () => ends.push('end'));
    socket.on('error', () => ends.push('error'));
  });
  return { ...server, heard, ends };
}

type Echo = Awaited<ReturnType<typeof startEcho>>;

const proxyOf = (echo: Echo) => startToxicTcp({ to: () => ({ host: '127.0.0.1', port: echo.port }) });

async function client(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function answerTo(socket: Socket, words: string): Promise<string> {
  let said = '';
  socket.write(words);
  while (said.length < words.length) said += String((await once(socket, 'data'))[0]);
  return said;
}

describe('a toxic way over TCP', () => {
  it('passes what it is given, and the end of it', async () => {
    await using echo = await startEcho();
    await using proxy = await proxyOf(echo);
    const socket = await client(proxy.port);
    const large = 'x'.repeat(3_000_000);
    expect(await answerTo(socket, large)).toBe(large);
    socket.end();
    await once(socket, 'close');
    expect(echo.ends).toEqual(['end']);
    expect(proxy.connections()).toBe(0);
  });

  it('holds every byte back while it is cut, and gives them in order when that is over', async () => {
    await using echo = await startEcho();
    await using proxy = await proxyOf(echo);
    const socket = await client(proxy.port);
    expect(await answerTo(socket, 'before')).toBe('before');
    await proxy.be({ kind: 'cut' });
    const late = await client(proxy.port);
    const answers = Promise.all([answerTo(socket, 'one two'), answerTo(late, 'three')]);
    // What the uncut way next to it carried has come by now.
    const beside = await client(echo.port);
    await answerTo(beside, 'beside');
    expect(echo.heard).toEqual(['before', 'beside']);
    await proxy.be(noToxic);
    expect(await answers).toEqual(['one two', 'three']);
    for (const one of [socket, late, beside]) one.destroy();
  });

  it('resets what is connected and what connects, at both ends', async () => {
    await using echo = await startEcho();
    await using proxy = await proxyOf(echo);
    const socket = await client(proxy.port);
    await answerTo(socket, 'before');
    const gone = once(socket, 'error');
    await proxy.be({ kind: 'reset' });
    expect((await gone)[0]).toMatchObject({ code: 'ECONNRESET' });
    const next = connect(proxy.port, '127.0.0.1');
    expect((await once(next, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' });
    await proxy.be(noToxic);
    const last = await client(proxy.port);
    expect(await answerTo(last, 'after')).toBe('after');
    expect(echo.ends).toContain('error');
    last.destroy();
  });

  it('tells neither end of a half-open connection, and revives none', async () => {
    await using echo = await startEcho();
    await using proxy = await proxyOf(echo);
    const socket = await client(proxy.port);
    await answerTo(socket, 'before');
    await proxy.be({ kind: 'half-open' });
    const meanwhile = await client(proxy.port);
    socket.write('lost');
    meanwhile.write('lost too');
    await proxy.be(noToxic);
    const next = await client(proxy.port);
    expect(await answerTo(next, 'after')).toBe('after');
    expect(proxy.connections()).toBe(3);
    socket.end('still lost');
    next.end();
    await once(next, 'close');
    expect(echo.heard).toEqual(['before', 'after']);
    expect([socket.destroyed, meanwhile.destroyed]).toEqual([false, false]);
    // The one that waits still does; that the other said goodbye is heard by nobody.
    expect(proxy.connections()).toBe(1);
    socket.destroy();
    meanwhile.destroy();
  });

  it.each([
    { kind: 'slice', bytes: 3, pauseMs: 1 } as const,
    { kind: 'bandwidth', bytesPerSecond: 400 } as const,
  ])('parts what it carries: $kind', async (toxic) => {
    await using echo = await startEcho();
    await using proxy = await proxyOf(echo);
    await proxy.be(toxic);
    const socket = await client(proxy.port);
    const words = 'so many words that they do not come at once';
    expect(await answerTo(socket, words)).toBe(words);
    expect(echo.heard.length).toBeGreaterThan(1);
    expect(echo.heard.join('')).toBe(words);
    socket.destroy();
  });

  it('is later by its latency, and never sooner', async () => {
    await using echo = await startEcho();
    await using proxy = await proxyOf(echo);
    await proxy.be({ kind: 'latency', ms: 40, jitterMs: 10 });
    const socket = await client(proxy.port);
    const begun = performance.now();
    await answerTo(socket, 'there and back');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(60 - 2);
    socket.destroy();
  });

  it('closes what waited too long, and refuses where nothing is to listen', async () => {
    await using echo = await startEcho();
    await using proxy = await proxyOf(echo);
    await proxy.be({ kind: 'timeout', afterMs: 5 });
    const socket = await client(proxy.port);
    socket.write('never heard');
    await once(socket.resume(), 'close');
    expect(echo.heard).toEqual([]);
    await proxy.be(noToxic);
    const stays = await client(proxy.port);
    await proxy.be({ kind: 'refusal' });
    const refused = connect(proxy.port, '127.0.0.1');
    expect((await once(refused, 'error'))[0]).toMatchObject({ code: 'ECONNREFUSED' });
    expect(await answerTo(stays, 'stays')).toBe('stays');
    await proxy.be(noToxic);
    const again = await client(proxy.port);
    expect(await answerTo(again, 'again')).toBe('again');
    stays.destroy();
    again.destroy();
  });
});

describe('a toxic way to a DNS server', () => {
  const records = { 'api.test': { A: ['127.0.0.9'] } };

  it('carries questions over UDP and TCP, and loses or refuses them', async () => {
    await using dns = await startDnsServer({
      records: { ...records },
      behaviours: { 'long.test': 'truncated' },
    });
    dns.records['long.test'] = { A: ['127.0.0.8'] };
    await using proxy = await startToxicDns(() => ({ host: '127.0.0.1', port: dns.port }));
    const ask = async (name: string, waitMs = 5000) => {
      const client = createDnsClient({ servers: [proxy.address] });
      const { signal } = new AbortController();
      return JSON.stringify(await client.ask({ name, type: 'A' }, { signal, timeoutMs: waitMs }));
    };
    expect(await ask('api.test')).toContain('127.0.0.9');
    expect(await ask('long.test')).toContain('127.0.0.8');
    for (const kind of ['cut', 'half-open', 'reset', 'refusal'] as const) {
      await proxy.be({ kind });
      expect(await ask('api.test', 100)).not.toContain('127.0.0.9');
    }
    await proxy.be(noToxic);
    expect(await ask('api.test')).toContain('127.0.0.9');
  });
});
