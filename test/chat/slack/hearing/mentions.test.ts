import { describe, expect, it } from 'vitest';
import { saidIn } from '../../../../src/chat/slack/hearing/mentions.ts';

const event = { type: 'message', user: 'U1ALICE', text: 'check example.org', channel: 'D1', ts: '1.000001' };

describe('an event', () => {
  it('of a person is something said, in a thread or not', () => {
    expect(saidIn({ ...event, channel_type: 'im' }, 'U1BOT')).toMatchObject({
      user: 'U1ALICE',
      isDirect: true,
    });
    expect(saidIn({ ...event, thread_ts: '0.000001' }, 'U1BOT')).toMatchObject({
      thread: '0.000001',
      isDirect: false,
    });
  });

  it.each([
    ['another bot', { bot_id: 'B1OTHER' }],
    ['the bot itself', { user: 'U1BOT' }],
    ['an edit', { subtype: 'message_changed' }],
    ['a message edited since', { edited: { user: 'U1ALICE', ts: '2.000001' } }],
    ['somebody who joins', { subtype: 'channel_join' }],
    ['nobody', { user: undefined }],
  ])('of %s is nothing to answer', (_whom, fields) => {
    expect(saidIn({ ...event, ...fields }, 'U1BOT')).toBeNull();
  });
});
