import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { buttonForm } from '../../forms/form-fields.ts';
import { answer } from '../answering/answer.ts';
import { drawnFor } from '../answering/asked.ts';
import { channelVoice } from '../answering/channel-voice.ts';
import { type Conversation, callerOf } from '../answering/conversation.ts';
import { shownAtHome } from '../answering/home-voice.ts';
import { directChannel } from '../api/direct-channel.ts';
import { openForm, openWanted } from '../forms/forms.ts';
import { recalled } from '../rendering/buttons.ts';
import { pageAction } from './draw.ts';

type Person = { readonly id: string; readonly name: string };

/** The Home tab: shown when it is opened, and anew after whatever is done on it. */
export function listenToHome(app: App, conversation: Conversation): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') conversation.keep(conversation.home.open(event.user, hashIn(event.view)));
  });
  const running = new Set<string>();
  app.action<BlockAction<ButtonAction>>({ type: 'block_actions' }, async ({ body, ack }) => {
    if (body.container.type !== 'view') return;
    await ack();
    const [pressed] = body.actions;
    if (pressed?.type !== 'button' || body.view?.type !== 'home') return;
    const { user } = body;
    const person = { id: user.id, name: user.username ?? user.name ?? user.id };
    const key = `${user.id} ${pressed.value ?? ''}`;
    // Impatience is no second question.
    if (running.has(key)) return;
    running.add(key);
    const answering = answerPress(pressed, person, body.trigger_id, conversation);
    conversation.keep(answering.finally(() => running.delete(key)));
  });
}

async function answerPress(
  { action_id, value = '', text: { text: label } }: ButtonAction,
  user: Person,
  trigger: string,
  conversation: Conversation,
): Promise<void> {
  const { world, home, signal } = conversation;
  if (action_id.startsWith(pageAction)) return home.turn(user.id, Number.parseInt(value, 10) || 0);
  const target = await recalled(value, world);
  if (target === null) return home.show(user.id, 'That button is no longer known. Open this tab again.');
  const asker = callerOf(user.id, user.name, '');
  const place = { channel: '', thread: undefined, isShared: false, isHome: true } as const;
  const from = { ...place, trigger, caller: asker };
  const form = buttonForm(target, target.asks, label);
  const isOpen =
    form === null ? await openWanted(target, from, conversation) : await openForm(form, from, conversation);
  if (isOpen === true) return;
  if (isOpen === false) return home.show(user.id, 'Slack opened no form for this. Press again in a moment.');
  const channel = await directChannel(world.client, user.id, world.log);
  if (channel === '')
    return home.show(user.id, 'Slack takes no direct message for you, where the answer would come.');
  const about = target.values.target ?? target.values.what ?? '';
  await home.show(
    user.id,
    `${label} ${about}: under way, the answer comes as a message`.replace(/\s+/g, ' '),
  );
  const caller = callerOf(user.id, user.name, channel);
  const asked = drawnFor(target, caller, false, world, signal);
  const voice = channelVoice(asked, { channel, thread: undefined, message: undefined }, null);
  await answer({ parsed: target, caller, way: 'upload' }, shownAtHome(voice, user.id, home), world, signal);
}

/** Bolt's types forget it. */
function hashIn(view: unknown): string | undefined {
  const hash = typeof view === 'object' && view !== null && 'hash' in view ? view.hash : undefined;
  return typeof hash === 'string' ? hash : undefined;
}
