import { createHmac, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { connectOverHttp } from '../chat/discord/connection/over-http.ts';
import { connect } from '../chat/slack/connected.ts';
import { memoryServices } from '../support/commanding.ts';
import { validPackets } from '../support/hostile/discord-packets.ts';
import { faultsOfOurs } from '../support/hostile/faults-of-ours.ts';
import { bodyLike, piece, requestBytes } from '../support/hostile/http-requests.ts';
import { sendRaw } from '../support/hostile/raw-request.ts';
import { nextTurn, unhandledRejections } from '../support/unhandled-rejections.ts';

/** `npm run fuzz` asks for more, and for another seed. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 100);
const seed = Number(process.env.FUZZ_SEED ?? 7);
const batch = 50;
const atOnce = 40;

type Body = { readonly headers: Readonly<Record<string, string>>; readonly body: string };
type Sent = readonly [Body, Wrong];

/** What is wrong with a request before anybody reads its body; mostly nothing. */
type Wrong = { readonly header: string; readonly value: string } | 'key' | 'late' | 'body' | null;
function wrongWith(names: readonly string[]): fc.Arbitrary<Wrong> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom<Wrong>('key', 'late', 'body') },
    { weight: 1, arbitrary: fc.record({ header: fc.constantFrom(...names), value: piece }) },
  );
}

describe(`what comes signed, or not (seed ${seed}, ${numRuns} requests)`, () => {
  it('is answered as Discord documents it, and does nothing where the signature is wrong', {
    timeout: 900_000,
  }, async () => {
    const unhandled = unhandledRejections();
    await using world = await connectOverHttp(commands, { parts: { services: memoryServices() as never } });
    const { discord, url, logged, stage } = world;
    const port = Number(new URL(url).port);
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const interactions = validPackets(discord).flatMap((packet) =>
      'd' in packet ? [packet.d as object] : [],
    );
    const statuses = new Map<number | null, number>();
    let turn = 0;
    const names = ['x-signature-ed25519', 'x-signature-timestamp', 'content-type'];
    await fc.assert(
      fc.asyncProperty(bodyLike(interactions), wrongWith(names), async (body, wrong) => {
        turn += 1;
        const at = new Date(
          Date.now() - (wrong === 'late' ? 400_000 : turn % 200) * (wrong === 'late' ? 1 : 1000),
        );
        const signed = discord.outgoing.signText(body, at, wrong === 'key' ? stranger : undefined);
        const changed = wrong !== null && typeof wrong === 'object' ? { [wrong.header]: wrong.value } : {};
        const request = {
          ...{ method: 'POST', path: '/discord/interactions', body: wrong === 'body' ? `${body} ` : body },
          headers: { ...signed, ...changed },
        };
        const { status, text } = await sendRaw(requestBytes(request), { port });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const told = `${JSON.stringify(wrong)} ${body.slice(0, 2000)}\n${text.slice(0, 400)}`;
        // 400 where Node itself cannot read a header.
        if (typeof wrong === 'string') expect([400, 401], told).toContain(status);
        expect([200, 202, 400, 401, 413, 415], told).toContain(status);
        if (turn % batch === 0)
          expect((await (await discord.slash({ name: 'help' })).answer()).text).toContain('explains why');
      }),
      { numRuns, seed, endOnFailure: true },
    );
    await nextTurn();
    expect(statuses.get(202) ?? 0, JSON.stringify([...statuses])).toBeGreaterThan(numRuns / 10);
    expect(unhandled).toEqual([]);
    expect([...faultsOfOurs(logged), ...stage.errors]).toEqual([]);
  });

  it('is answered as Slack documents it, and does nothing where the signature is wrong', {
    timeout: 900_000,
  }, async () => {
    const unhandled = unhandledRejections();
    await using connected = await connect(commands, {
      mode: 'HTTP',
      world: { services: memoryServices() as never },
    });
    const { slack, logged } = connected;
    const at = new URL(slack.urlOfBot());
    const words = (text: string) => encodeURIComponent(text.toWellFormed());
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const json = { 'content-type': 'application/json' };
    const bodies = fc.oneof(
      fc
        .tuple(piece, piece)
        .map(([name, value]) => ({ headers: form, body: `${words(name)}=${words(value)}&command=%2Fhelp` })),
      bodyLike([{ type: 'block_actions', actions: [] }]).map((text) => ({
        headers: form,
        body: `payload=${words(text)}`,
      })),
      bodyLike([
        { type: 'event_callback', event: { type: 'message' } },
        { type: 'url_verification', challenge: 'x' },
      ]).map((body) => ({ headers: json, body })),
      fc.tuple(piece, piece).map(([type, body]) => ({ headers: { 'content-type': type }, body })),
    );
    const names = [
      'x-slack-signature',
      'x-slack-request-timestamp',
      'content-type',
      'x-slack-retry-num',
      'content-encoding',
    ];
    let turn = 0;
    const ask = async ([{ headers, body }, wrong]: Sent): Promise<void> => {
      turn += 1;
      const timestamp = String(Math.floor(Date.now() / 1000) - (wrong === 'late' ? 400 : turn % 200));
      const secret = wrong === 'key' ? 'another' : slack.signingSecret;
      const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
      const changed = wrong !== null && typeof wrong === 'object' ? { [wrong.header]: wrong.value } : {};
      const signed = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
      const request = {
        ...{ method: 'POST', path: at.pathname, body: wrong === 'body' ? `${body} ` : body },
        headers: { ...headers, ...signed, ...changed },
      };
      const { status, text } = await sendRaw(requestBytes(request), { port: Number(at.port) });
      const told = `${JSON.stringify(wrong)} ${JSON.stringify(request).slice(0, 2000)}\n${text.slice(0, 400)}`;
      // 400 where Node itself cannot read a header; 500 of Slack's library for what Slack has signed and never sends.
      const documented = typeof wrong === 'string' ? [400, 401] : [200, 400, 401, 404, 500];
      expect(documented, told).toContain(status);
      if (turn % batch === 0) expect((await slack.command({ command: '/help' })).ackMs).toBeGreaterThan(0);
    };
    // `null` would have ended the process.
    const nothing: readonly Sent[] = [
      [{ headers: form, body: 'payload=null' }, null],
      [{ headers: json, body: ' null' }, null],
    ];
    const sent = [...nothing, ...fc.sample(fc.tuple(bodies, wrongWith(names)), { numRuns, seed })];
    // Side by side: what nobody listens for is answered after three seconds.
    const waiting = sent.values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const one of waiting) await ask(one);
      }),
    );
    await nextTurn();
    expect(unhandled).toEqual([]);
    expect(faultsOfOurs(logged)).toEqual([]);
  });
});
