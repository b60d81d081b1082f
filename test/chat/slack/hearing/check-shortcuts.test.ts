import { describe, expect, it } from 'vitest';
import { linksIn, shortLink } from '../../../../src/chat/slack/hearing/links.ts';
import { checkCommand, connect, modes, shows } from '../connected.ts';

describe.each(modes)('Check this link, over %s', (mode) => {
  it('checks the one link of a message in a thread under it', async () => {
    await using connected = await connect([checkCommand()], { mode });
    const { slack } = connected;
    await slack.shortcut({ callbackId: 'check_link', text: 'is https://api.example.org/health down?' });
    const told = await slack.nextMessage(shows('https://api.example.org/health is healthy'));
    expect(told.threadTs).not.toBeNull();
    expect(slack.refused).toEqual([]);
  });
});

describe('Check this link', () => {
  it('lets one of several be chosen', async () => {
    await using connected = await connect([checkCommand()]);
    const { slack } = connected;
    const more = {
      attachments: [{ title_link: 'https://grafana.example.com/d/1?x=1', thumb_url: 'https://pic.example' }],
    };
    await slack.shortcut({ callbackId: 'check_link', text: 'see https://api.example.org', more });
    const form = await slack.nextForm();
    expect(JSON.stringify(form.view)).not.toContain('pic.example');
    await slack.submit(form, { target: 'https://grafana.example.com/d/1?x=1' });
    const told = await slack.nextMessage(shows('grafana.example.com/d/1?x=1 is healthy'));
    expect(told.threadTs).not.toBeNull();
  });

  it('tells who chose it alone where there is none', async () => {
    await using connected = await connect([checkCommand()]);
    const { slack } = connected;
    const run = await slack.shortcut({ callbackId: 'check_link', text: 'nothing here' });
    expect((await run.nextResponse()).shown).toContain('There is no link');
  });
});

describe('Check a target', () => {
  it('answers in the channel that is chosen, or to the sender alone', async () => {
    await using connected = await connect([checkCommand()]);
    const { slack } = connected;
    await slack.globalShortcut('check_target', slack.user, slack.channel);
    await slack.submit(await slack.nextForm(), { target: 'api.example.org' });
    expect((await slack.nextMessage(shows('api.example.org is healthy'))).channel).toBe(slack.channel.id);
    await slack.globalShortcut('check_target');
    await slack.submit(await slack.nextForm(), { target: 'www.example.org' });
    const alone = await slack.nextMessage(shows('www.example.org is healthy'));
    expect(slack.workspace.channel(alone.channel).with).toBe(slack.user.id);
    expect(slack.refused).toEqual([]);
  });
});

describe('what a message links to', () => {
  it.each<[object, readonly string[]]>([
    [{ text: '<https://a.example/x|click> (<https://a.example/x>).' }, ['https://a.example/x']],
    [{ text: 'ask bo@example.org about nginx.conf on web.example.org:8443.' }, ['web.example.org:8443']],
    [{ text: 'smtp://mail.example.org, gopher://old.example' }, ['smtp://mail.example.org']],
    [
      {
        blocks: [
          { type: 'rich_text', elements: [{ elements: [{ type: 'link', url: 'https://b.example' }] }] },
        ],
      },
      ['https://b.example'],
    ],
    [{ text: 'https://' }, []],
    [{ text: 17, blocks: 'x', attachments: null }, []],
  ])('%j', (message, links) => {
    expect(linksIn(message)).toEqual(links);
  });

  it('is cut to a length that Slack takes without becoming another host', () => {
    const long = `https://a.example/${'x'.repeat(90)}`;
    expect(shortLink(`${long}?q`, 75)).toBe('https://a.example');
    expect(shortLink(`https://a.example/y?${'q'.repeat(90)}`, 75)).toBe('https://a.example/y');
    expect(shortLink(`https://${'a'.repeat(80)}.example`, 75)).toBeNull();
  });
});
