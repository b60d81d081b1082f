import { generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import { expect, it } from 'vitest';
import type { SignedParts } from '../../../support/discord/outgoing.ts';
import { commandOf, said } from '../fake-world.ts';
import { connectOverHttp } from './over-http.ts';

function counting() {
  const runs: number[] = [];
  const command = commandOf('count', async function* () {
    runs.push(1);
    yield said('done');
  });
  return { runs, command };
}

const ping = { id: '1', application_id: '2', type: 1, token: 'x', version: 1 };

function sender(url: string) {
  return async ({ body, headers }: SignedParts, method = 'POST') => {
    const response = await fetch(url, { method, headers, ...(method === 'GET' ? {} : { body }) });
    return { status: response.status, text: await response.text() };
  };
}

/** Resolves as soon as it is answered, whatever was announced and not sent yet. */
function statusOf(url: string, headers: Readonly<Record<string, string>>, body: string) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers });
    sent.on('response', (response) => {
      resolve(response.resume().statusCode);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.write(body);
    if (headers['content-length'] === undefined) sent.end();
  });
}

it('answers a PING, and 401 to whatever was not signed by Discord just now', async () => {
  await using over = await connectOverHttp([]);
  const { outgoing } = over.discord;
  const send = sender(over.url);
  const spoilt = (change: Partial<Record<string, string>>, parts = outgoing.signed(ping)): SignedParts => ({
    body: parts.body,
    headers: Object.fromEntries(
      Object.entries({ ...parts.headers, ...change }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>,
  });
  const good = await fetch(over.url, { method: 'POST', ...outgoing.signed({ ...ping, id: '5' }) });
  expect(good.headers.get('content-type')).toContain('application/json');
  expect([good.status, await good.text()]).toEqual([200, '{"type":1}']);

  const parts = outgoing.signed(ping);
  const signature = parts.headers['x-signature-ed25519'] ?? '';
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  const wrong: readonly SignedParts[] = [
    outgoing.signed(ping, new Date(), stranger),
    outgoing.signed(ping, minutes(-6)),
    outgoing.signed(ping, minutes(6)),
    { ...parts, body: `${parts.body} ` },
    { ...parts, body: '' },
    spoilt({ 'x-signature-ed25519': undefined }),
    spoilt({ 'x-signature-timestamp': undefined }),
    spoilt({ 'x-signature-timestamp': '1' }),
    spoilt({ 'x-signature-timestamp': 'now' }),
    spoilt({ 'x-signature-ed25519': '' }),
    spoilt({ 'x-signature-ed25519': signature.slice(2) }, parts),
    spoilt({ 'x-signature-ed25519': `${signature}00` }, parts),
    spoilt({ 'x-signature-ed25519': `${signature}, ${signature}` }, parts),
    spoilt({ 'x-signature-ed25519': '0'.repeat(128) }),
    spoilt({ 'x-signature-ed25519': 'g'.repeat(128) }),
  ];
  for (const [index, request] of wrong.entries()) {
    expect([index, (await send(request)).status]).toEqual([index, 401]);
  }
  expect((await send(parts)).status).toBe(200);
});

it('takes a signed request once, in whatever spelling the signature comes again', async () => {
  const { command, runs } = counting();
  await using over = await connectOverHttp([command]);
  const { discord } = over;
  const { outgoing } = discord;
  const send = sender(over.url);
  const recorded = outgoing.signed({ ...ping, id: '77' });
  expect((await send(recorded)).status).toBe(200);
  const upper = (recorded.headers['x-signature-ed25519'] ?? '').toUpperCase();
  for (const again of [
    recorded,
    { ...recorded, headers: { ...recorded.headers, 'x-signature-ed25519': upper } },
  ]) {
    expect((await send(again)).status).toBe(401);
  }
  expect(runs).toEqual([]);
  expect(over.logged.some(({ message }) => message.includes('sent again'))).toBe(true);
});

it('is refused by the other processes, too, that share what was seen', async () => {
  const seen = new Set<string>();
  const shared = async (key: string) => !seen.has(key) && seen.add(key) !== undefined;
  await using one = await connectOverHttp([], { shared });
  await using other = await connectOverHttp([], { shared, beside: one.discord });
  const recorded = one.discord.outgoing.signed(ping);
  expect((await sender(one.url)(recorded)).status).toBe(200);
  expect((await sender(other.url)(recorded)).status).toBe(401);
});

it('still answers while what is shared is away', async () => {
  const shared = async (): Promise<never> => {
    throw new Error('the database is away');
  };
  await using over = await connectOverHttp([], { shared });
  const recorded = over.discord.outgoing.signed(ping);
  expect((await sender(over.url)(recorded)).status).toBe(200);
  expect((await sender(over.url)(recorded)).status).toBe(401);
});

it('bounds what it reads, and names what is no interaction', async () => {
  await using over = await connectOverHttp([]);
  const { outgoing } = over.discord;
  const send = sender(over.url);
  expect(await statusOf(over.url, { 'content-type': 'application/json' }, 'x'.repeat(1024 * 1024 + 1))).toBe(
    413,
  );
  expect(await statusOf(over.url, { 'content-length': String(1024 * 1024 + 1) }, 'x')).toBe(413);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const parts = outgoing.signed(ping);
  expect((await send({ ...parts, headers: { ...parts.headers, ...form } })).status).toBe(415);
  for (const odd of [{}, [], { type: 'x' }, { type: 2 }, { type: 2, id: 'a', token: '' }, { type: -1 }]) {
    expect([odd, (await send(outgoing.signed(odd))).status]).toEqual([odd, 400]);
  }
  // What a future Discord may send is passed over.
  expect((await send(outgoing.signed({ type: 99, id: '1', token: 'x' }))).status).toBe(202);
  expect((await send(outgoing.signed(ping), 'GET')).status).not.toBe(200);
});

it('asks for no token of the console, and answers under any name, to a body in chunks as well', async () => {
  await using over = await connectOverHttp([]);
  const { outgoing } = over.discord;
  const { body, headers } = outgoing.signed(ping);
  expect(await statusOf(over.url, { ...headers, host: 'bot.example.org' }, body)).toBe(200);
});

it('says that nobody is there before the bot has started and after it has stopped', async () => {
  await using over = await connectOverHttp([]);
  await over.bot.stop();
  const interaction = { type: 2, id: '1', token: 'x', data: { type: 1, name: 'x' } };
  expect((await sender(over.url)(over.discord.outgoing.signed(interaction))).status).toBe(503);
});
