import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { actionOf, type Command } from '../../../core/command.ts';
import { UserError } from '../../../core/errors.ts';
import type { Option } from '../../../core/option.ts';
import { mistakeMessage } from '../../asking/dispatch.ts';
import type { Form } from '../../forms/form-fields.ts';
import { answer } from '../answering/answer.ts';
import { drawnFor, drawnPlainly } from '../answering/asked.ts';
import { channelVoice } from '../answering/channel-voice.ts';
import { type Conversation, callerOf } from '../answering/conversation.ts';
import { createResponder, type Responder } from '../answering/responder.ts';
import { callerVoice } from '../answering/voices.ts';
import { openForm } from '../forms/forms.ts';
import { formLimits } from '../rendering/limits.ts';
import { linksIn, shortLink } from './links.ts';

/** In the menu of every message. */
export const checkLink = {
  name: 'Check this link',
  type: 'message',
  callback_id: 'check_link',
  description: 'Say why clients cannot reach or trust what this message links to',
} as const;

/** In the menu beside the box for messages, and in the search. */
export const checkTarget = {
  name: 'Check a target',
  type: 'global',
  callback_id: 'check_target',
  description: 'Say why clients cannot reach or trust a host, here or for you alone',
} as const;

const nothingThere = new UserError(
  'There is no link and no host name in this message. Choose a message that has one, or type /check example.org.',
);
const noForm = new UserError('Slack opened no form to choose in. Try it again in a moment.');

/** Both run /check. */
export function listenToCheckShortcuts(app: App, conversation: Conversation): void {
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: checkLink.callback_id },
    async ({ shortcut, ack, respond }) => {
      await ack();
      const responder = createResponder(respond, conversation.world.log);
      conversation.keep(checkLinks(shortcut, responder, conversation));
    },
  );
  app.shortcut<GlobalShortcut>(
    { type: 'shortcut', callback_id: checkTarget.callback_id },
    async ({ shortcut, ack }) => {
      await ack();
      const form = formOf(conversation, null);
      const { user, trigger_id: trigger } = shortcut;
      const caller = callerOf(user.id, user.username, '');
      const from = { trigger, channel: '', thread: undefined, isShared: false, caller } as const;
      if (form !== null)
        conversation.keep(openForm(form, { ...from, asksPlace: true }, conversation).then(() => undefined));
    },
  );
}

/** One link is checked at once, in a thread under the message; of several one is chosen. */
async function checkLinks(
  { message, user, channel, message_ts, trigger_id }: MessageShortcut,
  responder: Responder,
  conversation: Conversation,
): Promise<void> {
  const { world, signal } = conversation;
  const sayAlone = (mistake: UserError) =>
    callerVoice(drawnPlainly(world, signal), responder, false).finish(mistakeMessage(mistake));
  const links = linksIn(message);
  const thread = typeof message.thread_ts === 'string' ? message.thread_ts : message_ts;
  const [first] = links;
  const command = checkCommand(world.commands);
  const action = command === null ? null : actionOf(command, '');
  if (first === undefined || command === null || action === null) return sayAlone(nothingThere);
  const caller = callerOf(user.id, user.username ?? user.name ?? user.id, channel.id);
  const form = links.length === 1 ? null : formOf(conversation, links);
  if (form !== null) {
    const from = { trigger: trigger_id, channel: channel.id, thread, isShared: true, caller };
    return (await openForm(form, from, conversation)) ? undefined : sayAlone(noForm);
  }
  const parsed = { command, action, values: { target: first } };
  const asked = drawnFor(parsed, caller, true, world, signal);
  const voice = channelVoice(asked, { channel: channel.id, thread, message: undefined }, responder);
  await answer({ parsed, caller, way: 'message' }, voice, world, signal);
}

function checkCommand(commands: readonly Command[]): Command | null {
  return commands.find(({ name }) => name === 'check') ?? null;
}

/** Asks which of the links, or which target where there are none. Null: there is nothing to choose from. */
function formOf({ world: { commands } }: Conversation, links: readonly string[] | null): Form | null {
  const command = checkCommand(commands);
  const action = command === null ? null : actionOf(command, '');
  const target = action?.options.find(({ name }) => name === 'target');
  if (command === null || action === null || target === undefined) return null;
  const choices =
    links === null ? [] : [...new Set(links.flatMap((link) => shortLink(link, formLimits.choice) ?? []))];
  if (links !== null && choices.length < 2) return null;
  const option: Option = links === null ? target : { ...target, kind: 'choice', choices };
  return {
    command,
    action,
    values: {},
    fields: [{ option, isSecret: false, isRequired: true, value: choices[0] ?? '' }],
    title: links === null ? 'Check a target' : 'Check which link',
  };
}
