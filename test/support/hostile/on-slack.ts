import { expect } from 'vitest';
import { renderAll } from '../../../src/chat/slack/rendering/render.ts';
import type { Message } from '../../../src/core/message.ts';
import { detailsOf } from '../../../src/views/details.ts';
import { isOwnLink } from '../samples/hostile-message.ts';
import { checkDraft, longestEdit } from '../slack/validating/check-message.ts';

const now = new Date('2026-11-24T12:00:00Z');
type Fields = Readonly<Record<string, unknown>>;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Every object of a payload. */
function* objects(value: unknown): Generator<Fields> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Fields;
  for (const inner of Object.values(value)) yield* objects(inner);
}

/** Slack's own reading of mrkdwn and `text`: what stands between angle brackets, and the three entities. */
function marksIn(text: string): readonly string[] {
  const bare = text.replace(/&(?:amp|lt|gt);/g, '');
  if (bare.includes('&')) return ['an ampersand of its own'];
  return [...bare.matchAll(/<[^>]*>?|>/g)].map(([mark]) => mark);
}

const ownDate = /^<!date\^\d+\^\{date_short_pretty\} at \{time(?:_secs)?\}\|[\w ,:+-]+>$/;

/** Reads what Slack is sent as Slack does: it calls nobody but whom we name, leads nowhere, and hides nothing. */
export function expectHarmlessOnSlack(message: Message): void {
  const parts = [message, detailsOf(message)].flatMap((one) => (one === null ? [] : [one]));
  for (const part of parts) {
    const values = new Map((part.buttons ?? []).map((button) => [button, 'value']));
    for (const payload of renderAll(part, values, now, true)) {
      checkDraft({ ...payload }, longestEdit);
      expect(marksIn(payload.text)).toEqual([]);
      expect(payload.text).not.toMatch(hidden);
      for (const object of objects(payload.blocks)) {
        if (object.type === 'mrkdwn') {
          for (const mark of marksIn(String(object.text))) expect(mark).toMatch(ownDate);
          expect(String(object.text).replace(/<[^>]*>/g, '')).toBe('');
        }
        // Otherwise ":rotating_light:" becomes a sign of ours.
        if (object.type === 'plain_text') expect(object.emoji).toBe(false);
        if (object.type === 'link') expect(isOwnLink(String(object.url))).toBe(true);
        expect(['user', 'usergroup', 'channel', 'broadcast', 'color', 'team']).not.toContain(
          isInvited(object) ? null : object.type,
        );
        if (typeof object.text === 'string' && object.type !== 'mrkdwn') {
          expect(object.text.replaceAll('\n', '')).not.toMatch(hidden);
          expect(object.text).not.toMatch(/<[!@#]/);
        }
      }
    }
  }
}

/** Ids of this form come from the store: a name that a stranger gave is none of them. */
function isInvited({ type, user_id, usergroup_id }: Fields): boolean {
  return (
    (type === 'user' && /^[UW][A-Z0-9]{2,}$/.test(String(user_id))) ||
    (type === 'usergroup' && /^S[A-Z0-9]{2,}$/.test(String(usergroup_id)))
  );
}
