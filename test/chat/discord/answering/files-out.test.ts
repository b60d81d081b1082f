import { describe, expect, it } from 'vitest';
import { refusal } from '../../../support/discord/stand-in.ts';
import { offerCommand, pem } from '../../../support/offering.ts';
import { connect } from '../connected.ts';
import { notificationOf, said } from '../fake-world.ts';

const asked = { name: 'offer', options: { target: 'api.example.org' } };
const ends = ({ text }: { readonly text: string }) => text.includes('lacks an intermediate');

describe('a file that an answer offers', () => {
  it('is attached to the answer and shown by a component', async () => {
    await using connected = await connect([offerCommand()]);
    const { discord } = connected;
    const run = await discord.slash(asked);
    const answer = await run.answer(ends);
    expect(answer.attachments).toMatchObject([{ name: pem.name, text: pem.text }]);
    expect(JSON.stringify(answer.components)).toContain('"url":"attachment://missing-intermediate.pem"');
    expect(run.followUps()).toEqual([]);
    expect(discord.refused).toEqual([]);
  });

  it('comes with others, up to ten, under safe names', async () => {
    const files = Array.from({ length: 12 }, () => ({ ...pem, name: '../a b.pem' }));
    await using connected = await connect([offerCommand(files)]);
    const { discord } = connected;
    const { attachments } = await (await discord.slash(asked)).answer(ends);
    expect(attachments).toHaveLength(10);
    expect(attachments.slice(0, 2).map(({ name }) => name)).toEqual(['a-b.pem', 'a-b-2.pem']);
    expect(discord.refused).toEqual([]);
  });

  it.each([refusal(403, 50013, 'Missing Permissions'), refusal(413, 40005, 'Request entity too large')])(
    'that Discord will not take (%j) is told with how to get it',
    async (reply) => {
      await using connected = await connect([offerCommand()]);
      const { discord } = connected;
      const run = await discord.slash(asked);
      discord.failNext({ method: 'PATCH', path: /^\/webhooks\//, reply, times: 2 });
      const answer = await run.answer(({ text }) => text.includes('could not be attached'));
      expect(answer.text).toContain('lacks an intermediate');
      expect(answer.text).toContain('notafter offer api.example.org --save .');
      expect(answer.attachments).toEqual([]);
    },
  );

  it('is attached to an alarm', async () => {
    await using connected = await connect([]);
    const { discord, bot } = connected;
    const place = { platform: 'discord', channel: discord.channel.id } as const;
    const message = said('api.example.org lacks an intermediate', { files: [pem] });
    const outcome = await bot.send(
      notificationOf({ kind: 'place', place }, message),
      AbortSignal.timeout(5000),
    );
    expect(outcome.kind).toBe('sent');
    const alarm = await discord.nextMessage(ends);
    expect(alarm.attachments).toMatchObject([{ name: pem.name, text: pem.text }]);
    expect(discord.refused).toEqual([]);
  });
});
