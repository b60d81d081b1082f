import { describe, expect, it } from 'vitest';
import { checkCommand, connect, mineCommand, shows } from '../connected.ts';

describe('a mention', () => {
  it('in a thread is answered in that thread, with links as Slack writes them', async () => {
    await using connected = await connect([checkCommand()]);
    const { slack } = connected;
    const threadTs = '1795804285.000001';
    await slack.mention({ text: 'check https://api.example.org/health', threadTs });
    const told = await slack.nextMessage(shows('https://api.example.org/health is healthy'));
    expect(told.threadTs).toBe(threadTs);
    expect(slack.refused).toEqual([]);
  });

  it('takes the quotes of a phone as quotes', async () => {
    await using connected = await connect([checkCommand()]);
    const { slack } = connected;
    await slack.mention({ text: 'Check \u201capi.example.org\u201d' });
    await slack.nextMessage(shows('api.example.org is healthy'));
    await slack.mention({ text: 'check \u201ewww.example.org\u201c' });
    await slack.nextMessage(shows('www.example.org is healthy'));
  });

  it.each([
    ['', 'api.example.org'],
    ['hello there', 'api.example.org'],
    ['https://shop.example.org/cart', 'https://shop.example.org/cart'],
  ])('that says "%s" shows its sender alone how it is said', async (text, target) => {
    await using connected = await connect([checkCommand(), mineCommand]);
    const { slack } = connected;
    await slack.mention({ text });
    const told = await slack.nextEphemeral();
    expect(told.shown).toContain(`For example: @notafter check ${target}; all there is: @notafter help`);
    expect(told.visibleTo).toBe(slack.user.id);
    expect(slack.messages).toEqual([]);
  });
});

it('every message that the bot posts asks for no preview of its links', async () => {
  await using connected = await connect([checkCommand(), mineCommand]);
  const { slack } = connected;
  await slack.mention({ text: 'check https://api.example.org' });
  await slack.nextMessage(shows('is healthy'));
  const run = await slack.command({ command: '/mine', text: 'https://api.example.org' });
  await run.nextResponse();
  const said = slack.calls.filter(({ method }) => method === 'chat.postMessage' || method === 'response_url');
  expect(said.length).toBeGreaterThan(1);
  for (const { given } of said)
    expect([String(given.unfurl_links), String(given.unfurl_media)]).toEqual(['false', 'false']);
});
