import { randomBytes } from 'node:crypto';
import type { FileJson } from './files.ts';
import type { Channel, Person, ShownButton, ShownMessage } from './shapes.ts';
import type { Workspace } from './workspace.ts';

const verificationToken = 'stand-in-verification-token';

/**
 * What Slack makes of typed text with escaping on: people, groups, channels and links in angle brackets, the rest
 * with entities. `<@U...>` and its kin stay as they are.
 */
export function escapeTyped(typed: string, workspace: Workspace): string {
  return typed
    .split(/(\s+)/)
    .map((word) => escapeWord(word, workspace))
    .join('');
}

function escapeWord(word: string, workspace: Workspace): string {
  if (/^[a-z]*[:=]?<[@#!].*>$/.test(word)) return word;
  const [, before = '', sign = '', name = ''] = /^([a-z]+[:=])?([@#])([\w.-]+)$/i.exec(word) ?? [];
  const mention = sign === '' ? null : mentionOf(sign, name, workspace);
  if (mention !== null) return `${before}${mention}`;
  const escaped = word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (/^https?:\/\/\S+$/.test(word)) return `<${escaped}>`;
  // Slack links a bare domain too, with what was typed behind the bar.
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|io|dev)(:\d+)?(\/\S*)?$/i.test(word)
    ? `<http://${escaped}|${escaped}>`
    : escaped;
}

function mentionOf(sign: string, name: string, workspace: Workspace): string | null {
  if (sign === '#') {
    const channel = workspace.channels().find((candidate) => candidate.name === name);
    return channel === undefined ? null : `<#${channel.id}|${name}>`;
  }
  const user = workspace.users().find((candidate) => candidate.name === name);
  if (user !== undefined) return `<@${user.id}|${name}>`;
  const group = workspace.usergroups().find(({ handle }) => handle === name);
  return group === undefined ? null : `<!subteam^${group.id}|@${name}>`;
}

export type SlashInput = {
  readonly command: string;
  readonly text: string;
  readonly user: Person;
  readonly channel: Channel;
  readonly responseUrl: string;
};

export function slashPayload(
  { command, text, user, channel, responseUrl }: SlashInput,
  workspace: Workspace,
): Readonly<Record<string, unknown>> & { readonly trigger_id: string } {
  return {
    token: verificationToken,
    team_id: workspace.teamId,
    team_domain: 'acme',
    channel_id: channel.id,
    channel_name: { public: channel.name, private: 'privategroup', direct: 'directmessage' }[channel.kind],
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: newId('1.2.'),
  };
}

export type PressInput = {
  readonly button: ShownButton;
  readonly message: ShownMessage;
  readonly user: Person;
  readonly channel: Channel;
  readonly responseUrl: string;
};

/** block_actions; an ephemeral message is not sent along. */
export function pressPayload(
  press: PressInput,
  workspace: Workspace,
  now: number,
): { readonly trigger_id: string } {
  const { button, message, user, channel, responseUrl } = press;
  const isEphemeral = message.visibleTo !== null;
  const { label, actionId, blockId, value, style } = button;
  const { ts, text, blocks, threadTs } = message;
  const container = { type: 'message', message_ts: ts, channel_id: channel.id, is_ephemeral: isEphemeral };
  const payload = {
    type: 'block_actions',
    user: { id: user.id, username: user.name, name: user.name, team_id: workspace.teamId },
    api_app_id: workspace.appId,
    token: verificationToken,
    container: { ...container, ...(threadTs === null ? {} : { thread_ts: threadTs }) },
    trigger_id: newId('1.2.'),
    team: { id: workspace.teamId, domain: 'acme' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
    ...(isEphemeral
      ? {}
      : {
          message: {
            type: 'message',
            user: workspace.bot.id,
            bot_id: workspace.bot.botId,
            app_id: workspace.appId,
            ts,
            text,
            blocks,
            ...(threadTs === null ? {} : { thread_ts: threadTs }),
          },
        }),
    state: { values: {} },
    response_url: responseUrl,
    actions: [
      {
        action_id: actionId,
        block_id: blockId,
        text: { type: 'plain_text', text: label, emoji: true },
        ...(value === undefined ? {} : { value }),
        ...(style === undefined ? {} : { style }),
        type: 'button',
        action_ts: `${Math.floor(now / 1000)}.000100`,
      },
    ],
  };
  return payload;
}

export type EventInput = {
  readonly text: string;
  /** Null: the bot itself, whose own messages come back as events too. */
  readonly user: Person | null;
  readonly channel: Channel;
  readonly threadTs?: string | undefined;
  readonly files?: readonly FileJson[] | undefined;
};

/** What is chosen from the menu of a message. */
export type ShortcutInput = {
  readonly callbackId: string;
  readonly message: { readonly text: string; readonly files?: readonly FileJson[]; readonly ts: string };
  readonly user: Person;
  readonly channel: Channel;
  readonly responseUrl: string;
};

export function shortcutPayload(
  { callbackId, message, user, channel, responseUrl }: ShortcutInput,
  workspace: Workspace,
): Readonly<Record<string, unknown>> & { readonly trigger_id: string } {
  return {
    type: 'message_action',
    callback_id: callbackId,
    token: verificationToken,
    trigger_id: newId('1.2.'),
    action_ts: `${message.ts}`,
    message_ts: message.ts,
    team: { id: workspace.teamId, domain: 'acme' },
    user: { id: user.id, name: user.name, team_id: workspace.teamId, username: user.name },
    channel: { id: channel.id, name: channel.kind === 'direct' ? 'directmessage' : channel.name },
    message: { type: 'message', user: user.id, ...message },
    response_url: responseUrl,
    is_enterprise_install: false,
    enterprise: null,
  };
}

/** app_mention in a channel, message.im in a direct message. */
export function eventPayload(
  input: EventInput,
  workspace: Workspace,
  now: number,
): { readonly event_id: string; readonly event: { readonly ts: string } } {
  const { text, user, channel, threadTs, files } = input;
  const ts = `${Math.floor(now / 1000)}.${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
  const author = user === null ? { user: workspace.bot.id, bot_id: workspace.bot.botId } : { user: user.id };
  const kind = channel.kind === 'direct' ? { type: 'message', channel_type: 'im' } : { type: 'app_mention' };
  const event = {
    ...kind,
    ...author,
    text,
    ts,
    event_ts: ts,
    channel: channel.id,
    team: workspace.teamId,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    // A mention has no subtype; a direct message with a file is a "file_share".
    ...(files === undefined ? {} : { files, upload: false }),
    ...(files !== undefined && channel.kind === 'direct' ? { subtype: 'file_share' } : {}),
  };
  return {
    ...{
      token: verificationToken,
      team_id: workspace.teamId,
      api_app_id: workspace.appId,
      event,
      type: 'event_callback',
      event_time: Math.floor(now / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: workspace.teamId,
          user_id: workspace.bot.id,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    },
    event_id: newId('Ev'),
  };
}

function newId(prefix: string): string {
  return `${prefix}${randomBytes(8).toString('hex').toUpperCase()}`;
}
