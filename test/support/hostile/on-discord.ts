import { expect } from 'vitest';
import { renderIn } from '../../../src/chat/discord/rendering/render.ts';
import type { Inline, Message } from '../../../src/core/message.ts';
import { detailsOf } from '../../../src/views/details.ts';
import { readMarkdown } from '../discord/read-markdown.ts';
import { checkMessage } from '../discord/validating/check-message.ts';
import { isOwnLink, unseen } from '../samples/hostile-message.ts';

/** Every text of a payload that is read as markdown. */
function* markdownIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    // Words of a picture and a footer are shown as they are.
    if (name === 'items' || name === 'footer') continue;
    if (typeof inner === 'string' && /^(?:content|description|value|text|name|title)$/.test(name))
      yield inner;
    else yield* markdownIn(inner);
  }
}

/** Texts that are read as they are: what pictures show, labels, footers. */
function* plainIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'footer') yield String(inner.text).replaceAll('\n', '');
    else if (typeof inner === 'string' && name === 'label') yield inner;
    else if (name === 'items') yield* inner.map((item: { readonly description: string }) => item.description);
    else yield* plainIn(inner);
  }
}

/** Who may really be called: ids as Discord gives them, in a mention. */
function invited({ title, blocks }: Message): ReadonlySet<string> {
  const found: string[] = [];
  JSON.stringify([title, blocks], (_, value: Inline) => {
    if (value?.kind === 'mention' && /^\d{1,20}$/.test(value.who.id)) found.push(value.who.id);
    return value;
  });
  return new Set(found);
}

/** Reads what Discord is sent as Discord does: it calls nobody but whom we name, leads nowhere, and hides nothing. */
export function expectHarmlessOnDiscord(message: Message, layout: 'components' | 'embeds'): void {
  const parts = [message, detailsOf(message)].flatMap((one) => (one === null ? [] : [one]));
  for (const part of parts) {
    const ids = new Map((part.buttons ?? []).map((button, at) => [button, `=check${at}`]));
    const own = invited(part);
    for (const page of renderIn(layout, part, ids)) {
      const names = [...JSON.stringify(page).matchAll(/attachment:\/\/([\w.-]+)/g)].map(([, name]) => name);
      const attachments = names.map((name, id) => ({ id, name, text: '' }));
      checkMessage({ ...page, attachments }, 'post', null);
      expect(page.allowed_mentions.parse).toEqual([]);
      for (const id of [...(page.allowed_mentions.users ?? []), ...(page.allowed_mentions.roles ?? [])]) {
        expect(own).toContain(id);
      }
      for (const text of plainIn(page)) expect(text).not.toMatch(unseen);
      for (const text of markdownIn({ ...page, allowed_mentions: null })) {
        expect(text.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(unseen);
        for (const { kind, what } of readMarkdown(text)) {
          if (kind === 'time') continue;
          if (kind === 'link') expect(isOwnLink(what), what).toBe(true);
          else if (kind === 'mention')
            expect(
              [...own].some((id) => what.includes(id)),
              what,
            ).toBe(true);
          else expect.fail(`${what} is markup`);
        }
      }
    }
  }
}
