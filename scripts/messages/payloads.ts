import { commands } from '../../commands/index.ts';
import { customIds } from '../../src/chat/discord/rendering/buttons.ts';
import { renderMessage as renderDiscord } from '../../src/chat/discord/rendering/render.ts';
import { buttonValues } from '../../src/chat/slack/rendering/buttons.ts';
import { renderMessage as renderSlack } from '../../src/chat/slack/rendering/render.ts';
import { renderTerminal } from '../../src/chat/terminal/render.ts';
import type { Button, Inline, Message } from '../../src/core/message.ts';
import type { ActionStore } from '../../src/core/store/delivery.ts';

/** Long buttons are remembered; here nobody asks for them again. */
const forgetful: ActionStore = { remember: async () => {}, recall: async () => null };

export async function slackPayload(message: Message, now: Date) {
  return renderSlack(message, await buttonValues(message.buttons ?? [], null, forgetful), now);
}

/** Who is called has to be somebody there. */
function called(inline: Inline): Inline {
  if (inline.kind !== 'mention') return inline;
  return { ...inline, who: { ...inline.who, platform: 'discord', id: '300000000000000001' } };
}

export async function discordPayloads(given: Message) {
  const message = { ...given, title: given.title.map(called) };
  const buttons: readonly Button[] = message.buttons ?? [];
  return renderDiscord(message, await customIds(buttons, null, commands, forgetful));
}

/** As a terminal of 100 columns shows it, without colour. */
export function terminalText(message: Message, now: Date): string {
  return renderTerminal(message, { colour: false, width: 100, zone: 'UTC', now, commands });
}
