import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { connect } from '../chat/discord/connected.ts';
import { memoryServices } from '../support/commanding.ts';
import { validPackets } from '../support/hostile/discord-packets.ts';
import { faultsOfOurs } from '../support/hostile/faults-of-ours.ts';
import { spoiled } from '../support/hostile/spoiled.ts';
import { nextTurn, unhandledRejections } from '../support/unhandled-rejections.ts';

/** `npm run fuzz` asks for more, and for another seed. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 150);
const seed = Number(process.env.FUZZ_SEED ?? 7);
/** What is sent before the bot is asked whether it still answers. */
const batch = 50;
const gatewayEnds = new Set<unknown>([7, 9]);

const noPackets = [
  ...['', 'null', '0', '"x"', '[]', '{}', '{', '\u0000', '{"op":9}', '{"op":null}', '{"op":10}'],
  ...['INTERACTION_CREATE', 'GUILD_UPDATE', 'GUILD_CREATE', 'CHANNEL_DELETE', 'error', '__proto__'].flatMap(
    (t) =>
      [
        'null',
        '0',
        '[]',
        '{}',
        '{"__proto__":{"polluted":true}}',
        '{"type":2}',
        '{"type":3,"data":null}',
      ].map((d) => `{"op":0,"s":2,"t":${JSON.stringify(t)},"d":${d}}`),
  ),
];

describe(`what Discord never sends (seed ${seed}, ${numRuns} packets)`, () => {
  it('breaks nothing, and what it does send is answered', { timeout: 900_000 }, async () => {
    const unhandled = unhandledRejections();
    await using connected = await connect(commands, { services: memoryServices() as never });
    const { discord, logged } = connected;
    const valid = validPackets(discord);
    const stillAnswers = async () => {
      const answer = await (await discord.slash({ name: 'help' })).answer();
      expect(answer.text).toContain('explains why');
    };
    for (const text of noPackets) discord.gateway.raw(text);
    await stillAnswers();
    let turn = 0;
    const bad = fc.constantFrom(...valid).chain((packet) => spoiled(packet));
    await fc.assert(
      fc.asyncProperty(bad, async (packet) => {
        // What tells the library to connect anew is no junk, and would only make this slow.
        if (gatewayEnds.has((packet as { readonly op?: unknown }).op)) return;
        discord.gateway.raw(JSON.stringify(packet));
        turn += 1;
        if (turn % batch === 0) await stillAnswers();
      }),
      { numRuns, seed, endOnFailure: true },
    );
    await stillAnswers();
    await nextTurn();
    expect(unhandled).toEqual([]);
    expect(faultsOfOurs(logged)).toEqual([]);
    expect({}).not.toHaveProperty('polluted');
  });
});
